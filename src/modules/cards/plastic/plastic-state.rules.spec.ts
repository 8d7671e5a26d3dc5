import { CARD_STATES } from '../card-state.rules.js';
import {
  lastDayAfter,
  listPlasticActions,
  mayHavePlastic,
  nextPlasticState,
  plasticLastDay,
  type PlasticStep,
} from './plastic-state.rules.js';
import { PLASTIC_STATES, type PlasticState } from './plastic.schemas.js';

const TABLE: Record<PlasticStep, Partial<Record<PlasticState, PlasticState>>> = {
  TAKE: { APPLIED: 'IN_BATCH' },
  RETURN: { IN_BATCH: 'APPLIED' },
  PRODUCE: { IN_BATCH: 'PRODUCED' },
  HAND_OVER: { PRODUCED: 'HANDED_OVER' },
  ACTIVATE: { HANDED_OVER: 'ACTIVE' },
  VOID: { APPLIED: 'VOID', IN_BATCH: 'VOID', PRODUCED: 'VOID', HANDED_OVER: 'VOID', ACTIVE: 'VOID' },
};
const STEPS = Object.keys(TABLE) as PlasticStep[];

describe('the life of a piece of plastic', () => {
  test.each(STEPS)('%s leads only where the table says', (step) => {
    for (const state of PLASTIC_STATES) expect(nextPlasticState(state, step)).toBe(TABLE[step][state] ?? null);
  });

  test('it is asked for while the card is open and nobody stopped it', () => {
    expect(CARD_STATES.filter(mayHavePlastic)).toEqual(['APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE']);
  });

  test('a produced one can be handed over, made again or voided, a frozen card’s only voided', () => {
    expect(listPlasticActions('PRODUCED', 'ACTIVE')).toEqual(['HAND_OVER', 'REMAKE', 'VOID']);
    expect(listPlasticActions('HANDED_OVER', 'ISSUED')).toEqual(['ACTIVATE', 'REMAKE', 'VOID']);
    expect(listPlasticActions('PRODUCED', 'FROZEN')).toEqual(['VOID']);
    expect(listPlasticActions('HANDED_OVER', 'LOST')).toEqual(['VOID']);
    expect(listPlasticActions('APPLIED', 'ACTIVE')).toEqual(['VOID']);
    expect(listPlasticActions('VOID', 'ACTIVE')).toEqual([]);
  });
});

describe('last days', () => {
  test('are the same day some years on, and the 28th where there is no 29th', () => {
    expect(lastDayAfter('2026-11-25', 10)).toBe('2036-11-25');
    expect(lastDayAfter('2024-02-29', 5)).toBe('2029-02-28');
    expect(lastDayAfter('2024-02-29', 4)).toBe('2028-02-29');
  });

  test('of plastic never come after its card’s', () => {
    // 23:30 UTC of the 24th is the 25th in Shanghai.
    const now = new Date('2026-11-24T23:30:00Z');
    expect(plasticLastDay(now, null)).toBe('2031-11-25');
    expect(plasticLastDay(now, '2031-11-24')).toBe('2031-11-24');
    expect(plasticLastDay(now, '2036-11-25')).toBe('2031-11-25');
  });
});
