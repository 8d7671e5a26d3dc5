import { makeCreditCode } from '../../../shared/numbers/credit-code.js';
import { type CensusCells, type CensusReason, readCensusRow } from './census-row.rules.js';

const TODAY = '2026-11-22';
const CODE = makeCreditCode('360100', 1);

const aForm = (given: Partial<CensusCells> = {}): CensusCells => ({
  creditCode: CODE,
  name: '甲厂',
  park: '',
  industry: '',
  condition: '',
  eligible: '',
  workers: '120',
  hasUnion: '',
  union: '',
  surveyedOn: '',
  ...given,
});

const reasonsOf = (given: Partial<CensusCells>): CensusReason[] => {
  const reading = readCensusRow(aForm(given), TODAY);
  return reading.valid ? [] : reading.errors.map(({ reason }) => reason);
};

describe('a row of the census form', () => {
  test('is read as people fill it in', () => {
    const given = {
      condition: '停产',
      eligible: '√',
      workers: '1,200人',
      hasUnion: '已建',
      union: '甲厂工会',
      surveyedOn: '2026年3月',
    };
    expect(readCensusRow(aForm(given), TODAY)).toEqual({
      valid: true,
      row: {
        creditCode: CODE,
        name: '甲厂',
        park: null,
        industry: null,
        condition: 'SUSPENDED',
        eligible: true,
        workers: 1200,
        hasUnion: true,
        union: '甲厂工会',
        surveyedOn: '2026-03-01',
      },
    });
  });

  test.each<[string, Partial<CensusCells>, CensusReason[]]>([
    ['no code', { creditCode: '' }, ['CREDIT_CODE_MISSING']],
    [
      'F49 a wrong check character',
      { creditCode: `${CODE.slice(0, 17)}${CODE.endsWith('0') ? '1' : '0'}` },
      ['CREDIT_CODE_WRONG'],
    ],
    ['no name', { name: '' }, ['NAME_MISSING']],
    ['101 characters of name', { name: '厂'.repeat(101) }, ['TEXT_TOO_LONG']],
    ['a condition nobody knows', { condition: '还行' }, ['CONDITION_WRONG']],
    ['perhaps', { eligible: '也许' }, ['YES_NO_WRONG']],
    ['no workers', { workers: '' }, ['WORKERS_WRONG']],
    ['too many workers', { workers: '1000001' }, ['WORKERS_WRONG']],
    ['no union, but its name', { hasUnion: '未建', union: '甲厂工会' }, ['UNION_CONTRADICTS']],
    ['a union without a name', { hasUnion: '是' }, ['UNION_MISSING']],
    ['tomorrow', { surveyedOn: '2026-11-23' }, ['SURVEYED_ON_AHEAD']],
    ['a day that is none', { surveyedOn: '去年' }, ['SURVEYED_ON_WRONG']],
    ['a month that may be two', { surveyedOn: '2026.1' }, ['SURVEYED_ON_UNCLEAR']],
    ['two faults', { name: '', workers: '-1' }, ['NAME_MISSING', 'WORKERS_WRONG']],
  ])('%s is refused with its reason', (_case, given, reasons) => {
    expect(reasonsOf(given)).toEqual(reasons);
  });

  test('of a million workers is fine', () => {
    expect(reasonsOf({ workers: '1000000' })).toEqual([]);
  });
});
