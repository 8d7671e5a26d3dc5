const HOUR_MS = 3_600_000;
/** From here on a till without a network gives half. */
export const LIST_HALVES_AFTER_MS = 24 * HOUR_MS;
/** From here on it gives nothing. */
export const LIST_STOPS_AFTER_MS = 72 * HOUR_MS;
/** A list from further ahead than this speaks of a clock that is wrong. */
const AHEAD_MAX_MS = 5 * 60_000;

export type OfflineTrust = 'FULL' | 'HALVED' | 'OFF';

/** How far a till without a network may go with a list of this age; a list from the future, or none, is trusted not at all. */
export function decideOfflineTrust(madeAtMs: number | null, nowMs: number): OfflineTrust {
  if (madeAtMs === null || madeAtMs > nowMs + AHEAD_MAX_MS) return 'OFF';
  const ageMs = nowMs - madeAtMs;
  if (ageMs > LIST_STOPS_AFTER_MS) return 'OFF';
  return ageMs > LIST_HALVES_AFTER_MS ? 'HALVED' : 'FULL';
}

interface Numbered {
  readonly kind: 'FULL' | 'DELTA';
  readonly number: number;
  readonly baseNumber: number;
}

/** Whether a till takes a list over what it has: never a lower number, and a delta only on the very full list it changes. */
export function isListNewer(held: { full: Numbered | null; delta: Numbered | null }, offered: Numbered): boolean {
  const newest = Math.max(held.full?.number ?? 0, held.delta?.number ?? 0);
  if (offered.number <= newest) return false;
  return offered.kind === 'FULL' ? offered.baseNumber === offered.number : offered.baseNumber === held.full?.number;
}
