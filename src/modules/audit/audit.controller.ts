import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { Page } from '../../shared/page.js';
import { auditPageSchema, type AuditEntryView, type AuditQuery, auditQuerySchema } from './audit.schemas.js';
import { AuditService } from './audit.service.js';

/** The trail, for those who check. */
@ApiTags('audit')
@Controller({ path: 'console/v1/audit' })
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @OfficerMay('audit.read')
  @Answers(200, auditPageSchema)
  list(@Query({ schema: auditQuerySchema }) query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.audit.list(query);
  }
}
