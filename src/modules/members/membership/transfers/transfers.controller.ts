import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../../../platform/http/access.js';
import { Answers } from '../../../../platform/http/answers.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { idSchema } from '../../../../shared/ids.js';
import type { Page } from '../../../../shared/page.js';
import {
  endTransferRequestSchema,
  transferMadeSchema,
  transferRequestSchema,
  transfersPageSchema,
  transfersQuerySchema,
  transferViewSchema,
  unionNamesSchema,
  unionSearchSchema,
  type EndTransferRequest,
  type TransferMade,
  type TransferRequest,
  type TransfersQuery,
  type TransferView,
  type UnionName,
} from './transfer.schemas.js';
import { TransferDesk } from './transfer-desk.service.js';

/** Moves between unions, as each of them sees its side. */
@ApiTags('membership')
@Controller({ path: 'console/v1' })
export class TransfersController {
  constructor(private readonly desk: TransferDesk) {}

  @Get('transfers')
  @OfficerMay('members.read')
  @Answers(200, transfersPageSchema)
  list(
    @From() caller: OfficerCaller,
    @Query({ schema: transfersQuerySchema }) query: TransfersQuery,
  ): Promise<Page<TransferView>> {
    return this.desk.list(caller, query);
  }

  @Get('unions')
  @OfficerMay('members.change')
  @Answers(200, unionNamesSchema, 'Ten unions at most, by name')
  async unions(@Query({ schema: unionSearchSchema }) { q }: { q: string }): Promise<{ items: UnionName[] }> {
    return { items: await this.desk.searchUnions(q) };
  }

  @Post('members/:id/transfer')
  @OfficerMay('members.change')
  @Answers(201, transferMadeSchema, 'Moved, or the other union is asked')
  request(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: transferRequestSchema }) request: TransferRequest,
  ): Promise<TransferMade> {
    return this.desk.request(caller, id, request);
  }

  @Post('transfers/:id/confirmation')
  @OfficerMay('members.change')
  @Answers(200, transferViewSchema, 'The side has confirmed; with both, the member has moved')
  confirm(@From() caller: OfficerCaller, @Param('id', { schema: idSchema }) id: string): Promise<TransferView> {
    return this.desk.confirm(caller, id);
  }

  @Post('transfers/:id/end')
  @OfficerMay('members.change')
  @Answers(200, transferViewSchema, 'Refused, or taken back by who asked')
  end(
    @From() caller: OfficerCaller,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: endTransferRequestSchema }) request: EndTransferRequest,
  ): Promise<TransferView> {
    return this.desk.end(caller, id, request);
  }
}
