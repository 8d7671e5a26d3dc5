import { makeIdNumber } from '../../../shared/numbers/id-number.js';
import { readLegacyNo } from './legacy-no.rules.js';
import { decideTakeover, type OldCard, type OldCardFacts, readOldCard, takeoverReportLine } from './takeover.rules.js';

const idNumber = makeIdNumber('360102', '1990-01-31', 1);
const card: OldCard = { legacyNo: '360100010001', name: '李明', idNumber, state: 'ACTIVE' };
const facts: OldCardFacts = {
  holder: { memberId: 'm1', name: '李明', isActive: true },
  takenBy: null,
  openCard: null,
};

describe('an old card number', () => {
  test.each([
    ['3601-0001 0001', '360100010001'],
    ['ａｂ１２３４５６', 'AB123456'],
    ['ab 123456', 'AB123456'],
  ])('%s is %s', (text, number) => expect(readLegacyNo(text)).toBe(number));

  test.each(['12345', 'ABCDEFG123456', '张三', '1'.repeat(25)])('%s is none', (text) => {
    expect(readLegacyNo(text)).toBeNull();
  });
});

describe('a row of old cards', () => {
  const cells = { legacyNo: card.legacyNo, name: card.name, idNumber };

  test.each([
    ['正常', 'ACTIVE'],
    ['未激活', 'ISSUED'],
    ['冻结', 'FROZEN'],
    ['挂失', 'LOST'],
    ['注销', 'CANCELLED'],
  ])('says %s for %s', (word, state) => {
    expect(readOldCard({ ...cells, state: word })).toEqual({ valid: true, card: { ...card, state } });
  });

  test('counts as in use where the file has no column for the state, and is refused where the cell is empty', () => {
    expect(readOldCard(cells)).toMatchObject({ valid: true, card: { state: 'ACTIVE' } });
    expect(readOldCard({ ...cells, state: '' })).toMatchObject({ errors: [{ reason: 'STATE_UNKNOWN' }] });
  });

  test('names everything that is wrong with it at once, and hides what was written', () => {
    const reading = readOldCard({ legacyNo: '12', name: '', idNumber: '360102199001310019', state: '借' });
    expect(reading).toMatchObject({
      errors: [
        { reason: 'LEGACY_NO_WRONG' },
        { reason: 'NAME_MISSING' },
        { reason: 'ID_NUMBER_WRONG', maskedValue: '3601**********0019' },
        { reason: 'STATE_UNKNOWN' },
      ],
    });
  });
});

describe('what becomes of an old card', () => {
  const decide = (given: Partial<OldCardFacts>, change: Partial<OldCard> = {}) =>
    decideTakeover({ ...card, ...change }, { ...facts, ...given });
  const reasonOf = (decision: ReturnType<typeof decide>) =>
    decision.outcome === 'REFUSED' ? decision.error.reason : decision.outcome;

  test('a card here, or its number noted on the one its holder has', () => {
    expect(decide({})).toEqual({ outcome: 'NEW', memberId: 'm1' });
    expect(decide({ openCard: { cardId: 'c1', legacyNo: null } })).toEqual({ outcome: 'LINKED', cardId: 'c1' });
    expect(decide({ takenBy: 'm1' })).toEqual({ outcome: 'KNOWN' });
    expect(decide({ holder: { memberId: 'm1', name: '李 明', isActive: true } })).toMatchObject({ outcome: 'NEW' });
  });

  test('an ended card is only history, whatever its holder has or is', () => {
    const holder = { memberId: 'm1', name: '李明', isActive: false };
    const openCard = { cardId: 'c1', legacyNo: 'AB123456' };
    expect(decide({ holder, openCard }, { state: 'CANCELLED' })).toEqual({ outcome: 'NEW', memberId: 'm1' });
  });

  test('is refused where it cannot be', () => {
    expect(reasonOf(decide({ holder: null }))).toBe('HOLDER_UNKNOWN');
    expect(reasonOf(decide({ takenBy: 'm2' }))).toBe('LEGACY_NO_TAKEN');
    expect(reasonOf(decide({}, { name: '王明' }))).toBe('NAME_DIFFERS');
    expect(reasonOf(decide({ holder: { memberId: 'm1', name: '李明', isActive: false } }))).toBe('HOLDER_LEFT');
    expect(reasonOf(decide({ openCard: { cardId: 'c1', legacyNo: 'AB123456' } }))).toBe('HOLDER_HAS_OTHER');
  });

  test('is told to the officer with the column, what is wrong and what to do', () => {
    const line = takeoverReportLine({ rowNo: 7, field: 'state', reason: 'STATE_UNKNOWN', maskedValue: '借' });
    expect(line).toEqual(['7', '卡状态', '卡状态无法识别', '填写：正常、未激活、冻结、挂失或注销', '借']);
  });
});
