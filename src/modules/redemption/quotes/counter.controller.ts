import { Body, Controller, Get, Post } from '@nestjs/common';
import { From, TerminalMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { TillDoor } from '../till-door.service.js';
import { TillLimits } from '../till-limits.service.js';
import {
  type TillItems,
  tillItemsSchema,
  type TillServices,
  type TillServicesRequest,
  tillServicesRequestSchema,
  tillServicesSchema,
} from './counter.schemas.js';
import { CounterService } from './counter.service.js';

/** What a till may choose from. */
@Controller('pos/v1')
export class CounterController {
  constructor(
    private readonly counter: CounterService,
    private readonly limits: TillLimits,
    private readonly door: TillDoor,
  ) {}

  @Get('items')
  @TerminalMay('redeem')
  @Answers(200, tillItemsSchema, 'Goods of this store that have a price of their own for everybody')
  async items(@From() terminal: TerminalCaller): Promise<TillItems> {
    await this.limits.admit(terminal, null);
    return this.counter.listItems(terminal);
  }

  /** Services this card can redeem here now; keeps the code for this till for 120 s. */
  @Post('services')
  @TerminalMay('redeem')
  @Answers(200, tillServicesSchema, 'Services to redeem by naming one as `benefit`')
  async services(
    @From() terminal: TerminalCaller,
    @Body({ schema: tillServicesRequestSchema }) request: TillServicesRequest,
  ): Promise<TillServices> {
    await this.limits.admit(terminal, null);
    return this.door.countingFailures(terminal, request.code, () => this.counter.listServices(terminal, request));
  }
}
