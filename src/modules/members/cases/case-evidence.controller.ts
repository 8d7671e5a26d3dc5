import { Body, Controller, Delete, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersFile, AnswersNothing, TakesFile } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import { EVIDENCE_BODY, receiveEvidence } from '../evidence/evidence-upload.js';
import {
  evidenceFileSchema,
  evidenceViewSchema,
  purposeSchema,
  visitRequestSchema,
  type EvidenceFileView,
  type EvidencePurpose,
  type EvidenceView,
  type VisitRequest,
} from '../evidence/evidence.schemas.js';
import { CaseEvidence } from './case-evidence.service.js';

const ENDINGS = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' } as const;

/** Evidence is asked for with a purpose, so looking is a POST: the purpose stands in no address and no log. */
@ApiTags('category evidence')
@Controller({ path: 'console/v1/categories/cases/:id' })
export class CaseEvidenceController {
  constructor(private readonly evidence: CaseEvidence) {}

  @Post('evidence')
  @OfficerMay('evidence.view')
  @Answers(200, evidenceViewSchema, 'The folder of the case; the look is on record')
  open(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: purposeSchema }) { purpose }: EvidencePurpose,
  ): Promise<EvidenceView> {
    return this.evidence.open(caller, id, purpose);
  }

  @Post('files')
  @OfficerMay('categories.propose')
  @TakesFile()
  @ApiBody(EVIDENCE_BODY)
  @Answers(201, evidenceFileSchema)
  async addFile(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Req() request: FastifyRequest,
  ): Promise<EvidenceFileView> {
    return this.evidence.addFile(caller, id, await receiveEvidence(request));
  }

  /** Always a download under a name of ours: nothing an applicant sent is ever shown as a page of this site. */
  @Post('files/:fileId/content')
  @OfficerMay('evidence.view')
  @AnswersFile('application/octet-stream', 'The file; the look is on record')
  async openFile(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Param('fileId', { schema: idSchema }) fileId: string,
    @Body({ schema: purposeSchema }) { purpose }: EvidencePurpose,
  ): Promise<StreamableFile> {
    const { media, content } = await this.evidence.openFile(caller, id, fileId, purpose);
    return new StreamableFile(content, {
      type: media,
      disposition: `attachment; filename="evidence.${ENDINGS[media]}"`,
      length: content.length,
    });
  }

  @Delete('files/:fileId')
  @OfficerMay('categories.propose')
  @AnswersNothing('Removed')
  removeFile(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Param('fileId', { schema: idSchema }) fileId: string,
  ): Promise<void> {
    return this.evidence.removeFile(caller, id, fileId);
  }

  @Post('visits')
  @OfficerMay('categories.propose')
  @AnswersNothing('Recorded')
  addVisit(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: visitRequestSchema }) visit: VisitRequest,
  ): Promise<void> {
    return this.evidence.addVisit(caller, id, visit);
  }
}
