import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { LedgerModule } from '../ledger/index.js';
import { MembersModule } from '../members/index.js';
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
import { CampaignPublisher } from './campaigns/campaign-publisher.service.js';
import { CampaignScreens } from './campaigns/campaign-screens.service.js';
import { CampaignsController } from './campaigns/campaigns.controller.js';
import { CampaignsService } from './campaigns/campaigns.service.js';
import { CompiledCampaigns } from './campaigns/compiled-campaigns.js';
import { OffersController } from './offers/offers.controller.js';
import { OffersService } from './offers/offers.service.js';

@Module({
  imports: [AuditModule, LedgerModule, MembersModule],
  controllers: [BudgetsController, BudgetTreeController, CampaignsController, HolidaysController, OffersController],
  providers: [
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
    CampaignPublisher,
    CampaignScreens,
    CampaignSnapshots,
    CampaignsService,
    CompiledCampaigns,
    HolidaysService,
    OffersService,
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
    CompiledCampaigns,
    HolidaysService,
  ],
})
export class BenefitsModule {}
