import { Controller, Get, Param, Query } from '@nestjs/common';
import { From, MerchantMay, OfficerMay, WorkerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { MerchantCaller, OfficerCaller, WorkerCaller } from '../../shared/caller.js';
import { idSchema } from '../../shared/ids.js';
import type { Page } from '../../shared/page.js';
import { type Explanation, explanationSchema } from './explanation/explanation.schemas.js';
import { ExplanationService } from './explanation/explanation.service.js';
import { type Visits, visitsSchema } from './quotes/visits.schemas.js';
import { VisitsService } from './quotes/visits.service.js';
import { RedemptionDeskService } from './redemption-desk.service.js';
import {
  type ConsoleListQuery,
  consoleListQuerySchema,
  type ConsoleRedemption,
  type ConsoleRedemptionDetail,
  consoleRedemptionDetailSchema,
  consoleRedemptionPageSchema,
  listQuerySchema,
  type MerchantRedemption,
  merchantRedemptionPageSchema,
  type MerchantToday,
  merchantTodaySchema,
} from './redemption.schemas.js';
import {
  workerListQuerySchema,
  type WorkerRedemption,
  workerRedemptionPageSchema,
} from './worker-redemption.schemas.js';

interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly storeId?: string;
}

interface WorkerListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly campaignId?: string;
}

/** A worker's own history. */
@Controller('worker/v1/redemptions')
export class WorkerRedemptionController {
  constructor(private readonly desk: RedemptionDeskService) {}

  @Get()
  @WorkerMay()
  @Answers(200, workerRedemptionPageSchema, 'My redemptions, newest first, with the true reason of each refusal')
  list(
    @From() worker: WorkerCaller,
    @Query({ schema: workerListQuerySchema }) query: WorkerListQuery,
  ): Promise<Page<WorkerRedemption> & { savedThisYearFen: number }> {
    return this.desk.listForWorker(worker, query);
  }
}

/** What tills did with a worker's card a moment ago. */
@Controller('worker/v1/visits')
export class WorkerVisitsController {
  constructor(private readonly visits: VisitsService) {}

  @Get()
  @WorkerMay()
  @Answers(
    200,
    visitsSchema,
    'My card at tills in the last 24 hours, newest first, with the true reasons and what would help',
  )
  list(@From() worker: WorkerCaller): Promise<Visits> {
    return this.visits.list(worker);
  }
}

/** A merchant's redemptions, without persons. */
@Controller('merchant/v1')
export class MerchantRedemptionController {
  constructor(private readonly desk: RedemptionDeskService) {}

  @Get('redemptions')
  @MerchantMay('OWNER', 'CASHIER')
  @Answers(200, merchantRedemptionPageSchema, 'Redemptions of my store or stores, newest first')
  list(
    @From() merchant: MerchantCaller,
    @Query({ schema: listQuerySchema }) query: ListQuery,
  ): Promise<Page<MerchantRedemption>> {
    return this.desk.listForMerchant(merchant, query.storeId ?? null, query);
  }

  @Get('today')
  @MerchantMay('OWNER', 'CASHIER')
  @Answers(200, merchantTodaySchema, "Today's total")
  today(
    @From() merchant: MerchantCaller,
    @Query({ schema: listQuerySchema }) query: ListQuery,
  ): Promise<MerchantToday> {
    return this.desk.totalToday(merchant, query.storeId ?? null);
  }
}

/** Redemptions of an officer's subtree. */
@Controller('console/v1/redemptions')
export class ConsoleRedemptionController {
  constructor(
    private readonly desk: RedemptionDeskService,
    private readonly explanations: ExplanationService,
  ) {}

  @Get()
  @OfficerMay('redemptions.read')
  @Answers(
    200,
    consoleRedemptionPageSchema,
    'Redemptions of my subtree, newest first; `after` gives only what came since',
  )
  list(
    @From() officer: OfficerCaller,
    @Query({ schema: consoleListQuerySchema }) query: ConsoleListQuery,
  ): Promise<Page<ConsoleRedemption>> {
    return this.desk.listForOfficer(officer, query);
  }

  @Get(':id')
  @OfficerMay('redemptions.read')
  @Answers(200, consoleRedemptionDetailSchema, 'One redemption with what it moved')
  get(@From() officer: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<ConsoleRedemptionDetail> {
    return this.desk.getForOfficer(officer, id);
  }

  @Get(':id/explanation')
  @OfficerMay('redemptions.read')
  @Answers(200, explanationSchema, 'Why it came out so, and whether the same is decided today; looking is noted')
  explain(@From() officer: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<Explanation> {
    return this.explanations.explain(officer, id);
  }
}
