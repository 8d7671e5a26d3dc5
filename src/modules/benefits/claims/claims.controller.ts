import { Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, WorkerMay } from '../../../platform/http/access.js';
import { Answers } from '../../../platform/http/answers.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';
import { type ClaimAnswer, claimAnswerSchema, type Wallet, walletSchema } from './claim.schemas.js';
import { WalletService } from './wallet.service.js';

@ApiTags('benefits')
@Controller({ path: 'worker/v1' })
export class ClaimsController {
  constructor(private readonly wallet: WalletService) {}

  @Get('wallet')
  @WorkerMay()
  @Answers(200, walletSchema)
  list(@From() caller: WorkerCaller): Promise<Wallet> {
    return this.wallet.list(caller);
  }

  @Post('benefits/:campaignId/claim')
  @WorkerMay()
  @Answers(201, claimAnswerSchema)
  claim(
    @From() caller: WorkerCaller,
    @Param('campaignId', { schema: slugSchema }) campaignId: string,
  ): Promise<ClaimAnswer> {
    return this.wallet.claim(caller, campaignId);
  }
}
