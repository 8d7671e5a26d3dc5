import { isUntilAllowed, listSteps, nextMembership } from './standing.rules.js';
import type { StandingStep } from './standing.schemas.js';

describe('a member’s standing', () => {
  it('rests between jobs and goes on', () => {
    expect(nextMembership('ACTIVE', 'RETAIN')).toBe('RETAINED');
    expect(nextMembership('RETAINED', 'RESUME')).toBe('ACTIVE');
  });

  it('ends from either', () => {
    expect(nextMembership('ACTIVE', 'WITHDRAW')).toBe('WITHDRAWN');
    expect(nextMembership('RETAINED', 'WITHDRAW')).toBe('WITHDRAWN');
  });

  it('takes no step twice and none after the end', () => {
    expect(nextMembership('RETAINED', 'RETAIN')).toBeNull();
    expect(nextMembership('ACTIVE', 'RESUME')).toBeNull();
    expect(listSteps('WITHDRAWN')).toEqual([]);
  });

  it('shows what can be done', () => {
    expect(listSteps('ACTIVE')).toEqual(['RETAIN', 'WITHDRAW']);
    expect(listSteps('RETAINED')).toEqual(['RESUME', 'PROLONG', 'WITHDRAW']);
  });

  it('rests longer only while it rests', () => {
    expect(nextMembership('RETAINED', 'PROLONG')).toBe('RETAINED');
    expect(nextMembership('ACTIVE', 'PROLONG')).toBeNull();
  });

  it('has a last day only where it rests, one that lies ahead by five years at most', () => {
    const allowed = (step: StandingStep, untilOn: string | null) => isUntilAllowed(step, untilOn, '2026-11-26');
    expect([allowed('RETAIN', null), allowed('PROLONG', null), allowed('RESUME', null)]).toEqual([true, false, true]);
    expect([allowed('RETAIN', '2026-11-26'), allowed('RETAIN', '2026-11-27')]).toEqual([false, true]);
    expect([allowed('PROLONG', '2031-11-26'), allowed('PROLONG', '2031-11-27')]).toEqual([true, false]);
    expect([allowed('RESUME', '2027-01-01'), allowed('WITHDRAW', '2027-01-01')]).toEqual([false, false]);
  });
});
