import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import {
  cardBatchAcceptedSchema,
  cardBatchesPageSchema,
  cardBatchRequestSchema,
  cardBatchViewSchema,
  cardPageQuerySchema,
  type CardBatchRequest,
  type CardBatchView,
  type CardPageQuery,
} from '../cards.schemas.js';
import { BatchesService } from './batches.service.js';

@ApiTags('cards')
@Controller({ path: 'console/v1/cards/batches' })
export class BatchesController {
  constructor(private readonly batches: BatchesService) {}

  @Post()
  @OfficerMay('cards.issue')
  @Answers(202, cardBatchAcceptedSchema, 'The cards are issued in the background')
  request(
    @From() caller: OfficerCaller,
    @Body({ schema: cardBatchRequestSchema }) request: CardBatchRequest,
  ): Promise<{ batchId: string }> {
    return this.batches.request(caller, request);
  }

  @Get()
  @OfficerMay('cards.read')
  @Answers(200, cardBatchesPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: cardPageQuerySchema }) query: CardPageQuery,
  ): Promise<Page<CardBatchView>> {
    return this.batches.list(caller, query);
  }

  @Get(':id')
  @OfficerMay('cards.read')
  @Answers(200, cardBatchViewSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<CardBatchView> {
    return this.batches.get(caller, id);
  }
}
