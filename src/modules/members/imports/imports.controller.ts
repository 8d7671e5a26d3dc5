import { Controller, Get, Header, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersFile, TakesFile } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Refusal } from '../../../shared/errors.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import { memberErrors } from '../members.errors.js';
import {
  importAcceptedSchema,
  importsPageSchema,
  importViewSchema,
  memberPageQuerySchema,
  orgIdSchema,
  type ImportView,
  type MemberPageQuery,
} from '../members.schemas.js';
import { ImportsService, type RosterFile } from './imports.service.js';

const CSV = 'text/csv; charset=utf-8';

@ApiTags('member imports')
@Controller({ path: 'console/v1/members/imports' })
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post()
  @OfficerMay('members.import')
  @TakesFile()
  @ApiBody({
    schema: {
      type: 'object',
      required: ['orgId', 'file'],
      properties: { orgId: { type: 'string' }, file: { type: 'string', format: 'binary' } },
    },
  })
  @Answers(202, importAcceptedSchema, 'The file is read in the background')
  async request(@From() caller: OfficerCaller, @Req() request: FastifyRequest): Promise<{ importId: string }> {
    return this.imports.request(caller, await receiveFile(request));
  }

  @Get()
  @OfficerMay('members.import')
  @Answers(200, importsPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: memberPageQuerySchema }) query: MemberPageQuery,
  ): Promise<Page<ImportView>> {
    return this.imports.list(caller, query);
  }

  @Get('template.csv')
  @OfficerMay('members.import')
  @AnswersFile('text/csv', 'The columns of a roster')
  @Header('Content-Type', CSV)
  @Header('Content-Disposition', 'attachment; filename="roster-template.csv"')
  template(): string {
    return this.imports.templateFile();
  }

  @Get(':id')
  @OfficerMay('members.import')
  @Answers(200, importViewSchema)
  get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<ImportView> {
    return this.imports.get(caller, id);
  }

  @Get(':id/errors.csv')
  @OfficerMay('members.import')
  @AnswersFile('text/csv', 'Every refused field: row number, field, reason, masked value')
  @Header('Content-Type', CSV)
  @Header('Content-Disposition', 'attachment; filename="roster-errors.csv"')
  errors(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<string> {
    return this.imports.errorFile(caller, id);
  }
}

/** One file and the union it is for, in either order; anything more is refused. */
async function receiveFile(request: FastifyRequest): Promise<RosterFile> {
  if (!request.isMultipart()) throw new Refusal(memberErrors.FILE_MISSING);
  let orgId: string | null = null;
  let file: Omit<RosterFile, 'orgId'> | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'file' && part.fieldname === 'file') {
      file = { fileName: part.filename, content: await part.toBuffer() };
    } else if (part.type === 'field' && part.fieldname === 'orgId') {
      orgId = orgIdSchema.safeParse(part.value).data ?? null;
    } else {
      throw new Refusal(memberErrors.FILE_MISSING, { detail: 'Send nothing but the fields "file" and "orgId".' });
    }
  }
  if (orgId === null) throw new Refusal(memberErrors.FILE_MISSING, { field: 'orgId' });
  if (file === null) throw new Refusal(memberErrors.FILE_MISSING, { field: 'file' });
  return { orgId, ...file };
}
