import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import {
  type RetentionChange,
  retentionChangeSchema,
  retentionCodeSchema,
  retentionRulesSchema,
  type RetentionRuleView,
} from './retention.schemas.js';
import { RetentionService } from './retention.service.js';

@ApiTags('privacy')
@Controller({ path: 'console/v1/retention' })
export class RetentionController {
  constructor(private readonly retention: RetentionService) {}

  @Get()
  @OfficerMay('privacy.read')
  @Answers(200, retentionRulesSchema, 'How long what is kept, and what the last clearing removed')
  list(): Promise<{ items: RetentionRuleView[] }> {
    return this.retention.list();
  }

  @Put(':code')
  @HttpCode(204)
  @OfficerMay('privacy.manage')
  change(
    @From() caller: OfficerCaller,
    @Param('code', { schema: retentionCodeSchema }) code: string,
    @Body({ schema: retentionChangeSchema }) change: RetentionChange,
  ): Promise<void> {
    return this.retention.change(caller, code, change);
  }
}
