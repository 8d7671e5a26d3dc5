import { shanghaiDate } from '../../../shared/time.js';
import type { CardState } from '../card-state.rules.js';
import { PLASTIC_ACTIONS, type PlasticAction, type PlasticState } from './plastic.schemas.js';

/** What happens to a piece of plastic, by an officer, its holder, a batch or the calendar. */
export type PlasticStep = 'TAKE' | 'RETURN' | 'PRODUCE' | 'HAND_OVER' | 'ACTIVATE' | 'VOID';

interface Move {
  readonly from: readonly PlasticState[];
  readonly to: PlasticState;
}

/** The whole life of a piece of plastic; what is not listed cannot happen. */
const MOVES: Readonly<Record<PlasticStep, Move>> = {
  TAKE: { from: ['APPLIED'], to: 'IN_BATCH' },
  RETURN: { from: ['IN_BATCH'], to: 'APPLIED' },
  PRODUCE: { from: ['IN_BATCH'], to: 'PRODUCED' },
  HAND_OVER: { from: ['PRODUCED'], to: 'HANDED_OVER' },
  ACTIVATE: { from: ['HANDED_OVER'], to: 'ACTIVE' },
  VOID: { from: ['APPLIED', 'IN_BATCH', 'PRODUCED', 'HANDED_OVER', 'ACTIVE'], to: 'VOID' },
};

export const CARD_YEARS = 10;
export const PLASTIC_YEARS = 5;
/** How long before its last day a card asks to be renewed. */
export const RENEW_DAYS = 60;

/** The state after a step, or null where the step cannot be taken. */
export function nextPlasticState(state: PlasticState, step: PlasticStep): PlasticState | null {
  const move = MOVES[step];
  return move.from.includes(state) ? move.to : null;
}

/** Card states in which plastic may be asked for: the card is open and nobody stopped it. */
export function mayHavePlastic(state: CardState): boolean {
  return state === 'APPLIED' || state === 'PRODUCED' || state === 'ISSUED' || state === 'ACTIVE';
}

/** What an officer can do with a piece of plastic now, in the order pages show it. A stopped card's plastic is neither given out nor activated. */
export function listPlasticActions(plastic: PlasticState, card: CardState): PlasticAction[] {
  const may: Readonly<Record<PlasticAction, boolean>> = {
    HAND_OVER: nextPlasticState(plastic, 'HAND_OVER') !== null && mayHavePlastic(card),
    ACTIVATE: nextPlasticState(plastic, 'ACTIVATE') !== null && mayHavePlastic(card),
    REMAKE: !['APPLIED', 'IN_BATCH', 'VOID'].includes(plastic) && mayHavePlastic(card),
    VOID: nextPlasticState(plastic, 'VOID') !== null,
  };
  return PLASTIC_ACTIONS.filter((action) => may[action]);
}

/** The last day of something that counts for some years from a day on; the 29th of February ends on the 28th where there is none. */
export function lastDayAfter(fromOn: string, years: number): string {
  const [year = 0, month = 1, day = 1] = fromOn.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return new Date(Date.UTC(year + years, month - 1, Math.min(day, lastOfMonth))).toISOString().slice(0, 10);
}

/** The last day of plastic made at an instant: five years on, never later than its card's. */
export function plasticLastDay(now: Date, cardExpiresOn: string | null): string {
  const own = lastDayAfter(shanghaiDate(now.getTime()), PLASTIC_YEARS);
  return cardExpiresOn !== null && cardExpiresOn < own ? cardExpiresOn : own;
}
