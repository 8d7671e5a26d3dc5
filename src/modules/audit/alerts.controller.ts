import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { idSchema } from '../../shared/ids.js';
import {
  alertListSchema,
  type AlertView,
  type ExamineRequest,
  examineRequestSchema,
  type NoticeGroup,
} from './alerts.schemas.js';
import { AlertsService } from './alerts.service.js';

/** What officers must look at. */
@ApiTags('audit')
@Controller({ path: 'console/v1/alerts' })
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @OfficerMay('overview.read')
  @Answers(200, alertListSchema, 'Unsettled alerts, newest first, and the sums of what many unions are told')
  async list(@From() caller: OfficerCaller): Promise<{ items: AlertView[]; groups: NoticeGroup[] }> {
    return { items: await this.alerts.list(caller), groups: await this.alerts.sum(caller) };
  }

  /** Says what was found; another person may then resume what was stopped. */
  @Post(':id/examine')
  @HttpCode(204)
  @OfficerMay('campaigns.review')
  async examine(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: examineRequestSchema }) { note }: ExamineRequest,
  ): Promise<void> {
    await this.alerts.examine(caller, id, note);
  }

  /** Has read what a notice tells. */
  @Post(':id/note')
  @HttpCode(204)
  @OfficerMay('budgets.write')
  async note(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.alerts.note(caller, id);
  }

  /** Closes what somebody else examined; a campaign is resumed on its own page. */
  @Post(':id/settle')
  @HttpCode(204)
  @OfficerMay('campaigns.review')
  async settle(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.alerts.settleOne(caller, id);
  }
}
