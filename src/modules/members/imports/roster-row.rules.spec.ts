import { makeCreditCode } from '../../../shared/numbers/credit-code.js';
import { makeIdNumber } from '../../../shared/numbers/id-number.js';
import { readRosterRow, type RowCells, type RowReason } from './roster-row.rules.js';

const TODAY = '2026-11-22';
const WOMAN = makeIdNumber('360102', '1985-03-09', 42);
const MAN = makeIdNumber('360102', '1985-03-09', 43);

function aRow(given: Partial<RowCells> = {}): RowCells {
  return {
    name: '王小红',
    idNumber: WOMAN,
    phone: '13800138000',
    gender: '',
    joinedOn: '',
    creditCode: '',
    enterprise: '',
    union: '',
    ...given,
  };
}

const reasonsOf = (given: Partial<RowCells>): RowReason[] => {
  const reading = readRosterRow(aRow(given), TODAY);
  return reading.valid ? [] : reading.errors.map(({ reason }) => reason);
};

describe('a row of a roster', () => {
  test('is read with full-width digits, blanks and a small x', () => {
    const fullWidth = WOMAN.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const reading = readRosterRow(aRow({ idNumber: fullWidth.toLowerCase(), phone: '138 0013-8000' }), TODAY);
    expect(reading).toMatchObject({
      valid: true,
      row: {
        name: '王小红',
        idNumber: WOMAN,
        phone: '13800138000',
        gender: 'F',
        birthOn: '1985-03-09',
        joinedOn: null,
      },
    });
  });

  test.each<[string, Partial<RowCells>, RowReason[]]>([
    ['no name', { name: '' }, ['NAME_MISSING']],
    ['a name with digits', { name: '王3红' }, ['NAME_WRONG']],
    ['a formula as a name', { name: '=1+1' }, ['NAME_WRONG']],
    ['51 characters of name', { name: '王'.repeat(51) }, ['NAME_WRONG']],
    ['no ID number', { idNumber: '' }, ['ID_NUMBER_MISSING']],
    ['an ID number of 17', { idNumber: WOMAN.slice(1) }, ['ID_NUMBER_LENGTH']],
    [
      'a wrong check character',
      { idNumber: WOMAN.slice(0, 17) + (WOMAN.endsWith('1') ? '2' : '1') },
      ['ID_NUMBER_CHECK'],
    ],
    ['born after today', { idNumber: makeIdNumber('360102', '2026-11-23', 1) }, ['ID_NUMBER_BIRTH_DATE']],
    ['no phone', { phone: '' }, ['PHONE_MISSING']],
    ['a phone of 10 digits', { phone: '1380013800' }, ['PHONE_WRONG']],
    ['a landline', { phone: '0791-8888666' }, ['PHONE_WRONG']],
    ['another gender than the ID number', { gender: '男' }, ['GENDER_DIFFERS']],
    ['a gender nobody knows', { gender: '?' }, ['GENDER_WRONG']],
    ['30 February', { joinedOn: '2020-02-30' }, ['JOINED_ON_WRONG']],
    ['a month that may be two', { joinedOn: '2020.1' }, ['JOINED_ON_UNCLEAR']],
    ['tomorrow', { joinedOn: '2026-11-23' }, ['JOINED_ON_AHEAD']],
    ['joined before birth', { joinedOn: '1985-03-08' }, ['JOINED_ON_WRONG']],
    ['a wrong credit code', { creditCode: '91360100000000000X' }, ['CREDIT_CODE_WRONG']],
    ['two faults', { name: '', phone: '1' }, ['NAME_MISSING', 'PHONE_WRONG']],
  ])('%s is refused with its reason', (_case, given, reasons) => {
    expect(reasonsOf(given)).toEqual(reasons);
  });

  test.each<[string, Partial<RowCells>]>([
    ['today', { joinedOn: '2026/11/22' }],
    ['50 characters of name', { name: '王'.repeat(50) }],
    ['a name with a dot', { name: '买买提.阿里木' }],
    ['a man', { idNumber: MAN, gender: '男' }],
    ['+86 before the phone', { phone: '+8613800138000' }],
  ])('%s is fine', (_case, given) => {
    expect(reasonsOf(given)).toEqual([]);
  });

  test('an employer’s code under the employer’s name counts as the code', () => {
    const code = makeCreditCode('360100', 7);
    expect(readRosterRow(aRow({ enterprise: code }), TODAY)).toMatchObject({ row: { creditCode: code } });
  });
});
