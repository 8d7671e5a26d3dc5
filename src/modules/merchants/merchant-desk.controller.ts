import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, MerchantMay } from '../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../platform/http/answers.js';
import type { MerchantCaller } from '../../shared/caller.js';
import { type MerchantMe, merchantMeSchema } from './merchants.schemas.js';
import { MerchantsService } from './merchants.service.js';
import {
  type Enrolled,
  enrolledSchema,
  type EnrolmentCodeView,
  enrolmentCodeViewSchema,
  type NewStoreEnrolmentCode,
  newStoreEnrolmentCodeSchema,
  type PairBrowser,
  pairBrowserSchema,
  terminalIdSchema,
  terminalListSchema,
  type TerminalView,
} from './terminals/terminals.schemas.js';
import { TerminalsService } from './terminals/terminals.service.js';

/** What a merchant's own people do about stores and tills. */
@ApiTags('merchant')
@Controller({ path: 'merchant/v1' })
export class MerchantDeskController {
  constructor(
    private readonly merchants: MerchantsService,
    private readonly terminals: TerminalsService,
  ) {}

  @Get('me')
  @MerchantMay('OWNER', 'CASHIER')
  @Answers(200, merchantMeSchema)
  me(@From() caller: MerchantCaller): Promise<MerchantMe> {
    return this.merchants.describe(caller);
  }

  @Get('terminals')
  @MerchantMay('OWNER', 'CASHIER')
  @Answers(200, terminalListSchema)
  list(@From() caller: MerchantCaller): Promise<{ items: TerminalView[] }> {
    return this.terminals.list(caller);
  }

  @Post('terminals')
  @MerchantMay('OWNER', 'CASHIER')
  @Answers(201, enrolledSchema)
  pair(@From() caller: MerchantCaller, @Body({ schema: pairBrowserSchema }) body: PairBrowser): Promise<Enrolled> {
    return this.terminals.pairBrowser(caller, body);
  }

  @Delete('terminals/:id')
  @MerchantMay('OWNER')
  @AnswersNothing()
  revoke(@From() caller: MerchantCaller, @Param('id', { schema: terminalIdSchema }) id: string): Promise<void> {
    return this.terminals.revoke(caller, id);
  }

  @Post('enrolment-codes')
  @MerchantMay('OWNER')
  @Answers(201, enrolmentCodeViewSchema)
  makeCode(
    @From() caller: MerchantCaller,
    @Body({ schema: newStoreEnrolmentCodeSchema }) body: NewStoreEnrolmentCode,
  ): Promise<EnrolmentCodeView> {
    return this.terminals.makeCode(caller, body);
  }
}
