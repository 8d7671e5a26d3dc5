import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { BenefitsModule } from '../benefits/index.js';
import { CardsModule } from '../cards/index.js';
import { LedgerModule } from '../ledger/index.js';
import { MembersModule } from '../members/index.js';
import { AuthorizationRepository } from './authorizations/authorization.repository.js';
import { AuthorizationService } from './authorizations/authorization.service.js';
import { AuthorizationsController } from './authorizations/authorizations.controller.js';
import { AuditorService } from './auditor/auditor.service.js';
import { BooksProcessor } from './books.processor.js';
import { CodesRepository } from './codes.repository.js';
import { ConsoleRedemptionQueries } from './console-redemption.queries.js';
import { ExplanationQueries } from './explanation/explanation.queries.js';
import { ExplanationService } from './explanation/explanation.service.js';
import { KeptDecisions } from './explanation/kept-decisions.service.js';
import { BatchClaimRepository } from './engine/batch-claim.repository.js';
import { BatchCommitRepository } from './engine/batch-commit.repository.js';
import { BatchLoadRepository } from './engine/batch-load.repository.js';
import { BatchService } from './engine/batch.service.js';
import { TillBatcher } from './engine/till-batcher.js';
import { HousekeepingService } from './housekeeping.service.js';
import { KeysRepository } from './keys.repository.js';
import { PosController } from './pos.controller.js';
import { QuoteService } from './quote.service.js';
import { CounterController } from './quotes/counter.controller.js';
import { CounterService } from './quotes/counter.service.js';
import { QuotesRepository } from './quotes/quotes.repository.js';
import { VisitsQueries } from './quotes/visits.queries.js';
import { VisitsService } from './quotes/visits.service.js';
import { RedemptionDeskService } from './redemption-desk.service.js';
import {
  ConsoleRedemptionController,
  MerchantRedemptionController,
  WorkerRedemptionController,
  WorkerVisitsController,
} from './redemption.controller.js';
import { RedemptionProcessor } from './redemption.processor.js';
import { RedemptionQueries } from './redemption.queries.js';
import { RedemptionService } from './redemption.service.js';
import { ReversalRepository } from './reversals/reversal.repository.js';
import { ReversalService } from './reversals/reversal.service.js';
import { ConfirmationRepository } from './second-factors/confirmation.repository.js';
import { ConfirmationService } from './second-factors/confirmation.service.js';
import { ConfirmationsController } from './second-factors/confirmations.controller.js';
import { SecondFactorService } from './second-factors/second-factor.service.js';
import { StandingRepository } from './standing.repository.js';
import { TillDoor } from './till-door.service.js';
import { TillFactsService } from './till-facts.service.js';
import { TillLimits } from './till-limits.service.js';

@Module({
  imports: [AuditModule, BenefitsModule, CardsModule, LedgerModule, MembersModule],
  controllers: [
    AuthorizationsController,
    ConfirmationsController,
    CounterController,
    PosController,
    WorkerRedemptionController,
    WorkerVisitsController,
    MerchantRedemptionController,
    ConsoleRedemptionController,
  ],
  providers: [
    AuthorizationRepository,
    AuthorizationService,
    AuditorService,
    BatchClaimRepository,
    BatchCommitRepository,
    BatchLoadRepository,
    BatchService,
    BooksProcessor,
    CodesRepository,
    ConfirmationRepository,
    ConfirmationService,
    ConsoleRedemptionQueries,
    CounterService,
    ExplanationQueries,
    ExplanationService,
    HousekeepingService,
    KeptDecisions,
    KeysRepository,
    QuoteService,
    QuotesRepository,
    RedemptionDeskService,
    RedemptionProcessor,
    RedemptionQueries,
    RedemptionService,
    ReversalRepository,
    ReversalService,
    SecondFactorService,
    StandingRepository,
    TillBatcher,
    TillDoor,
    TillFactsService,
    TillLimits,
    VisitsQueries,
    VisitsService,
  ],
  exports: [
    AuditorService,
    AuthorizationService,
    BooksProcessor,
    ConfirmationService,
    KeptDecisions,
    QuoteService,
    RedemptionProcessor,
    RedemptionService,
    ReversalService,
  ],
})
export class RedemptionModule {}
