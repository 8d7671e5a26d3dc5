import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IdentityModule } from '../identity/index.js';
import { LedgerModule } from '../ledger/index.js';
import { MembersModule } from '../members/index.js';
import { OrganizationsModule } from '../organizations/index.js';
import { BasketRepository } from './basket/basket.repository.js';
import { BasketService } from './basket/basket.service.js';
import { CampaignSnapshots } from './basket/campaign-snapshots.js';
import { BenefitsProcessor } from './benefits.processor.js';
import { BudgetAlarms } from './budgets/budget-alarms.service.js';
import { BudgetChanges } from './budgets/budget-changes.service.js';
import { BudgetDesk } from './budgets/budget-desk.service.js';
import { BudgetProposals } from './budgets/budget-proposals.service.js';
import { BudgetScreens } from './budgets/budget-screens.service.js';
import { BudgetTreeController } from './budgets/budget-tree.controller.js';
import { BudgetsController } from './budgets/budgets.controller.js';
import { BudgetsService } from './budgets/budgets.service.js';
import { HolidaysController } from './calendar/holidays.controller.js';
import { HolidaysService } from './calendar/holidays.service.js';
import { CampaignBudgetService } from './campaigns/campaign-budget.service.js';
import { CampaignDiffs } from './campaigns/campaign-diff.service.js';
import { CampaignPublisher } from './campaigns/campaign-publisher.service.js';
import { CampaignSchedule } from './campaigns/campaign-schedule.service.js';
import { CampaignScreens } from './campaigns/campaign-screens.service.js';
import { CampaignsController } from './campaigns/campaigns.controller.js';
import { CampaignsService } from './campaigns/campaigns.service.js';
import { CompiledCampaigns } from './campaigns/compiled-campaigns.js';
import { ClaimsController } from './claims/claims.controller.js';
import { ClaimsRepository } from './claims/claims.repository.js';
import { ClaimsService } from './claims/claims.service.js';
import { WalletService } from './claims/wallet.service.js';
import { AudiencesController } from './eligibility/audiences.controller.js';
import { AudiencesService } from './eligibility/audiences.service.js';
import { GrantsService } from './grants/grants.service.js';
import { HoldingsDeskController } from './holdings/holdings-desk.controller.js';
import { HoldingsDesk } from './holdings/holdings-desk.service.js';
import { HoldingsRepository } from './holdings/holdings.repository.js';
import { HoldingsService } from './holdings/holdings.service.js';
import { OffersController } from './offers/offers.controller.js';
import { OffersService } from './offers/offers.service.js';
import { PreviewsController } from './previews/previews.controller.js';
import { CampaignPreviews } from './previews/previews.service.js';
import { StoresController } from './stores/stores.controller.js';
import { StoresService } from './stores/stores.service.js';
import { TemplatesController } from './templates/templates.controller.js';
import { MoneyOfUnions } from './unions/money-of-unions.service.js';
import { TemplatesService } from './templates/templates.service.js';

@Module({
  imports: [AuditModule, IdentityModule, LedgerModule, MembersModule, OrganizationsModule],
  controllers: [
    AudiencesController,
    BudgetsController,
    BudgetTreeController,
    CampaignsController,
    ClaimsController,
    HoldingsDeskController,
    HolidaysController,
    OffersController,
    PreviewsController,
    StoresController,
    TemplatesController,
  ],
  providers: [
    AudiencesService,
    BasketRepository,
    BasketService,
    BenefitsProcessor,
    BudgetAlarms,
    BudgetChanges,
    BudgetDesk,
    BudgetProposals,
    BudgetScreens,
    BudgetsService,
    CampaignBudgetService,
    CampaignDiffs,
    CampaignPreviews,
    CampaignPublisher,
    CampaignSchedule,
    CampaignScreens,
    CampaignSnapshots,
    CampaignsService,
    ClaimsRepository,
    ClaimsService,
    CompiledCampaigns,
    GrantsService,
    HoldingsDesk,
    HoldingsRepository,
    HoldingsService,
    HolidaysService,
    MoneyOfUnions,
    OffersService,
    StoresService,
    TemplatesService,
    WalletService,
  ],
  exports: [
    BasketService,
    BenefitsProcessor,
    BudgetAlarms,
    BudgetChanges,
    BudgetDesk,
    BudgetProposals,
    BudgetScreens,
    BudgetsService,
    CampaignBudgetService,
    CampaignSnapshots,
    CampaignsService,
    ClaimsService,
    CompiledCampaigns,
    GrantsService,
    HolidaysService,
  ],
})
export class BenefitsModule {}
