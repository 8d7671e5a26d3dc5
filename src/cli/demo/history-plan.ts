import { DAY_MS, shanghaiDate, shanghaiParts, startOfShanghaiDay } from '../../shared/time.js';
import { HISTORY_DAYS } from './demo-product.js';
import { at, type Dice } from './dice.js';
import { HABITS } from './merchants.data.js';

/** One visit of a card holder to a till. */
export interface Visit {
  readonly moment: Date;
  readonly phone: number;
  readonly till: number;
  readonly amountFen: number;
  /** Where it is held first and paid later, as at a table: after how long. */
  readonly paidAfterMs: number | null;
  /** When the cashier takes it back, and how much of it, if at all. */
  readonly undone: { readonly afterMs: number; readonly partFen: number | null } | null;
}

export const VISITS = 600;
export const VISITS_SMALL = 150;
/** Saturday and Sunday are the busy days. */
const WEEK = [0, 0.8, 0.8, 0.85, 0.9, 1.2, 1.6, 1.5];
const TOO_LITTLE = 0.04;
const UNDONE = 0.03;
const IN_PART = 0.4;
const HELD_FIRST = 0.3;
const OF_TODAY = 0.15;
/** Nothing happens in the last minutes, so that nothing is taken back in the future. */
const QUIET_MS = 45 * 60_000;
const MINUTE_MS = 60_000;

/** Some weeks of shopping, in order: within opening hours, most at the big shops, busier at weekends and lately. */
export function planHistory(
  given: { readonly visits: number; readonly phones: number; readonly categories: readonly string[] },
  dice: Dice,
  now: Date,
): Visit[] {
  const visits: Visit[] = [];
  const tillWeights = given.categories.map((category) =>
    category === 'SUPERMARKET' ? 4 : category === 'RESTAURANT' ? 3 : 1,
  );
  while (visits.length < given.visits) {
    const till = pickWeighted(dice, tillWeights);
    const category = at(given.categories, till);
    const moment = momentOf(dice, now, HABITS[category]?.hours ?? '09:00-21:00');
    if (moment === null) continue;
    const amountFen = amountOf(dice, category);
    const isHeld = category === 'RESTAURANT' && dice.chance(HELD_FIRST);
    visits.push({
      moment,
      phone: dice.int(0, given.phones - 1),
      till,
      amountFen,
      paidAfterMs: isHeld ? dice.int(3, 14) * MINUTE_MS : null,
      undone: !isHeld && dice.chance(UNDONE) ? undoneOf(dice, amountFen) : null,
    });
  }
  return visits.toSorted((one, other) => one.moment.getTime() - other.moment.getTime());
}

function undoneOf(dice: Dice, amountFen: number): Visit['undone'] {
  const partFen = dice.chance(IN_PART) ? Math.ceil(amountFen * (0.2 + dice.next() * 0.5)) : null;
  return { afterMs: dice.int(2, 40) * MINUTE_MS, partFen };
}

function momentOf(dice: Dice, now: Date, hours: string): Date | null {
  // More of the recent days than of the old ones: the card is catching on. Today has its hours on the overview.
  const daysAgo = dice.chance(OF_TODAY) ? 0 : Math.floor((HISTORY_DAYS - 1) * dice.next() ** 1.25);
  const midnight = startOfShanghaiDay(shanghaiDate(now.getTime() - daysAgo * DAY_MS));
  if (!dice.chance((WEEK[shanghaiParts(midnight).weekday] ?? 1) / 1.6)) return null;
  const [opens, closes] = hours.split('-').map(minuteOf);
  const minute = (opens ?? 0) + dice.next() * ((closes ?? 0) - (opens ?? 0));
  const moment = midnight + Math.floor(minute * MINUTE_MS);
  return moment > now.getTime() - QUIET_MS ? null : new Date(moment);
}

function amountOf(dice: Dice, category: string): number {
  if (dice.chance(TOO_LITTLE)) return dice.int(300, 950);
  const [low, high] = HABITS[category]?.spend ?? [1_000, 10_000];
  // Squared: small baskets are the rule. Prices end in 0 or 8 more often than not.
  const fen = Math.round(low + dice.next() ** 1.7 * (high - low));
  return dice.chance(0.6) ? Math.ceil(fen / 100) * 100 - dice.pick([0, 0, 20]) : fen;
}

function pickWeighted(dice: Dice, weights: readonly number[]): number {
  let ticket = dice.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (ticket -= weight) < 0),
  );
}

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
