import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { idSchema } from '../../../shared/ids.js';
import type { Page } from '../../../shared/page.js';
import {
  type ActivationCode,
  activationCodeSchema,
  type NewOfficerRequest,
  newOfficerSchema,
  type OfficerBlock,
  officerBlockSchema,
  officerPageSchema,
  type OfficerReason,
  officerReasonSchema,
  type OfficerRolesRequest,
  officerRolesSchema,
  officerSchema,
  type OfficersQuery,
  officersQuerySchema,
  type OfficerView,
} from './officer.schemas.js';
import { OfficersService } from './officers.service.js';

/** Officers of the caller's part of the union. */
@ApiTags('officers')
@Controller({ path: 'console/v1/officers' })
export class OfficersController {
  constructor(private readonly officers: OfficersService) {}

  @Get()
  @OfficerMay('officers.read')
  @Answers(200, officerPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: officersQuerySchema }) query: OfficersQuery,
  ): Promise<Page<OfficerView>> {
    return this.officers.list(caller, query);
  }

  @Post()
  @OfficerMay('officers.write')
  @Answers(201, activationCodeSchema, 'The code is shown this once')
  create(
    @From() caller: OfficerCaller,
    @Body({ schema: newOfficerSchema }) request: NewOfficerRequest,
  ): Promise<ActivationCode> {
    return this.officers.create(caller, request);
  }

  @Put(':id/roles')
  @OfficerMay('officers.write')
  @Answers(200, officerSchema)
  changeRoles(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: officerRolesSchema }) request: OfficerRolesRequest,
  ): Promise<OfficerView> {
    return this.officers.changeRoles(caller, id, request);
  }

  @Post(':id/block')
  @OfficerMay('officers.write')
  @Answers(200, officerSchema)
  block(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: officerBlockSchema }) request: OfficerBlock,
  ): Promise<OfficerView> {
    return this.officers.block(caller, id, request);
  }

  @Post(':id/reset')
  @OfficerMay('officers.write')
  @Answers(200, activationCodeSchema, 'Nothing proves the officer any more but this code')
  reset(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: officerReasonSchema }) { reason }: OfficerReason,
  ): Promise<ActivationCode> {
    return this.officers.reset(caller, id, reason);
  }
}
