import { decideRefresh, type RefreshFacts } from './refresh.rules.js';

const now = new Date('2017-03-01T10:00:00+08:00');
const before = (ms: number) => new Date(now.getTime() - ms);
const facts = (given: Partial<RefreshFacts> = {}): RefreshFacts => ({
  app: 'console',
  sessionExpiresAt: new Date('2017-03-01T20:00:00+08:00'),
  revokedAt: null,
  loginActive: true,
  replacedAt: null,
  ...given,
});

describe('what a refresh token is worth', () => {
  it('gives a successor once', () => expect(decideRefresh(facts(), 'console', now)).toBe('ROTATE'));

  it('gives the same successor again for ten seconds', () => {
    expect(decideRefresh(facts({ replacedAt: before(0) }), 'console', now)).toBe('REPEAT');
    expect(decideRefresh(facts({ replacedAt: before(10_000) }), 'console', now)).toBe('REPEAT');
  });

  it('takes a later use for theft', () => {
    expect(decideRefresh(facts({ replacedAt: before(10_001) }), 'console', now)).toBe('REVOKE');
  });

  it('is worth nothing at the end of the session, after a sign-out, for a closed login and at another app', () => {
    expect(decideRefresh(facts({ sessionExpiresAt: now }), 'console', now)).toBe('ENDED');
    expect(decideRefresh(facts({ revokedAt: before(1) }), 'console', now)).toBe('ENDED');
    expect(decideRefresh(facts({ loginActive: false }), 'console', now)).toBe('ENDED');
    expect(decideRefresh(facts(), 'worker', now)).toBe('ENDED');
  });
});
