import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { claimErrors } from './claim.errors.js';
import type { ClaimAnswer, Wallet } from './claim.schemas.js';
import { ClaimsService } from './claims.service.js';
import { listWallet } from './wallet.queries.js';

/** What a member holds, as the member sees it. */
@Injectable()
export class WalletService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: ClaimsService,
  ) {}

  async list({ memberId }: WorkerCaller): Promise<Wallet> {
    return { items: await listWallet(this.database.db, memberId, this.clock.now()) };
  }

  /** @throws Refusal with the reason it was not given for, BENEFIT_UNKNOWN, UNAVAILABLE when too many wait */
  async claim({ memberId }: WorkerCaller, campaignId: string): Promise<ClaimAnswer> {
    const claimed = await this.claims.claim(memberId, campaignId);
    if (claimed.outcome === 'REFUSED') throw new Refusal(claimErrors[claimed.reason]);
    return { outcome: 'CLAIMED', campaignId, units: claimed.units };
  }
}
