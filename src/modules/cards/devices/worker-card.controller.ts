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
import {
  provenRequestSchema,
  reissueRequestSchema,
  workerApplicationSchema,
  type CardForm,
  type ReissueRequest,
} from '../plastic/plastic.schemas.js';
import type { CardState } from '../card-state.rules.js';
import { DevicesService } from './devices.service.js';
import { OwnCard } from './own-card.service.js';

@ApiTags('worker card')
@Controller({ path: 'worker/v1/card' })
export class WorkerCardController {
  constructor(
    private readonly devices: DevicesService,
    private readonly cards: CardsService,
    private readonly own: OwnCard,
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

  @Post('application')
  @WorkerMay()
  @Answers(200, workerCardSchema, 'The card is on the phone at once; plastic waits for the next batch')
  async apply(
    @From() caller: WorkerCaller,
    @Body({ schema: workerApplicationSchema }) { form }: { form: CardForm },
  ): Promise<WorkerCard> {
    await this.own.apply(caller, form);
    return this.devices.view(caller);
  }

  @Post('freeze')
  @WorkerMay()
  @Answers(200, workerCardSchema, 'No till takes the card until it is thawed')
  async freeze(
    @From() caller: WorkerCaller,
    @Body({ schema: lossReportSchema }) _nothing: Record<string, never>,
  ): Promise<WorkerCard> {
    await this.own.freeze(caller);
    return this.devices.view(caller);
  }

  @Post('unfreeze')
  @WorkerMay()
  @Answers(200, workerCardSchema, 'Tills take the card again')
  async unfreeze(
    @From() caller: WorkerCaller,
    @Body({ schema: provenRequestSchema }) { proof }: { proof: string },
  ): Promise<WorkerCard> {
    await this.own.unfreeze(caller, proof);
    return this.devices.view(caller);
  }

  @Post('reissue')
  @WorkerMay()
  @Answers(200, workerCardSchema, 'A new number; the phone is bound to it anew')
  async reissue(
    @From() caller: WorkerCaller,
    @Body({ schema: reissueRequestSchema }) request: ReissueRequest,
  ): Promise<WorkerCard> {
    await this.own.reissue(caller, request);
    return this.devices.view(caller);
  }

  @Post('plastic/activation')
  @WorkerMay()
  @Answers(200, workerCardSchema, 'Tills take the plastic card')
  async activatePlastic(
    @From() caller: WorkerCaller,
    @Body({ schema: provenRequestSchema }) { proof }: { proof: string },
  ): Promise<WorkerCard> {
    await this.own.activatePlastic(caller, proof);
    return this.devices.view(caller);
  }

  @Post('plastic/loss')
  @WorkerMay()
  @Answers(200, workerCardSchema, 'No till takes the plastic card; the phone goes on')
  async reportPlasticLost(
    @From() caller: WorkerCaller,
    @Body({ schema: lossReportSchema }) _report: Record<string, never>,
  ): Promise<WorkerCard> {
    await this.own.reportPlasticLost(caller);
    return this.devices.view(caller);
  }
}
