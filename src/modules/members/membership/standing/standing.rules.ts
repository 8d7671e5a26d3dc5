import type { Membership } from '../../members.schemas.js';
import type { StandingStep } from './standing.schemas.js';

const MOVES: Readonly<Record<StandingStep, { readonly from: readonly Membership[]; readonly to: Membership }>> = {
  RETAIN: { from: ['ACTIVE'], to: 'RETAINED' },
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
  return (['RETAIN', 'RESUME', 'WITHDRAW'] as const).filter((step) => nextMembership(membership, step) !== null);
}
