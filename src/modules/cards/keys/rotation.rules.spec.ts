import { endOfOpenKey, type KeyPeriod, listMissingKeys, signingKeyAt, statusAt } from './rotation.rules.js';

const at = (text: string): Date => new Date(`${text}+08:00`);
const now = at('2026-11-25T10:00:00');
const key = (change: Partial<KeyPeriod> = {}): KeyPeriod => ({
  kid: 1,
  use: 'PASS',
  from: at('2026-01-01T00:00:00'),
  to: null,
  status: 'ACTIVE',
  ...change,
});
const spans = (keys: readonly KeyPeriod[], when = now) =>
  listMissingKeys(keys, 'PASS', when).map(({ from, to }) => [from.toISOString(), to.toISOString()]);

describe('the rotation of keys', () => {
  it('has a key for each of the three coming months ready, a day longer than its month', () => {
    expect(spans([key()])).toEqual([
      ['2026-11-30T16:00:00.000Z', '2027-01-01T16:00:00.000Z'],
      ['2026-12-31T16:00:00.000Z', '2027-02-01T16:00:00.000Z'],
      ['2027-01-31T16:00:00.000Z', '2027-03-01T16:00:00.000Z'],
    ]);
  });

  it('makes only what is missing, and nothing for another use', () => {
    const ready = key({ kid: 3, from: at('2026-12-01T00:00:00'), to: at('2027-01-02T00:00:00') });
    expect(spans([key(), ready])).toHaveLength(2);
    expect(spans([key(), { ...ready, use: 'STATIC' }])).toHaveLength(3);
    expect(spans([key(), { ...ready, status: 'REVOKED' }])).toHaveLength(3);
  });

  it('makes one for now when the only one was withdrawn or its period is over', () => {
    const first = [now.toISOString(), '2026-12-01T16:00:00.000Z'];
    expect(spans([key({ status: 'REVOKED' })])[0]).toEqual(first);
    expect(spans([key({ to: now })])[0]).toEqual(first);
    expect(spans([])).toHaveLength(4);
  });

  it('signs with the newest that may, and the old one verifies on', () => {
    const old = key({ to: at('2026-12-02T00:00:00') });
    const next = key({ kid: 3, from: at('2026-12-01T00:00:00'), to: at('2027-01-02T00:00:00') });
    const kidAt = (text: string) => signingKeyAt([old, next], 'PASS', at(text))?.kid ?? null;
    expect(kidAt('2026-11-30T23:59:59')).toBe(1);
    expect(kidAt('2026-12-01T00:00:00')).toBe(3);
    expect(signingKeyAt([old, { ...next, status: 'REVOKED' }], 'PASS', at('2026-12-01T12:00:00'))?.kid).toBe(1);
    expect(kidAt('2027-01-02T00:00:00')).toBeNull();
    expect(statusAt(old, at('2026-12-01T23:59:59'))).toBe('ACTIVE');
    expect(statusAt(old, at('2026-12-02T00:00:00'))).toBe('RETIRED');
    expect(statusAt({ ...old, status: 'REVOKED' }, now)).toBe('REVOKED');
  });

  it('ends a key without an end a day after the next one begins', () => {
    const next = key({ kid: 3, from: at('2026-12-01T00:00:00') });
    const later = key({ kid: 4, from: at('2027-01-01T00:00:00') });
    expect(endOfOpenKey(key(), [key(), later, next])).toEqual(at('2026-12-02T00:00:00'));
    expect(endOfOpenKey(key(), [key(), { ...next, status: 'REVOKED' }])).toBeNull();
    expect(endOfOpenKey(key({ to: now }), [next])).toBeNull();
  });
});
