import { type KnownPerson, planRow, type RowPlan, type WantedFields } from './roster-plan.rules.js';

const WANTED: WantedFields = { name: '王小红', enterpriseId: 'e1', joinedOn: '2020-01-05' };

const someone = (given: Partial<KnownPerson> = {}): KnownPerson => ({
  where: 'SAME_UNION',
  membership: 'ACTIVE',
  name: '王小红',
  hasSamePhone: true,
  enterpriseId: 'e1',
  joinedOn: '2020-01-05',
  ...given,
});

const plan = (known: KnownPerson | null, wanted: Partial<WantedFields> = {}, isPhoneAnothers = false): RowPlan => {
  const all = { ...WANTED, ...wanted };
  return planRow(all, all, known, isPhoneAnothers);
};

describe('a row of a roster', () => {
  test('of somebody new adds them, unless somebody else has the phone', () => {
    expect(plan(null)).toEqual({ plan: 'ADD' });
    expect(plan(null, {}, true)).toEqual({ plan: 'REFUSE', field: 'phone', reason: 'PHONE_TAKEN' });
  });

  test('of a member of the union changes what the file says differently and nothing it does not say', () => {
    expect(plan(someone())).toEqual({ plan: 'UNCHANGED' });
    expect(plan(someone(), { enterpriseId: null, joinedOn: null })).toEqual({ plan: 'UNCHANGED' });
    expect(plan(someone(), { name: '王晓红', joinedOn: '2021-01-05', enterpriseId: null })).toEqual({
      plan: 'UPDATE',
      fields: { name: '王晓红', enterpriseId: 'e1', joinedOn: '2021-01-05' },
      changed: ['name', 'joinedOn'],
    });
  });

  test('never changes the phone somebody signs in with, nor a person who shares nothing but the ID number', () => {
    expect(plan(someone({ hasSamePhone: false }))).toMatchObject({ reason: 'PHONE_DIFFERS' });
    expect(plan(someone({ hasSamePhone: false }), {}, true)).toMatchObject({ reason: 'PHONE_TAKEN' });
    expect(plan(someone({ hasSamePhone: false, name: '李四' }))).toMatchObject({ reason: 'NAME_DIFFERS' });
  });

  test('of a member of another union in reach moves them, if the name agrees', () => {
    expect(plan(someone({ where: 'IN_REACH', hasSamePhone: false }))).toEqual({ plan: 'TRANSFER' });
    expect(plan(someone({ where: 'IN_REACH', name: '李四' }))).toMatchObject({ field: 'name', reason: 'NAME_DIFFERS' });
  });

  test('F39 of a member elsewhere asks for the move, and refuses with one sentence whatever is the matter', () => {
    expect(plan(someone({ where: 'ELSEWHERE', membership: 'RETAINED' }))).toEqual({ plan: 'ASK' });
    const refusal = { plan: 'REFUSE', field: 'idNumber', reason: 'ALREADY_MEMBER' };
    expect(plan(someone({ where: 'ELSEWHERE', name: '李四' }))).toEqual(refusal);
    expect(plan(someone({ where: 'ELSEWHERE', membership: 'WITHDRAWN' }))).toEqual(refusal);
  });

  test('of somebody who left the union brings nobody back', () => {
    expect(plan(someone({ membership: 'WITHDRAWN' }))).toMatchObject({ reason: 'WITHDRAWN' });
    expect(plan(someone({ membership: 'WITHDRAWN', where: 'IN_REACH' }))).toMatchObject({ reason: 'WITHDRAWN' });
  });
});
