import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersFile } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import { cardPageQuerySchema, type CardPageQuery } from '../cards.schemas.js';
import {
  handOverOutcomeSchema,
  handOverRequestSchema,
  productionAcceptedSchema,
  productionOutlookQuerySchema,
  productionOutlookSchema,
  productionRequestSchema,
  productionsPageSchema,
  productionStepSchema,
  productionViewSchema,
  type HandOverOutcome,
  type HandOverRequest,
  type ProductionFile,
  type ProductionOutlook,
  type ProductionRequest,
  type ProductionStep,
  type ProductionView,
} from './production.schemas.js';
import { ProductionService } from './production.service.js';

const CSV = 'text/csv; charset=utf-8';
const PDF = 'application/pdf';

@ApiTags('card production')
@Controller({ path: 'console/v1/cards/productions' })
export class ProductionController {
  constructor(private readonly production: ProductionService) {}

  @Get('outlook')
  @OfficerMay('cards.issue')
  @Answers(200, productionOutlookSchema)
  outlook(
    @From() caller: OfficerCaller,
    @Query({ schema: productionOutlookQuerySchema }) { orgId }: { orgId: string },
  ): Promise<ProductionOutlook> {
    return this.production.outlook(caller, orgId);
  }

  @Post()
  @OfficerMay('cards.issue')
  @Answers(202, productionAcceptedSchema, 'The people are collected in the background')
  request(
    @From() caller: OfficerCaller,
    @Body({ schema: productionRequestSchema }) request: ProductionRequest,
  ): Promise<{ batchId: string }> {
    return this.production.request(caller, request);
  }

  @Get()
  @OfficerMay('cards.read')
  @Answers(200, productionsPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: cardPageQuerySchema }) query: CardPageQuery,
  ): Promise<Page<ProductionView>> {
    return this.production.list(caller, query);
  }

  @Get(':id')
  @OfficerMay('cards.read')
  @Answers(200, productionViewSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<ProductionView> {
    return this.production.get(caller, id);
  }

  @Post(':id/release')
  @OfficerMay('cards.release')
  @Answers(200, productionViewSchema, 'The files are made in the background')
  release(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: productionStepSchema }) step: ProductionStep,
  ): Promise<ProductionView> {
    return this.production.release(caller, id, step);
  }

  @Post(':id/cancel')
  @OfficerMay('cards.issue')
  @Answers(200, productionViewSchema)
  cancel(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: productionStepSchema }) step: ProductionStep,
  ): Promise<ProductionView> {
    return this.production.cancel(caller, id, step);
  }

  @Post(':id/remake')
  @OfficerMay('cards.issue')
  @Answers(200, productionViewSchema, 'A second officer releases the files again')
  remake(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: productionStepSchema }) step: ProductionStep,
  ): Promise<ProductionView> {
    return this.production.remake(caller, id, step);
  }

  @Post(':id/hand-over')
  @OfficerMay('cards.change')
  @Answers(200, handOverOutcomeSchema)
  handOver(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: handOverRequestSchema }) request: HandOverRequest,
  ): Promise<HandOverOutcome> {
    return this.production.handOver(caller, id, request);
  }

  @Get(':id/sheet.pdf')
  @OfficerMay('cards.issue')
  @AnswersFile(PDF, 'Cards to print, eight a page, fronts and backs')
  sheet(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<StreamableFile> {
    return this.send(caller, id, 'SHEET', PDF, 'cards.pdf');
  }

  @Get(':id/printer.csv')
  @OfficerMay('cards.issue')
  @AnswersFile('text/csv', 'Cards for a card printer')
  printer(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<StreamableFile> {
    return this.send(caller, id, 'PRINTER', CSV, 'cards.csv');
  }

  @Get(':id/hand-over.pdf')
  @OfficerMay('cards.issue')
  @AnswersFile(PDF, 'The list to sign')
  handOverList(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<StreamableFile> {
    return this.send(caller, id, 'HANDOVER', PDF, 'hand-over.pdf');
  }

  private async send(
    caller: OfficerCaller,
    id: string,
    kind: ProductionFile,
    type: string,
    fileName: string,
  ): Promise<StreamableFile> {
    const { bytes, content } = await this.production.download(caller, id, kind);
    const disposition = `attachment; filename="${fileName}"`;
    return new StreamableFile(Readable.from(content), { type, length: bytes, disposition });
  }
}
