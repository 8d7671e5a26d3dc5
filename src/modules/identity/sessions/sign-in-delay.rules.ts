const FREE_FAILURES = 3;
const DELAY_MAX_SECONDS = 900;

/** After so long without an attempt the count starts again. */
export const FORGET_MS = 24 * 3_600_000;

/** Seconds to wait after so many wrong attempts in a row: none for three, then 2, 4, 8 … up to a quarter of an hour. */
export function delaySecondsAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(DELAY_MAX_SECONDS, 2 ** Math.min(20, failures - FREE_FAILURES + 1));
}
