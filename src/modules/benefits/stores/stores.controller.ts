import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';
import {
  type StoreBenefits,
  storeBenefitsQuerySchema,
  storeBenefitsSchema,
  storesQuerySchema,
  type WorkerStores,
  storesSchema,
} from './store.schemas.js';
import { StoresService } from './stores.service.js';

@ApiTags('benefits')
@Controller({ path: 'worker/v1/stores' })
export class StoresController {
  constructor(private readonly stores: StoresService) {}

  @Get()
  @WorkerMay()
  @Answers(200, storesSchema, 'Stores that take the card, those of my park first')
  list(
    @From() caller: WorkerCaller,
    @Query({ schema: storesQuerySchema }) { q }: { readonly q?: string },
  ): Promise<WorkerStores> {
    return this.stores.list(caller, q ?? '');
  }

  @Get(':storeId/benefits')
  @WorkerMay()
  @Answers(
    200,
    storeBenefitsSchema,
    'What I get there now, and the true reason of everything of mine that does not apply',
  )
  explain(
    @From() caller: WorkerCaller,
    @Param('storeId', { schema: slugSchema }) storeId: string,
    @Query({ schema: storeBenefitsQuerySchema }) { amountFen }: { readonly amountFen?: number },
  ): Promise<StoreBenefits> {
    return this.stores.explain(caller, storeId, amountFen ?? null);
  }
}
