import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { idSchema } from '../../shared/ids.js';
import type { Page } from '../../shared/page.js';
import { CardsDesk } from './cards-desk.service.js';
import {
  cardActionRequestSchema,
  cardDetailSchema,
  cardsPageSchema,
  cardsQuerySchema,
  type CardActionRequest,
  type CardDetail,
  type CardsQuery,
  type CardView,
} from './cards.schemas.js';

@ApiTags('cards')
@Controller({ path: 'console/v1/cards' })
export class CardsController {
  constructor(private readonly desk: CardsDesk) {}

  @Get()
  @OfficerMay('cards.read')
  @Answers(200, cardsPageSchema)
  list(@From() caller: OfficerCaller, @Query({ schema: cardsQuerySchema }) query: CardsQuery): Promise<Page<CardView>> {
    return this.desk.search(caller, query);
  }

  @Get(':id')
  @OfficerMay('cards.read')
  @Answers(200, cardDetailSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<CardDetail> {
    return this.desk.get(caller, id);
  }

  @Post(':id/actions')
  @OfficerMay('cards.change')
  @Answers(200, cardDetailSchema)
  act(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: cardActionRequestSchema }) request: CardActionRequest,
  ): Promise<CardDetail> {
    return this.desk.act(caller, id, request);
  }
}
