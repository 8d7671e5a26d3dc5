import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { TerminalKeysService } from './terminal-keys.service.js';
import {
  type EnrolmentCodeView,
  enrolmentCodeViewSchema,
  hmacKeySchema,
  newEnrolmentCodeSchema,
  placeIdSchema,
  terminalIdSchema,
} from './terminals.schemas.js';
import { TerminalsService } from './terminals.service.js';

/** Tills as the federation's officers manage them. */
@ApiTags('merchants')
@Controller({ path: 'console/v1' })
export class TerminalDeskController {
  constructor(
    private readonly terminals: TerminalsService,
    private readonly keys: TerminalKeysService,
  ) {}

  @Post('stores/:id/enrolment-codes')
  @OfficerMay('merchants.write')
  @Answers(201, enrolmentCodeViewSchema)
  makeCode(
    @From() caller: OfficerCaller,
    @Param('id', { schema: placeIdSchema }) storeId: string,
    @Body({ schema: newEnrolmentCodeSchema }) body: { label: string },
  ): Promise<EnrolmentCodeView> {
    return this.terminals.makeCode(caller, { storeId, label: body.label });
  }

  @Post('terminals/:id/revoke')
  @OfficerMay('merchants.write')
  @AnswersNothing()
  revoke(@From() caller: OfficerCaller, @Param('id', { schema: terminalIdSchema }) id: string): Promise<void> {
    return this.terminals.revoke(caller, id);
  }

  @Post('terminals/:id/hmac-keys')
  @OfficerMay('merchants.write')
  @Answers(201, hmacKeySchema, 'The secret is shown this once')
  addHmacKey(
    @From() caller: OfficerCaller,
    @Param('id', { schema: terminalIdSchema }) id: string,
  ): Promise<{ keyId: string; secret: string }> {
    return this.keys.addHmac(caller, id);
  }
}
