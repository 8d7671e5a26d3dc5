import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import { CardsDesk } from '../cards-desk.service.js';
import { cardDetailSchema, type CardDetail } from '../cards.schemas.js';
import {
  cardApplicationAcceptedSchema,
  cardApplicationRequestSchema,
  plasticActionRequestSchema,
  plasticListQuerySchema,
  plasticPageSchema,
  type CardApplicationRequest,
  type PlasticActionRequest,
  type PlasticItem,
  type PlasticListQuery,
} from './plastic.schemas.js';
import { PlasticService } from './plastic.service.js';

@ApiTags('cards')
@Controller({ path: 'console/v1/cards' })
export class PlasticController {
  constructor(
    private readonly plastic: PlasticService,
    private readonly desk: CardsDesk,
  ) {}

  @Post('applications')
  @OfficerMay('cards.issue')
  @Answers(201, cardApplicationAcceptedSchema, 'The card is issued on the phone, or waits for a batch of plastic')
  apply(
    @From() caller: OfficerCaller,
    @Body({ schema: cardApplicationRequestSchema }) request: CardApplicationRequest,
  ): Promise<{ cardId: string }> {
    return this.plastic.applyFor(caller, request);
  }

  @Get('plastic')
  @OfficerMay('cards.read')
  @Answers(200, plasticPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: plasticListQuerySchema }) query: PlasticListQuery,
  ): Promise<Page<PlasticItem>> {
    return this.plastic.list(caller, query);
  }

  @Post(':id/plastic/actions')
  @OfficerMay('cards.change')
  @Answers(200, cardDetailSchema)
  async act(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: plasticActionRequestSchema }) request: PlasticActionRequest,
  ): Promise<CardDetail> {
    await this.plastic.act(caller, id, request);
    return this.desk.get(caller, id);
  }
}
