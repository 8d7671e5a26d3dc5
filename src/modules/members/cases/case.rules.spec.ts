import {
  addMonths,
  type CaseAction,
  type CaseFacts,
  type CaseState,
  decideAction,
  evidenceNeeded,
  grantedUntil,
  isNoticeOver,
  isOpenCase,
  kindOf,
  latestUntil,
  mayChangeEvidence,
  needsNotice,
  nextReview,
  nextState,
  noticePeriod,
  reminderDays,
} from './case.rules.js';

const HARDSHIP = { noticeDays: 5, monthsMax: 12, reviewMonths: 12, evidenceMin: 1 };
const aCase = (given: Partial<CaseFacts> = {}): CaseFacts => ({
  kind: 'NEW',
  state: 'IN_REVIEW',
  proposedBy: null,
  preparedBy: 'ann',
  ...given,
});

describe('an action on a case', () => {
  const STATES: readonly CaseState[] = [
    'DRAFT',
    'APPLIED',
    'PROPOSED',
    'IN_REVIEW',
    'NOTICE',
    'GRANTED',
    'EXITED',
    'REFUSED',
    'WITHDRAWN',
  ];
  const WHEN: readonly [CaseAction, readonly CaseState[]][] = [
    ['SEND', ['DRAFT']],
    ['RETURN', ['APPLIED', 'IN_REVIEW']],
    ['COMPLETE', ['APPLIED', 'PROPOSED']],
    ['APPROVE', ['IN_REVIEW']],
    ['REFUSE', ['IN_REVIEW']],
    ['UPHOLD', ['NOTICE']],
    ['WITHDRAW', ['DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE']],
  ];

  test.each(WHEN)('%s is taken in its own states and in no other', (action, states) => {
    const allowed = STATES.filter((state) => decideAction(action, aCase({ state }), 'ben') === null);
    expect(allowed).toEqual(states);
  });

  test('whoever prepared or proposed it does not decide it', () => {
    expect(decideAction('APPROVE', aCase(), 'ann')).toBe('SAME_PERSON');
    expect(decideAction('REFUSE', aCase({ proposedBy: 'cho', preparedBy: 'ann' }), 'cho')).toBe('SAME_PERSON');
    expect(decideAction('APPROVE', aCase({ proposedBy: 'cho' }), 'ben')).toBeNull();
  });

  test('it is complete with as much evidence as the category asks, not with one piece less', () => {
    const applied = aCase({ state: 'APPLIED', preparedBy: null });
    expect(decideAction('COMPLETE', applied, 'ann', { have: 1, need: 2 })).toBe('EVIDENCE_MISSING');
    expect(decideAction('COMPLETE', applied, 'ann', { have: 2, need: 2 })).toBeNull();
    expect(decideAction('APPROVE', aCase(), 'ben', { have: 1, need: 2 })).toBe('EVIDENCE_MISSING');
    expect(decideAction('REFUSE', aCase(), 'ben', { have: 1, need: 2 })).toBeNull();
    expect(decideAction('SEND', aCase({ state: 'DRAFT' }), 'w', { have: 0, need: 1 })).toBe('EVIDENCE_MISSING');
  });

  test('leads where it should', () => {
    expect(nextState('SEND', aCase(), true)).toBe('APPLIED');
    expect(nextState('COMPLETE', aCase(), true)).toBe('IN_REVIEW');
    expect(nextState('RETURN', aCase(), true)).toBe('DRAFT');
    expect(nextState('RETURN', aCase({ proposedBy: 'ann' }), true)).toBe('PROPOSED');
    expect(nextState('APPROVE', aCase(), true)).toBe('NOTICE');
    expect(nextState('APPROVE', aCase(), false)).toBe('GRANTED');
    expect(nextState('APPROVE', aCase({ kind: 'EXIT' }), false)).toBe('EXITED');
    expect(nextState('REFUSE', aCase(), true)).toBe('REFUSED');
    expect(nextState('UPHOLD', aCase(), true)).toBe('REFUSED');
    expect(nextState('WITHDRAW', aCase(), true)).toBe('WITHDRAWN');
  });

  test('a case is open until it is closed', () => {
    expect(STATES.filter(isOpenCase)).toEqual(['DRAFT', 'APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE']);
  });
});

describe('evidence', () => {
  test('is changed by a worker before sending, by officers while they gather it', () => {
    expect(mayChangeEvidence('DRAFT', 'WORKER')).toBe(true);
    expect(mayChangeEvidence('APPLIED', 'WORKER')).toBe(false);
    expect(mayChangeEvidence('APPLIED', 'OFFICER')).toBe(true);
    expect(mayChangeEvidence('PROPOSED', 'OFFICER')).toBe(true);
    expect(mayChangeEvidence('DRAFT', 'OFFICER')).toBe(false);
    expect(mayChangeEvidence('IN_REVIEW', 'OFFICER')).toBe(false);
  });

  test('is asked for where something is granted', () => {
    expect(evidenceNeeded('NEW', HARDSHIP)).toBe(1);
    expect(evidenceNeeded('REVIEW', HARDSHIP)).toBe(1);
    expect(evidenceNeeded('EXIT', HARDSHIP)).toBe(0);
    expect(evidenceNeeded('CORRECTION', HARDSHIP)).toBe(0);
  });
});

describe('the public notice', () => {
  test('is for a new standing and for another level', () => {
    expect(needsNotice('NEW', HARDSHIP, false)).toBe(true);
    expect(needsNotice('RELAPSE', HARDSHIP, false)).toBe(true);
    expect(needsNotice('REVIEW', HARDSHIP, true)).toBe(true);
    expect(needsNotice('REVIEW', HARDSHIP, false)).toBe(false);
    expect(needsNotice('EXIT', HARDSHIP, true)).toBe(false);
    expect(needsNotice('CORRECTION', HARDSHIP, true)).toBe(false);
    expect(needsNotice('NEW', { ...HARDSHIP, noticeDays: 0 }, false)).toBe(false);
  });

  test('hangs five whole days after the day of approval', () => {
    expect(noticePeriod('2026-02-26', 5)).toEqual({ fromOn: '2026-02-26', untilOn: '2026-03-03' });
  });

  test('is over the day after its last day, and not while somebody objects', () => {
    const notice = { untilOn: '2026-03-03', openObjections: 0 };
    expect(isNoticeOver(notice, '2026-03-03')).toBe(false);
    expect(isNoticeOver(notice, '2026-03-04')).toBe(true);
    expect(isNoticeOver({ ...notice, openObjections: 1 }, '2026-03-10')).toBe(false);
  });
});

describe('the days of a grant', () => {
  test('it holds as long as asked, at most as long as its category allows', () => {
    expect(grantedUntil('2026-03-01', null, 12)).toBe('2027-02-28');
    expect(grantedUntil('2026-03-01', '2026-12-31', 12)).toBe('2026-12-31');
    expect(grantedUntil('2026-03-01', '2027-03-01', 12)).toBe('2027-02-28');
    expect(latestUntil('2027-03-01', 12)).toBe('2028-02-29');
  });

  test('months end where they end', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
  });

  test('it is looked at again after a year, if it lasts that long', () => {
    expect(nextReview('2026-03-01', '2031-02-28', 12)).toBe('2027-03-01');
    expect(nextReview('2026-03-01', '2027-03-01', 12)).toBe('2027-03-01');
    expect(nextReview('2026-03-01', '2027-02-28', 12)).toBeNull();
    expect(nextReview('2026-03-01', null, 12)).toBe('2027-03-01');
  });

  test.each([
    ['2026-01-30', null],
    ['2026-01-31', 60],
    ['2026-03-01', 60],
    ['2026-03-02', 30],
    ['2026-03-24', 30],
    ['2026-03-25', 7],
    ['2026-04-01', 7],
    ['2026-04-02', null],
  ] as const)('on %s, before an end on April 1, people hear of it as of %s days', (todayOn, days) => {
    expect(reminderDays('2026-04-01', todayOn)).toBe(days);
  });
});

test('who had it and lost it comes back; who has it is reviewed', () => {
  expect(kindOf(false, false)).toBe('NEW');
  expect(kindOf(false, true)).toBe('RELAPSE');
  expect(kindOf(true, true)).toBe('REVIEW');
});
