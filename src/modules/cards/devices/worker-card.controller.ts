import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import {
  bindDeviceRequestSchema,
  devicePassSchema,
  lossReportedSchema,
  lossReportSchema,
  renewPassRequestSchema,
  workerCardSchema,
  type BindDeviceRequest,
  type DevicePass,
  type WorkerCard,
} from '../cards.schemas.js';
import { CardsService } from '../cards.service.js';
import type { CardState } from '../card-state.rules.js';
import { DevicesService } from './devices.service.js';

@ApiTags('worker card')
@Controller({ path: 'worker/v1/card' })
export class WorkerCardController {
  constructor(
    private readonly devices: DevicesService,
    private readonly cards: CardsService,
  ) {}

  @Get()
  @WorkerMay()
  @Answers(200, workerCardSchema)
  view(@From() caller: WorkerCaller): Promise<WorkerCard> {
    return this.devices.view(caller);
  }

  @Post('device')
  @WorkerMay()
  @Answers(200, devicePassSchema, 'This phone shows the card from now on')
  bind(
    @From() caller: WorkerCaller,
    @Body({ schema: bindDeviceRequestSchema }) request: BindDeviceRequest,
  ): Promise<DevicePass> {
    return this.devices.bind(caller, request);
  }

  @Post('pass')
  @WorkerMay()
  @Answers(200, devicePassSchema, 'A pass for the next 72 hours')
  renew(
    @From() caller: WorkerCaller,
    @Body({ schema: renewPassRequestSchema }) request: { publicKey: string },
  ): Promise<DevicePass> {
    return this.devices.renew(caller, request.publicKey);
  }

  @Post('loss')
  @WorkerMay()
  @Answers(200, lossReportedSchema, 'No till takes the card from now on')
  async reportLoss(
    @From() caller: WorkerCaller,
    @Body({ schema: lossReportSchema }) _report: Record<string, never>,
  ): Promise<{ state: CardState }> {
    return { state: await this.cards.reportLoss(caller) };
  }
}
