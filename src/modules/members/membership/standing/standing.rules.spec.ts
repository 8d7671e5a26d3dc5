import { listSteps, nextMembership } from './standing.rules.js';

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
    expect(listSteps('RETAINED')).toEqual(['RESUME', 'WITHDRAW']);
  });
});
