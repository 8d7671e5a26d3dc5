import { Controller, Get, Query } from '@nestjs/common';
import { OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { Page } from '../../shared/page.js';
import { type AuditEntry, auditPageSchema, type AuditQuery, auditQuerySchema } from './audit.schemas.js';
import { AuditService } from './audit.service.js';

/** For the audit committee. */
@Controller('console/v1/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @OfficerMay('audit.read')
  @Answers(200, auditPageSchema, 'Who did what, newest first')
  list(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<Page<AuditEntry>> {
    return this.audit.list(query);
  }
}
