import { problemOf } from '../../platform/http/problem.filter.js';
import type { ErrorEntry } from '../../shared/errors.js';
import type { StoredOutcome } from './stored-outcome.js';

/** An outcome to be stored under its key, with the redemption or authorization it is about. */
export interface Settled {
  readonly outcome: Extract<StoredOutcome, { kind: 'ANSWER' }>;
  readonly redemptionId: string | null;
}

/** A refusal is an outcome that is stored, not an exception: throwing would roll its key back. */
export function refusal(entry: ErrorEntry): Settled {
  const { status, body } = problemOf(entry);
  return { outcome: { kind: 'ANSWER', status, body }, redemptionId: null };
}
