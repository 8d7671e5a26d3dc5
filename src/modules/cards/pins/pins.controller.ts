import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller, WorkerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import {
  type CardPin,
  cardPinSchema,
  type ResetPinRequest,
  resetPinRequestSchema,
  type SetPinRequest,
  setPinRequestSchema,
} from './pin.schemas.js';
import { PinsService } from './pins.service.js';

@ApiTags('worker card')
@Controller({ path: 'worker/v1/card/pin' })
export class WorkerPinController {
  constructor(private readonly pins: PinsService) {}

  @Get()
  @WorkerMay()
  @Answers(200, cardPinSchema, 'Whether the plastic card has a PIN, and how many tries it has left')
  view(@From() caller: WorkerCaller): Promise<CardPin> {
    return this.pins.viewOwn(caller);
  }

  @Post()
  @WorkerMay()
  @Answers(200, cardPinSchema, 'The plastic card has this PIN from now on')
  set(@From() caller: WorkerCaller, @Body({ schema: setPinRequestSchema }) request: SetPinRequest): Promise<CardPin> {
    return this.pins.setOwn(caller, request);
  }
}

@ApiTags('cards')
@Controller({ path: 'console/v1/cards' })
export class DeskPinController {
  constructor(private readonly pins: PinsService) {}

  @Get(':id/pin')
  @OfficerMay('cards.read')
  @Answers(200, cardPinSchema)
  view(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<CardPin> {
    return this.pins.viewAtDesk(caller, id);
  }

  /** Unlocks the PIN of somebody who stands at the desk. */
  @Post(':id/pin')
  @OfficerMay('cards.change')
  @Answers(200, cardPinSchema)
  reset(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: resetPinRequestSchema }) request: ResetPinRequest,
  ): Promise<CardPin> {
    return this.pins.resetAtDesk(caller, id, request);
  }
}
