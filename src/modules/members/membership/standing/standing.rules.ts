import { addDays } from '../../cases/case.rules.js';
import type { Membership } from '../../members.schemas.js';
import type { StandingStep } from './standing.schemas.js';

const MOVES: Readonly<Record<StandingStep, { readonly from: readonly Membership[]; readonly to: Membership }>> = {
  RETAIN: { from: ['ACTIVE'], to: 'RETAINED' },
  PROLONG: { from: ['RETAINED'], to: 'RETAINED' },
  RESUME: { from: ['RETAINED'], to: 'ACTIVE' },
  WITHDRAW: { from: ['ACTIVE', 'RETAINED'], to: 'WITHDRAWN' },
};

/** The membership after a step, or null where the step cannot be taken. Who left comes back by joining, not by a step. */
export function nextMembership(membership: Membership, step: StandingStep): Membership | null {
  const { from, to } = MOVES[step];
  return from.includes(membership) ? to : null;
}

/** The steps an officer can take, in the order pages show them. */
export function listSteps(membership: Membership): StandingStep[] {
  return (['RETAIN', 'RESUME', 'PROLONG', 'WITHDRAW'] as const).filter(
    (step) => nextMembership(membership, step) !== null,
  );
}

/** As long as anybody rests between two jobs. */
const RETAINED_DAYS_MAX = 1_826;

/**
 * Whether a step may have this last day: only resting has one, prolonging cannot do without, and it lies ahead, five years at most.
 * The day ends nothing by itself; the union is reminded and decides.
 */
export function isUntilAllowed(step: StandingStep, untilOn: string | null, todayOn: string): boolean {
  if (untilOn === null) return step !== 'PROLONG';
  const rests = step === 'RETAIN' || step === 'PROLONG';
  return rests && untilOn > todayOn && untilOn <= addDays(todayOn, RETAINED_DAYS_MAX);
}
