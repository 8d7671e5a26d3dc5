import { CARD_ACTIONS, CARD_STATES, type CardAction, type CardLine, type CardState } from './cards.schemas.js';

export { CARD_ACTIONS, CARD_STATES, type CardAction, type CardLine, type CardState };

/** What happens to a card, by an officer, the worker or the calendar. */
export type CardStep = CardAction | 'PRODUCE' | 'ISSUE' | 'ACTIVATE' | 'EXPIRE';

interface Move {
  readonly from: readonly CardState[];
  readonly to: CardState;
}

/** The whole life of a card; what is not listed cannot happen. */
const MOVES: Readonly<Record<CardStep, Move>> = {
  PRODUCE: { from: ['APPLIED'], to: 'PRODUCED' },
  // A card that lives on the phone alone skips production.
  ISSUE: { from: ['APPLIED', 'PRODUCED'], to: 'ISSUED' },
  ACTIVATE: { from: ['ISSUED'], to: 'ACTIVE' },
  FREEZE: { from: ['ACTIVE'], to: 'FROZEN' },
  UNFREEZE: { from: ['FROZEN'], to: 'ACTIVE' },
  LOST: { from: ['ACTIVE', 'FROZEN'], to: 'LOST' },
  REINSTATE: { from: ['LOST'], to: 'ACTIVE' },
  REPLACE: { from: ['ACTIVE', 'FROZEN', 'LOST'], to: 'REPLACED' },
  CANCEL: { from: CARD_STATES.filter((state) => state !== 'CANCELLED'), to: 'CANCELLED' },
  // Whoever had it frozen or lost must not thaw it years after its last day.
  EXPIRE: { from: ['ISSUED', 'ACTIVE', 'FROZEN', 'LOST'], to: 'EXPIRED' },
};

/** States in which a card is the person's one open card. */
export function isOpen(state: CardState): boolean {
  return state !== 'REPLACED' && state !== 'CANCELLED' && state !== 'EXPIRED';
}

/** The state after a step, or null where the step cannot be taken. */
export function nextCardState(state: CardState, step: CardStep): CardState | null {
  const move = MOVES[step];
  return move.from.includes(state) ? move.to : null;
}

/** The actions an officer can take on a card in this state, in the order pages show them. */
export function listActions(state: CardState): CardAction[] {
  return CARD_ACTIONS.filter((action) => nextCardState(state, action) !== null);
}
