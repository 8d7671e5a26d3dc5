import type { OfficerRole } from '../../../shared/caller.js';
import { decideRoles, mayGrant, mayLookAfter, mayTake, type RoleHeld } from './officer.rules.js';

const held = (role: OfficerRole, path: string, untilOn: string | null = null): RoleHeld => ({ role, path, untilOn });
const city = [held('CITY_ADMIN', '/city/')];
const park = [held('PARK_OFFICER', '/city/park-a/')];

describe('giving a role', () => {
  it.each([
    ['an auditor of the city, by its administrator', city, held('AUDITOR', '/city/'), true],
    ['a second administrator, by one', city, held('CITY_ADMIN', '/city/'), true],
    ['a union’s officer, by the park above', park, held('GRASSROOTS_OFFICER', '/city/park-a/u1/'), true],
    ['the own role over the own park', park, held('PARK_OFFICER', '/city/park-a/'), true],
    ['a checker of money, who may do less', park, held('FINANCE_CHECKER', '/city/park-a/'), true],
    ['more than one may do', park, held('CITY_ADMIN', '/city/park-a/'), false],
    ['the audit committee, which reads more', park, held('AUDITOR', '/city/park-a/'), false],
    ['the park beside', park, held('GRASSROOTS_OFFICER', '/city/park-b/'), false],
    ['a park whose id begins alike', park, held('GRASSROOTS_OFFICER', '/city/park-a2/'), false],
    ['everything above', park, held('PARK_OFFICER', '/city/'), false],
    [
      'anything, by who looks after no officers',
      [held('FINANCE_MAKER', '/city/')],
      held('FINANCE_MAKER', '/city/'),
      false,
    ],
    ['anything, by nobody', [], held('GRASSROOTS_OFFICER', '/city/park-a/'), false],
  ])('%s', (_, giver, wanted, expected) => {
    expect(mayGrant(giver, wanted)).toBe(expected);
  });

  it('lasts no longer than the giver’s own', () => {
    const ending = [held('PARK_OFFICER', '/city/park-a/', '2026-12-31')];
    const until = (on: string | null) => mayGrant(ending, held('GRASSROOTS_OFFICER', '/city/park-a/u1/', on));
    expect([until('2026-12-31'), until('2027-01-01'), until(null)]).toEqual([true, false, false]);
    expect(mayTake(ending, held('GRASSROOTS_OFFICER', '/city/park-a/u1/'))).toBe(true);
  });
});

describe('looking after an officer', () => {
  it('needs the right over all that officer has', () => {
    const below = held('GRASSROOTS_OFFICER', '/city/park-a/u1/');
    expect(mayLookAfter(park, [below])).toBe(true);
    expect(mayLookAfter(park, [below, held('CITY_ADMIN', '/city/')])).toBe(false);
    expect(mayLookAfter(park, [])).toBe(false);
  });
});

describe('changing roles', () => {
  const before = [held('GRASSROOTS_OFFICER', '/city/park-a/u1/')];
  const decide = (wanted: RoleHeld[], more: { isSelf?: boolean; giver?: RoleHeld[]; before?: RoleHeld[] } = {}) =>
    decideRoles({ isSelf: false, giver: park, before, wanted, todayOn: '2026-11-25', ...more });

  it('tells what comes and what goes', () => {
    const next = held('GRASSROOTS_OFFICER', '/city/park-a/u1/', '2026-12-31');
    expect(decide([next])).toEqual({ allowed: true, taken: before, given: [next] });
    expect(decide(before)).toEqual({ allowed: true, taken: [], given: [] });
  });

  it('is never of one’s own', () => {
    expect(decide([], { isSelf: true })).toEqual({ allowed: false, reason: 'OFFICER_SELF' });
  });

  it('begins with no day that is past; today is not', () => {
    expect(decide([held('PARK_OFFICER', '/city/park-a/', '2026-11-24')])).toEqual({
      allowed: false,
      reason: 'OFFICER_ROLE_PAST',
    });
    expect(decide([held('PARK_OFFICER', '/city/park-a/', '2026-11-25')])).toMatchObject({ allowed: true });
  });

  it('leaves alone what is not the giver’s to take or give', () => {
    const wide = held('CITY_ADMIN', '/city/');
    expect(decide([...before, wide])).toEqual({ allowed: false, reason: 'OFFICER_ROLE_TOO_WIDE' });
    expect(decide([], { before: [wide] })).toEqual({ allowed: false, reason: 'OFFICER_ROLE_TOO_WIDE' });
    expect(decide([wide, ...before], { before: [wide] })).toMatchObject({ allowed: true, given: before });
  });
});
