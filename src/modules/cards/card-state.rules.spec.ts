import { CARD_STATES, isOpen, listActions, nextCardState, type CardState, type CardStep } from './card-state.rules.js';

const TABLE: Record<CardStep, Partial<Record<CardState, CardState>>> = {
  PRODUCE: { APPLIED: 'PRODUCED' },
  ISSUE: { APPLIED: 'ISSUED', PRODUCED: 'ISSUED' },
  ACTIVATE: { ISSUED: 'ACTIVE' },
  FREEZE: { ACTIVE: 'FROZEN' },
  UNFREEZE: { FROZEN: 'ACTIVE' },
  LOST: { ACTIVE: 'LOST', FROZEN: 'LOST' },
  REINSTATE: { LOST: 'ACTIVE' },
  REPLACE: { ACTIVE: 'REPLACED', FROZEN: 'REPLACED', LOST: 'REPLACED' },
  CANCEL: {
    APPLIED: 'CANCELLED',
    PRODUCED: 'CANCELLED',
    ISSUED: 'CANCELLED',
    ACTIVE: 'CANCELLED',
    FROZEN: 'CANCELLED',
    LOST: 'CANCELLED',
    REPLACED: 'CANCELLED',
    EXPIRED: 'CANCELLED',
  },
  EXPIRE: { ISSUED: 'EXPIRED', ACTIVE: 'EXPIRED', FROZEN: 'EXPIRED', LOST: 'EXPIRED' },
};

const STEPS: CardStep[] = [
  'PRODUCE',
  'ISSUE',
  'ACTIVATE',
  'FREEZE',
  'UNFREEZE',
  'LOST',
  'REINSTATE',
  'REPLACE',
  'CANCEL',
  'EXPIRE',
];

describe('the life of a card', () => {
  test.each(STEPS)('%s leads only where the table says', (step) => {
    for (const state of CARD_STATES) expect(nextCardState(state, step)).toBe(TABLE[step][state] ?? null);
  });

  test('nothing leads out of a cancelled card', () => {
    expect(listActions('CANCELLED')).toEqual([]);
  });

  test('an active card can be frozen, lost, replaced or cancelled', () => {
    expect(listActions('ACTIVE')).toEqual(['FREEZE', 'LOST', 'REPLACE', 'CANCEL']);
  });

  test('a person may get a new card only after the old one is replaced, cancelled or expired', () => {
    expect(CARD_STATES.filter((state) => !isOpen(state))).toEqual(['REPLACED', 'CANCELLED', 'EXPIRED']);
  });
});
