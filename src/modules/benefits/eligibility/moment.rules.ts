import { type Period, periodKey, type ShanghaiParts, shanghaiParts } from '../../../shared/time.js';

/** One instant as decisions look at it; made once per decision, since every campaign asks for the same day and periods. */
export interface Moment extends ShanghaiParts {
  readonly nowMs: number;
  /** The name of the period this instant falls in. */
  periodKey(period: Period): string;
}

/** Reads clock and calendar of an instant (Unix milliseconds) once. */
export function momentAt(nowMs: number): Moment {
  const keys = new Map<Period, string>();
  return {
    ...shanghaiParts(nowMs),
    nowMs,
    periodKey: (period) => {
      const known = keys.get(period);
      if (known !== undefined) return known;
      const key = periodKey(period, nowMs);
      keys.set(period, key);
      return key;
    },
  };
}
