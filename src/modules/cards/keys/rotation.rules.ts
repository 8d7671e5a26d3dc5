import { DAY_MS, nextPeriodStart } from '../../../shared/time.js';

export type KeyUse = 'PASS' | 'STATIC';

export interface KeyPeriod {
  readonly kid: number;
  readonly use: KeyUse;
  readonly from: Date;
  readonly to: Date | null;
  readonly status: 'ACTIVE' | 'RETIRED' | 'REVOKED';
}

export interface NewPeriod {
  readonly use: KeyUse;
  readonly from: Date;
  readonly to: Date;
}

/** Keys lie ready for so many months to come, so that the offline root signs a quarter of them at once. */
export const MONTHS_AHEAD = 3;
/** A key still signs so long beside the next one: no process is without one while it has not heard of the new. */
export const OVERLAP_MS = DAY_MS;

export const KEY_USES: readonly KeyUse[] = ['PASS', 'STATIC'];

/** The newest key that may sign at an instant; null when there is none. */
export function signingKeyAt<Key extends KeyPeriod>(keys: readonly Key[], use: KeyUse, now: Date): Key | null {
  const usable = keys.filter(
    (key) => key.use === use && key.status === 'ACTIVE' && key.from <= now && (key.to === null || now < key.to),
  );
  return usable.toSorted((a, b) => b.from.getTime() - a.from.getTime() || b.kid - a.kid)[0] ?? null;
}

/** The keys of one use that are missing: one for each of the coming months, and one for now when none can sign. */
export function listMissingKeys(keys: readonly KeyPeriod[], use: KeyUse, now: Date): NewPeriod[] {
  const starts: number[] = [];
  for (let start = now.getTime(); starts.length <= MONTHS_AHEAD;) starts.push((start = monthAfter(start)));
  const missing: NewPeriod[] = [];
  const make = (fromMs: number, endMs: number) =>
    missing.push({ use, from: new Date(fromMs), to: new Date(endMs + OVERLAP_MS) });
  if (signingKeyAt(keys, use, now) === null) make(now.getTime(), starts[0] ?? now.getTime());
  const good = keys.filter((key) => key.use === use && key.status === 'ACTIVE');
  for (const [at, start] of starts.slice(0, MONTHS_AHEAD).entries())
    if (!good.some(({ from }) => from.getTime() === start)) make(start, starts[at + 1] ?? start);
  return missing;
}

/** When a key without an end stops signing, once a later one of its use lies ready: a day into that one's period. */
export function endOfOpenKey(key: KeyPeriod, keys: readonly KeyPeriod[]): Date | null {
  if (key.to !== null) return null;
  const later = keys.filter((other) => other.use === key.use && other.status === 'ACTIVE' && other.from > key.from);
  if (later.length === 0) return null;
  return new Date(Math.min(...later.map(({ from }) => from.getTime())) + OVERLAP_MS);
}

/** What a list says of a key: one past its period signs no more, and what it signed counts on. */
export function statusAt({ status, to }: Pick<KeyPeriod, 'status' | 'to'>, now: Date): KeyPeriod['status'] {
  return status === 'ACTIVE' && to !== null && now >= to ? 'RETIRED' : status;
}

function monthAfter(epochMs: number): number {
  const start = nextPeriodStart('MONTH', epochMs);
  if (start === null) throw new Error('every month has a next one');
  return start;
}
