import type { ErrorEntry } from '../../../shared/errors.js';
import { redemptionErrors } from '../redemption.errors.js';
import type { TillCommand } from './batch-facts.js';

/** Digits that can be read out over a telephone are good for small baskets only. */
export function shortNumberRefusal(
  {
    presented: { code },
    request: { amountFen },
  }: { presented: Pick<TillCommand['presented'], 'code'>; request: { amountFen: number } },
  maxFen: number,
): ErrorEntry | null {
  return code.kind === 'N' && amountFen > maxFen ? redemptionErrors.SHORT_NUMBER_LIMIT : null;
}
