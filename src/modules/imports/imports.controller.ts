import type { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, Req, StreamableFile, type Type } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers, AnswersFile, AnswersNothing, TakesFile } from '../../platform/http/answers.js';
import { TABLE_MEDIA_TYPES, type TableKind } from '../../platform/tables/index.js';
import type { OfficerCaller, Permission } from '../../shared/caller.js';
import { Refusal } from '../../shared/errors.js';
import { idSchema } from '../../shared/ids.js';
import type { Page } from '../../shared/page.js';
import { ImportFilesService } from './import-files.service.js';
import { importErrors } from './imports.errors.js';
import {
  importAcceptedSchema,
  type ImportKindName,
  importOrgIdSchema,
  importsPageSchema,
  importsQuerySchema,
  type ImportsQuery,
  importViewSchema,
  type ImportView,
  type MappingRequest,
  mappingRequestSchema,
} from './imports.schemas.js';
import { type ImportFile, ImportsService } from './imports.service.js';

const UPLOAD: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['orgId', 'file'],
    properties: { orgId: { type: 'string' }, file: { type: 'string', format: 'binary' } },
  },
};

/** The routes of imports of one kind: the same steps for each, under its own address and permission. */
export function importsControllers(kind: ImportKindName, path: string, permission: Permission): Type[] {
  return [
    importFiles(kind, path, permission),
    importSteps(kind, path, permission),
    importViews(kind, path, permission),
  ];
}

/** Files there and back; fixed paths, so they come before those with an id. */
function importFiles(kind: ImportKindName, path: string, permission: Permission): Type {
  @ApiTags(`${kind} imports`)
  @Controller({ path })
  class ImportFiles {
    constructor(
      private readonly imports: ImportsService,
      private readonly files: ImportFilesService,
    ) {}

    @Post()
    @OfficerMay(permission)
    @TakesFile()
    @ApiBody(UPLOAD)
    @Answers(202, importAcceptedSchema, 'The file is read in the background')
    async request(@From() caller: OfficerCaller, @Req() request: FastifyRequest): Promise<{ importId: string }> {
      return this.imports.request(caller, kind, await receiveFile(request));
    }

    @Get('template.csv')
    @OfficerMay(permission)
    @AnswersFile('text/csv', 'The columns, to be filled in')
    templateCsv(): StreamableFile {
      return fileOf('csv', `${kind}-template`, this.files.template(kind, 'csv'));
    }

    @Get('template.xlsx')
    @OfficerMay(permission)
    @AnswersFile('application/octet-stream', 'The columns, to be filled in')
    templateXlsx(): StreamableFile {
      return fileOf('xlsx', `${kind}-template`, this.files.template(kind, 'xlsx'));
    }

    @Get(':id/errors')
    @OfficerMay(permission)
    @AnswersFile(
      'application/octet-stream',
      'The rows that did not come in, in the layout they came, with how to mend them',
    )
    async errors(
      @From() caller: OfficerCaller,
      @Param('id', { schema: idSchema }) id: string,
    ): Promise<StreamableFile> {
      const { fileKind, file } = await this.files.errors(caller, kind, id);
      return fileOf(fileKind, `${kind}-errors`, file);
    }
  }
  return ImportFiles;
}

/** What an officer decides. */
function importSteps(kind: ImportKindName, path: string, permission: Permission): Type {
  @ApiTags(`${kind} imports`)
  @Controller({ path })
  class ImportSteps {
    constructor(private readonly imports: ImportsService) {}

    @Post(':id/check')
    @OfficerMay(permission)
    @AnswersNothing('The dry run has started')
    check(
      @From() caller: OfficerCaller,
      @Param('id', { schema: idSchema }) id: string,
      @Body({ schema: mappingRequestSchema }) { mapping }: MappingRequest,
    ): Promise<void> {
      return this.imports.check(caller, kind, id, mapping);
    }

    @Post(':id/commit')
    @OfficerMay(permission)
    @AnswersNothing('Rows are coming in')
    commit(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
      return this.imports.commit(caller, kind, id);
    }

    @Post(':id/cancel')
    @OfficerMay(permission)
    @AnswersNothing('Stopped; rows that came in stay and can be undone')
    cancel(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
      return this.imports.cancel(caller, kind, id);
    }

    @Post(':id/undo')
    @OfficerMay(permission)
    @AnswersNothing('The batch is being taken back, all of it or nothing')
    undo(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
      return this.imports.undo(caller, kind, id);
    }
  }
  return ImportSteps;
}

/** How far it is. */
function importViews(kind: ImportKindName, path: string, permission: Permission): Type {
  @ApiTags(`${kind} imports`)
  @Controller({ path })
  class ImportViews {
    constructor(private readonly imports: ImportsService) {}

    @Get()
    @OfficerMay(permission)
    @Answers(200, importsPageSchema)
    list(
      @From() caller: OfficerCaller,
      @Query({ schema: importsQuerySchema }) query: ImportsQuery,
    ): Promise<Page<ImportView>> {
      return this.imports.list(caller, kind, query);
    }

    @Get(':id')
    @OfficerMay(permission)
    @Answers(200, importViewSchema)
    get(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<ImportView> {
      return this.imports.get(caller, kind, id);
    }
  }
  return ImportViews;
}

function fileOf(kind: TableKind, name: string, file: Readable): StreamableFile {
  return new StreamableFile(file, {
    type: TABLE_MEDIA_TYPES[kind],
    disposition: `attachment; filename="${name}.${kind}"`,
  });
}

/** One file and the union it is for, in either order; anything more is refused. */
async function receiveFile(request: FastifyRequest): Promise<ImportFile> {
  if (!request.isMultipart()) throw new Refusal(importErrors.FILE_MISSING);
  let orgId: string | null = null;
  let file: Omit<ImportFile, 'orgId'> | null = null;
  for await (const part of request.parts()) {
    if (part.type === 'file' && part.fieldname === 'file') {
      file = { fileName: part.filename, content: await part.toBuffer() };
    } else if (part.type === 'field' && part.fieldname === 'orgId') {
      orgId = importOrgIdSchema.safeParse(part.value).data ?? null;
    } else {
      throw new Refusal(importErrors.FILE_MISSING, { detail: 'Send nothing but the fields "file" and "orgId".' });
    }
  }
  if (orgId === null) throw new Refusal(importErrors.FILE_MISSING, { field: 'orgId' });
  if (file === null) throw new Refusal(importErrors.FILE_MISSING, { field: 'file' });
  return { orgId, ...file };
}
