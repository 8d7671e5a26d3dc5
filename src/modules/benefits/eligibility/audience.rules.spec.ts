import { type AudienceGroup, audienceSchema } from './audience.schemas.js';
import { fullYears, holdsCategory, isInAudience, type Person } from './audience.rules.js';

const aPerson = (changes: Partial<Person> = {}): Person => ({
  categories: [{ code: 'HARDSHIP', level: 'DEEP', fromOn: '2017-01-01', untilOn: '2017-12-31' }],
  orgPath: ['city', 'park-a', 'u1'],
  park: 'park-a',
  tier: 'NATIONAL',
  enterprise: 'e1',
  industry: 'textile',
  gender: 'F',
  birthOn: '1985-03-01',
  joinedOn: '2010-05-01',
  cardIssuedAtMs: Date.parse('2017-05-30T23:59:00+08:00'),
  lists: ['first-500'],
  ...changes,
});
const nobodyKnown = aPerson({
  categories: [],
  orgPath: [],
  park: null,
  tier: null,
  enterprise: null,
  industry: null,
  gender: null,
  birthOn: null,
  joinedOn: null,
  cardIssuedAtMs: null,
  lists: [],
});
const now = Date.parse('2017-06-01T00:00:00+08:00');
const asked = (field: string, operator: string, value: unknown): AudienceGroup =>
  audienceSchema.parse({ combinator: 'and', rules: [{ field, operator, value }] });

describe('an audience', () => {
  it.each([
    ['category', 'has', 'HARDSHIP', true],
    ['category', 'has', 'HARDSHIP:DEEP', true],
    ['category', 'has', 'HARDSHIP:SUDDEN', false],
    ['category', 'has', 'MIGRANT', false],
    ['category', 'hasNot', 'HARDSHIP', false],
    ['category', 'hasNot', 'MIGRANT', true],
    ['org', 'within', 'park-a', true],
    ['org', 'within', 'u2', false],
    ['org', 'notWithin', 'u2', true],
    ['org', 'notWithin', 'city', false],
    ['park', '=', 'park-a', true],
    ['park', '!=', 'park-a', false],
    ['tier', 'in', ['NATIONAL', 'MUNICIPAL'], true],
    ['tier', 'notIn', ['NATIONAL'], false],
    ['enterprise', 'notIn', ['e2'], true],
    ['industry', '!=', 'steel', true],
    ['gender', '=', 'M', false],
    ['age', '=', 32, true],
    ['age', '!=', 32, false],
    ['age', '<', 32, false],
    ['age', '<=', 32, true],
    ['age', '>', 31, true],
    ['age', '>', 32, false],
    ['age', '>=', 33, false],
    ['age', 'between', [32, 40], true],
    ['age', 'between', [18, 32], true],
    ['age', 'between', [33, 40], false],
    ['joinedYears', '=', 7, true],
    ['cardAgeDays', '=', 2, true],
    ['birthdayMonth', '=', 'THIS', false],
    ['list', 'in', 'first-500', true],
    ['list', 'in', 'others', false],
  ])('asks %s %s %j: %p', (field, operator, value, expected) => {
    expect(isInAudience(asked(field, operator, value), aPerson(), now)).toBe(expected);
  });

  it.each([
    ['park', '!=', 'x'],
    ['tier', 'notIn', ['NATIONAL']],
    ['enterprise', '=', 'x'],
    ['industry', '!=', 'x'],
    ['gender', '!=', 'F'],
    ['age', '!=', 5],
    ['age', '>=', 0],
    ['joinedYears', '>=', 0],
    ['cardAgeDays', '>=', 0],
    ['birthdayMonth', '=', 'THIS'],
    ['list', 'in', 'x'],
    ['category', 'has', 'HARDSHIP'],
    ['org', 'within', 'city'],
  ])('is false about what we do not know: %s %s %j', (field, operator, value) => {
    expect(isInAudience(asked(field, operator, value), nobodyKnown, now)).toBe(false);
  });

  it('takes hasNot and notWithin as plain negations, of the unknown too', () => {
    expect(isInAudience(asked('category', 'hasNot', 'HARDSHIP'), nobodyKnown, now)).toBe(true);
    expect(isInAudience(asked('org', 'notWithin', 'city'), nobodyKnown, now)).toBe(true);
  });

  it('joins rules: an empty and is true, an empty or false, not inverts', () => {
    const group = (combinator: 'and' | 'or', not: boolean, rules: AudienceGroup['rules']): AudienceGroup => ({
      combinator,
      not,
      rules,
    });
    const holds = (audience: AudienceGroup): boolean => isInAudience(audience, aPerson(), now);
    const [yes, no] = [asked('gender', '=', 'F'), asked('gender', '=', 'M')];
    expect(holds(group('and', false, []))).toBe(true);
    expect(holds(group('or', false, []))).toBe(false);
    expect(holds(group('and', true, []))).toBe(false);
    expect(holds(group('or', true, []))).toBe(true);
    expect(holds(group('and', false, [yes, no]))).toBe(false);
    expect(holds(group('or', false, [yes, no]))).toBe(true);
    expect(holds(group('and', false, [yes, group('or', true, [no])]))).toBe(true);
  });
});

describe('ages and days', () => {
  it.each([
    ['1985-03-01', '2017-02-28', 31],
    ['1985-03-01', '2017-03-01', 32],
    ['2000-02-29', '2018-02-28', 17],
    ['2000-02-29', '2018-03-01', 18],
    ['2000-02-29', '2020-02-28', 19],
    ['2000-02-29', '2020-02-29', 20],
    ['2017-06-01', '2017-06-01', 0],
  ])('born %s is on %s %p years old', (birthOn, todayOn, years) => {
    expect(fullYears(birthOn, todayOn)).toBe(years);
  });

  it('holds a category through its last day and not before its first', () => {
    const held = [{ code: 'HARDSHIP', level: null, fromOn: '2017-01-01', untilOn: '2017-12-31' }];
    expect(holdsCategory(held, 'HARDSHIP', '2016-12-31')).toBe(false);
    expect(holdsCategory(held, 'HARDSHIP', '2017-01-01')).toBe(true);
    expect(holdsCategory(held, 'HARDSHIP', '2017-12-31')).toBe(true);
    expect(holdsCategory(held, 'HARDSHIP', '2018-01-01')).toBe(false);
    expect(holdsCategory(held, 'HARDSHIP:DEEP', '2017-06-01')).toBe(false);
    expect(holdsCategory([{ code: 'A', level: null, fromOn: null, untilOn: null }], 'A', '2099-01-01')).toBe(true);
  });

  it('turns midnight in Shanghai, not in Greenwich', () => {
    const lastInstant = Date.parse('2017-12-31T23:59:59.999+08:00');
    expect(isInAudience(asked('category', 'has', 'HARDSHIP'), aPerson(), lastInstant)).toBe(true);
    expect(isInAudience(asked('category', 'has', 'HARDSHIP'), aPerson(), lastInstant + 1)).toBe(false);
    const birthday = asked('birthdayMonth', '=', 'THIS');
    expect(isInAudience(birthday, aPerson(), Date.parse('2017-03-31T23:59:59+08:00'))).toBe(true);
    expect(isInAudience(birthday, aPerson(), Date.parse('2017-04-01T00:00:00+08:00'))).toBe(false);
  });
});
