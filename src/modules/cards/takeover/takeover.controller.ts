import { Body, Controller, Get, Header, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersFile, TakesFile } from '../../../platform/http/answers.js';
import { writeTable } from '../../../platform/tables/index.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Refusal } from '../../../shared/errors.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import { cardErrors } from '../cards.errors.js';
import { cardPageQuerySchema, type CardPageQuery } from '../cards.schemas.js';
import { orgIdSchema } from '../plastic/plastic.schemas.js';
import {
  takeoverAcceptedSchema,
  takeoversPageSchema,
  takeoverStepSchema,
  takeoverViewSchema,
  type TakeoverView,
} from './takeover.schemas.js';
import { type OldCardsFile, TakeoverService } from './takeover.service.js';

const CSV = 'text/csv; charset=utf-8';

@ApiTags('card takeovers')
@Controller({ path: 'console/v1/cards/takeovers' })
export class TakeoverController {
  constructor(private readonly takeovers: TakeoverService) {}

  @Post()
  @OfficerMay('cards.issue')
  @TakesFile()
  @ApiBody({
    schema: {
      type: 'object',
      required: ['orgId', 'file'],
      properties: { orgId: { type: 'string' }, file: { type: 'string', format: 'binary' } },
    },
  })
  @Answers(202, takeoverAcceptedSchema, 'The file is checked in the background; nothing changes yet')
  async request(@From() caller: OfficerCaller, @Req() request: FastifyRequest): Promise<{ takeoverId: string }> {
    return this.takeovers.request(caller, await receiveFile(request));
  }

  @Get()
  @OfficerMay('cards.read')
  @Answers(200, takeoversPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: cardPageQuerySchema }) query: CardPageQuery,
  ): Promise<Page<TakeoverView>> {
    return this.takeovers.list(caller, query);
  }

  @Get('template.csv')
  @OfficerMay('cards.issue')
  @AnswersFile('text/csv', 'The columns of a file of old cards')
  @Header('Content-Type', CSV)
  @Header('Content-Disposition', 'attachment; filename="old-cards-template.csv"')
  template(): StreamableFile {
    return new StreamableFile(writeTable('csv', this.takeovers.templateLines()));
  }

  @Get(':id')
  @OfficerMay('cards.read')
  @Answers(200, takeoverViewSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<TakeoverView> {
    return this.takeovers.get(caller, id);
  }

  @Post(':id/take')
  @OfficerMay('cards.issue')
  @Answers(200, takeoverViewSchema, 'The cards are taken over in the background')
  take(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: takeoverStepSchema }) _step: Record<string, never>,
  ): Promise<TakeoverView> {
    return this.takeovers.take(caller, id);
  }

  @Post(':id/discard')
  @OfficerMay('cards.issue')
  @Answers(200, takeoverViewSchema)
  discard(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: takeoverStepSchema }) _step: Record<string, never>,
  ): Promise<TakeoverView> {
    return this.takeovers.discard(caller, id);
  }

  @Get(':id/errors.csv')
  @OfficerMay('cards.issue')
  @AnswersFile('text/csv', 'Every refused row: column, what is wrong, what to do')
  async errors(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<StreamableFile> {
    const lines = await this.takeovers.errorLines(caller, id);
    const disposition = 'attachment; filename="old-cards-errors.csv"';
    return new StreamableFile(writeTable('csv', lines), { type: CSV, disposition });
  }
}

/** One file and the union it is for, in either order; anything more is refused. */
async function receiveFile(request: FastifyRequest): Promise<OldCardsFile> {
  if (!request.isMultipart()) throw new Refusal(cardErrors.TAKEOVER_FILE_MISSING);
  let orgId: string | null = null;
  let file: Omit<OldCardsFile, 'orgId'> | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'file' && part.fieldname === 'file') {
      file = { fileName: part.filename, content: await part.toBuffer() };
    } else if (part.type === 'field' && part.fieldname === 'orgId') {
      orgId = orgIdSchema.safeParse(part.value).data ?? null;
    } else {
      throw new Refusal(cardErrors.TAKEOVER_FILE_MISSING);
    }
  }
  if (orgId === null) throw new Refusal(cardErrors.TAKEOVER_FILE_MISSING, { field: 'orgId' });
  if (file === null) throw new Refusal(cardErrors.TAKEOVER_FILE_MISSING, { field: 'file' });
  return { orgId, ...file };
}
