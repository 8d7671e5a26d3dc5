import { catalogue } from '../../../shared/errors.js';

/** Every way a claim is refused; the member's page says it in the member's words. */
export const claimErrors = catalogue({
  BENEFIT_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such benefit to claim.' },
  CARD_NOT_ACTIVE: { kind: 'CONFLICT', retryable: false, message: 'The card is not active. Activate it, then claim.' },
  CAMPAIGN_NOT_RUNNING: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Nothing can be claimed now: the time to claim has not begun, or it is over.',
  },
  NOT_ELIGIBLE: { kind: 'CONFLICT', retryable: false, message: 'This benefit is not meant for you.' },
  LIMIT_REACHED: { kind: 'CONFLICT', retryable: false, message: 'You have claimed your pack already.' },
  SOLD_OUT: { kind: 'CONFLICT', retryable: false, message: 'All packs are gone.' },
  BUDGET_EXHAUSTED: { kind: 'CONFLICT', retryable: false, message: 'All packs are gone.' },
});
