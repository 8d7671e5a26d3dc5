import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers, AnswersNothing, TakesFile } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { EVIDENCE_BODY, receiveEvidence } from '../evidence/evidence-upload.js';
import { evidenceFileSchema, type EvidenceFileView } from '../evidence/evidence.schemas.js';
import { WorkerCases } from './worker-cases.service.js';
import {
  applicationRequestSchema,
  applicationSchema,
  myCategoriesSchema,
  type ApplicationRequest,
  type ApplicationView,
  type MyCategories,
} from './worker-case.schemas.js';

@ApiTags('my categories')
@Controller({ path: 'worker/v1/categories' })
export class WorkerCasesController {
  constructor(private readonly cases: WorkerCases) {}

  @Get()
  @WorkerMay()
  @Answers(200, myCategoriesSchema)
  mine(@From() caller: WorkerCaller): Promise<MyCategories> {
    return this.cases.mine(caller);
  }

  @Post('applications')
  @WorkerMay()
  @Answers(201, applicationSchema, 'Begun; files are added, then it is sent')
  apply(
    @From() caller: WorkerCaller,
    @Body({ schema: applicationRequestSchema }) request: ApplicationRequest,
  ): Promise<ApplicationView> {
    return this.cases.apply(caller, request);
  }

  @Post('applications/:id/files')
  @WorkerMay()
  @TakesFile()
  @ApiBody(EVIDENCE_BODY)
  @Answers(201, evidenceFileSchema)
  async addFile(
    @From() caller: WorkerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Req() request: FastifyRequest,
  ): Promise<EvidenceFileView> {
    return this.cases.addFile(caller, id, await receiveEvidence(request));
  }

  @Delete('applications/:id/files/:fileId')
  @WorkerMay()
  @AnswersNothing('Removed')
  removeFile(
    @From() caller: WorkerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Param('fileId', { schema: idSchema }) fileId: string,
  ): Promise<void> {
    return this.cases.removeFile(caller, id, fileId);
  }

  @Post('applications/:id/sending')
  @WorkerMay()
  @Answers(200, applicationSchema, 'Handed in to the union')
  send(@From() caller: WorkerCaller, @Param('id', { schema: idSchema }) id: string): Promise<ApplicationView> {
    return this.cases.send(caller, id);
  }

  @Post('applications/:id/withdrawal')
  @WorkerMay()
  @Answers(200, applicationSchema)
  withdraw(@From() caller: WorkerCaller, @Param('id', { schema: idSchema }) id: string): Promise<ApplicationView> {
    return this.cases.withdraw(caller, id);
  }
}
