import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../shared/time.js';

/** How many days back the pace of a campaign is read from. */
export const PACE_DAYS = 7;

export interface Spending {
  readonly dayOn: string;
  readonly unionFen: number;
}

/**
 * The local day a budget runs out at the pace of the last days before today; null when nothing was spent in them, when nothing is
 * left to run out, or when the campaign ends (`endsOn`, its last local day) before it would.
 */
export function runsOutOn(freeFen: number, days: readonly Spending[], todayOn: string, endsOn: string): string | null {
  const todayMs = startOfShanghaiDay(todayOn);
  const sinceOn = shanghaiDate(todayMs - PACE_DAYS * DAY_MS);
  const recent = days.filter(({ dayOn, unionFen }) => sinceOn <= dayOn && dayOn < todayOn && unionFen > 0);
  const spentFen = recent.reduce((sum, { unionFen }) => sum + unionFen, 0);
  if (spentFen === 0 || freeFen <= 0) return null;
  // Days without any use count too: a campaign of weekends spends on two days of seven.
  const daysLeft = Math.floor((freeFen * PACE_DAYS) / spentFen);
  const lastOn = shanghaiDate(todayMs + daysLeft * DAY_MS);
  return lastOn <= endsOn ? lastOn : null;
}
