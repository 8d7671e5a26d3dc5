import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { LedgerModule } from '../ledger/index.js';
import { MembersModule } from '../members/index.js';
import { BasketRepository } from './basket/basket.repository.js';
import { BasketService } from './basket/basket.service.js';
import { CampaignSnapshots } from './basket/campaign-snapshots.js';
import { BenefitsProcessor } from './benefits.processor.js';
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
import { ClaimsController } from './claims/claims.controller.js';
import { ClaimsRepository } from './claims/claims.repository.js';
import { ClaimsService } from './claims/claims.service.js';
import { WalletService } from './claims/wallet.service.js';
import { GrantsService } from './grants/grants.service.js';
import { HoldingsRepository } from './holdings/holdings.repository.js';
import { HoldingsService } from './holdings/holdings.service.js';
import { OffersController } from './offers/offers.controller.js';
import { OffersService } from './offers/offers.service.js';
import { StoresController } from './stores/stores.controller.js';
import { StoresService } from './stores/stores.service.js';

@Module({
  imports: [AuditModule, LedgerModule, MembersModule],
  controllers: [
    BudgetsController,
    CampaignsController,
    ClaimsController,
    HolidaysController,
    OffersController,
    StoresController,
  ],
  providers: [
    BasketRepository,
    BasketService,
    BenefitsProcessor,
    BudgetsService,
    CampaignBudgetService,
    CampaignPublisher,
    CampaignScreens,
    CampaignSnapshots,
    CampaignsService,
    ClaimsRepository,
    ClaimsService,
    CompiledCampaigns,
    GrantsService,
    HoldingsRepository,
    HoldingsService,
    HolidaysService,
    OffersService,
    StoresService,
    WalletService,
  ],
  exports: [
    BasketService,
    BenefitsProcessor,
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
