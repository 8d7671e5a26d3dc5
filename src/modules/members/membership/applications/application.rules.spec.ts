import { makeIdNumber } from '../../../../shared/numbers/id-number.js';
import { decideAdmission, decideDecider, readPerson } from './application.rules.js';

const idNumber = makeIdNumber('360102', '1990-01-31', 7);
const today = '2026-11-25';

describe('who applies', () => {
  it('is read as people type it', () => {
    const typed = { idNumber: ` ${idNumber.toLowerCase()} `, phone: '+86 138 0000 1234' };
    expect(readPerson(typed, today)).toEqual({
      valid: true,
      person: { idNumber, phone: '13800001234', birthOn: '1990-01-31', gender: 'M' },
    });
  });

  it('is told which number is wrong: the check character, a birth to come, the phone', () => {
    const phone = '13800001234';
    const wrong = idNumber.slice(0, 17) + (idNumber.endsWith('1') ? '2' : '1');
    expect(readPerson({ idNumber: wrong, phone }, today)).toEqual({ valid: false, field: 'idNumber' });
    const unborn = makeIdNumber('360102', '2026-11-26', 7);
    expect(readPerson({ idNumber: unborn, phone }, today)).toEqual({ valid: false, field: 'idNumber' });
    expect(readPerson({ idNumber: unborn, phone }, '2026-11-26').valid).toBe(true);
    expect(readPerson({ idNumber, phone: '12345678901' }, today)).toEqual({ valid: false, field: 'phone' });
  });
});

describe('joining', () => {
  it.each([
    ['nobody we know', null, 'JOIN'],
    ['somebody who left, here or elsewhere', { membership: 'WITHDRAWN', orgId: 'u1' }, 'REJOIN'],
    ['somebody who left another union', { membership: 'WITHDRAWN', orgId: 'u2' }, 'REJOIN'],
    ['a member of another union', { membership: 'ACTIVE', orgId: 'u2' }, 'TRANSFER'],
    ['a member another union keeps between jobs', { membership: 'RETAINED', orgId: 'u2' }, 'TRANSFER'],
    ['a member this union keeps between jobs', { membership: 'RETAINED', orgId: 'u1' }, 'RESUME'],
    ['a member of this union', { membership: 'ACTIVE', orgId: 'u1' }, 'MEMBER_ALREADY'],
  ] as const)('of %s is %s', (_case, known, admission) => {
    expect(decideAdmission(known, 'u1')).toBe(admission);
  });
});

describe('a decision', () => {
  it('is made once, by somebody else than who proposed', () => {
    expect(decideDecider({ state: 'PENDING', proposedBy: 'a' }, 'b')).toBeNull();
    expect(decideDecider({ state: 'PENDING', proposedBy: null }, 'b')).toBeNull();
    expect(decideDecider({ state: 'PENDING', proposedBy: 'a' }, 'a')).toBe('SAME_PERSON');
    expect(decideDecider({ state: 'REFUSED', proposedBy: 'a' }, 'b')).toBe('APPLICATION_DECIDED');
  });
});
