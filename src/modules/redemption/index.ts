// The money path: quotes, redemptions and reversals at tills, and what officers, merchants and workers may read of them.
// Everything a redemption does is one transaction, from the idempotency key to the budget row; facts leave by the outbox.
// Merchants never learn why a person is eligible: their answers come from the till's view of a decision.
export { attemptOf } from './attempt.js';
export { AuthorizationService } from './authorizations/authorization.service.js';
export { AuditProofEntity } from './auditor/auditor.entity.js';
export { AuditorService } from './auditor/auditor.service.js';
export { BooksProcessor } from './books.processor.js';
export { type KeptDecision, KeptDecisions } from './explanation/kept-decisions.service.js';
export { QuoteService } from './quote.service.js';
export {
  CodeBindingEntity,
  CodeUseEntity,
  IdempotencyKeyEntity,
  RedemptionEntity,
  RedemptionUseEntity,
  ReversalEntity,
  TillAuthorizationEntity,
  TillConfirmationEntity,
  TillQuoteEntity,
} from './redemption.entity.js';
export { redemptionErrors } from './redemption.errors.js';
export {
  authorizationReleased,
  redemptionRedeemed,
  redemptionReversed,
  type RedeemedPayload,
  type ReversedPayload,
} from './redemption.events.js';
export { RedemptionModule } from './redemption.module.js';
export { RedemptionProcessor } from './redemption.processor.js';
export { ConfirmationService } from './second-factors/confirmation.service.js';
export { type Attempt, type Outcome, RedemptionService } from './redemption.service.js';
export { ReversalService } from './reversals/reversal.service.js';
