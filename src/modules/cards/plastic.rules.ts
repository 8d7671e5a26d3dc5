import { type PlasticCode, plasticDayAt } from '../../shared/code/plastic-code.js';
import type { PassKeyFacts } from './code.rules.js';

export type PlasticRefusal = 'KEY_UNKNOWN' | 'PASS_EXPIRED' | 'PASS_INVALID';

export interface PlasticFacts {
  readonly now: Date;
  readonly code: Pick<PlasticCode, 'card'>;
  readonly key: PassKeyFacts | undefined;
  /** The issue of the plastic in use; null while none was activated, so that a box of fresh cards is worth nothing. */
  readonly plasticIssueNo: number | null;
}

/** Whether a genuine plastic code (its signature fits) counts at this instant at an online till; null when it does. */
export function decidePlastic({ now, code: { card }, key, plasticIssueNo }: PlasticFacts): PlasticRefusal | null {
  // A key for passes signs no cards, nor the other way round: each has its own life and its own list.
  if (key === undefined || key.use !== 'STATIC' || key.status === 'REVOKED' || key.suite !== card.suite)
    return 'KEY_UNKNOWN';
  if (card.issueNo !== plasticIssueNo) return 'PASS_INVALID';
  const today = plasticDayAt(now.getTime() / 1000);
  if (card.fromDay > 0 && today < card.fromDay) return 'PASS_INVALID';
  return today > card.toDay ? 'PASS_EXPIRED' : null;
}
