// Benefits: campaigns as data with their versions and reviews, the budgets that pay for them, and what a basket gets.
// Modules above decide a basket through BasketService and read published versions through CompiledCampaigns.
// Money leaves a budget line only through BudgetsService, in the transaction that made it so.
export { BasketService } from './basket/basket.service.js';
export { BenefitEpochEntity } from './basket/benefit-epoch.entity.js';
export { type CampaignSnapshot, CampaignSnapshots } from './basket/campaign-snapshots.js';
export { campaignGranting } from './benefits.events.js';
export { BenefitsModule } from './benefits.module.js';
export { BenefitsProcessor } from './benefits.processor.js';
export { type Held, NOTHING_HELD } from './campaigns/mechanism.rules.js';
export { GrantsService } from './grants/grants.service.js';
export { GrantRunEntity, HoldingEntity } from './holdings/holding.entity.js';
export { BudgetLineEntity } from './budgets/budget-line.entity.js';
export { BudgetProposalEntity } from './budgets/budget-proposal.entity.js';
export { BudgetAlarms } from './budgets/budget-alarms.service.js';
export { BudgetChanges } from './budgets/budget-changes.service.js';
export { BudgetDesk } from './budgets/budget-desk.service.js';
export { BudgetProposals } from './budgets/budget-proposals.service.js';
export type { Change } from './budgets/budget-tree.rules.js';
export { BudgetsService, type FundedLine, type LineMove } from './budgets/budgets.service.js';
export { HolidayEntity } from './calendar/holiday.entity.js';
export { HolidaysService } from './calendar/holidays.service.js';
export {
  type AppliedBenefit,
  type BasketDecision,
  type BasketReason,
  type BasketRequest,
  type CampaignRuntime,
  type CounterMove,
  decideBasket,
  type DecisionState,
  type LeftOutReason,
  type LiveCampaign,
} from './campaigns/basket.rules.js';
export {
  type CompiledCampaign,
  counterKeysFor,
  type CounterSubject,
  type StoreFacts,
} from './campaigns/campaign.rules.js';
export { type CampaignDefinition, campaignDefinitionSchema } from './campaigns/campaign.schemas.js';
export { CampaignBudgetService } from './campaigns/campaign-budget.service.js';
export { type Share, shareOf, splitShares } from './campaigns/funding.rules.js';
export { type CounterLookup, type CounterState, listCounterRules } from './campaigns/limits.rules.js';
export {
  type CounterReturn,
  decideRest,
  reprice,
  type Repriced,
  revivalOf,
  reversibleUntil,
  type StandingBenefit,
} from './campaigns/give-back.rules.js';
export { NOTHING_AT_TILL, tillSentence } from './campaigns/till-sentence.rules.js';
export {
  type DecisionView,
  memberView,
  opensWithProof,
  tillView,
  type ViewedLeftOut,
} from './campaigns/views.rules.js';
export { fullYears, type Person } from './eligibility/audience.rules.js';
export type { AudienceRule } from './eligibility/audience.schemas.js';
export { countAudience } from './eligibility/audience-counts.queries.js';
export { AUDIENCE_FROM, audienceSql, meantMembersSql, type SqlPiece, tierSql } from './eligibility/audience-sql.js';
export { type Moment, momentAt } from './eligibility/moment.rules.js';
export { personOf } from './eligibility/person.js';
export { CampaignEntity } from './campaigns/campaign.entity.js';
export { CampaignRuntimeEntity } from './campaigns/campaign-runtime.entity.js';
export { CampaignVersionEntity } from './campaigns/campaign-version.entity.js';
export { type ClaimOutcome, ClaimsService } from './claims/claims.service.js';
export { campaignStarted } from './campaigns/campaign.events.js';
export { CampaignSchedule } from './campaigns/campaign-schedule.service.js';
export { CampaignsService } from './campaigns/campaigns.service.js';
export { type CampaignRef, CompiledCampaigns } from './campaigns/compiled-campaigns.js';
export { LimitCounterEntity } from './campaigns/limit-counter.entity.js';
