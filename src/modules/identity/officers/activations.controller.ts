import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Anyone } from '../../../platform/http/access.js';
import { Answers, AnswersNothing } from '../../../platform/http/answers.js';
import { AddressLimits } from '../sessions/address-limits.service.js';
import { Activations } from './activations.service.js';
import {
  type Activation,
  activationOpeningSchema,
  activationSchema,
  type OpenedActivation,
  openedActivationSchema,
} from './officer.schemas.js';

/** The first sign-in of an officer, and the one after a lost password or authenticator. */
@ApiTags('auth')
@Controller({ path: 'auth/v1/activation' })
export class ActivationsController {
  constructor(
    private readonly activations: Activations,
    private readonly limits: AddressLimits,
  ) {}

  @Post('open')
  @Anyone()
  @Answers(200, openedActivationSchema)
  async open(
    @Body({ schema: activationOpeningSchema }) { code }: { code: string },
    @Req() request: FastifyRequest,
  ): Promise<OpenedActivation> {
    await this.limits.take(request.ip);
    return this.activations.open(code);
  }

  @Post()
  @Anyone()
  @AnswersNothing('Password and authenticator are set; sign in with them')
  async finish(
    @Body({ schema: activationSchema }) activation: Activation,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.limits.take(request.ip);
    await this.activations.finish(activation);
  }
}
