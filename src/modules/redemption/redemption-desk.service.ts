import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { MerchantCaller, OfficerCaller, TerminalCaller, WorkerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import type { Page } from '../../shared/page.js';
import { ConsoleRedemptionQueries } from './console-redemption.queries.js';
import { KeysRepository } from './keys.repository.js';
import type { StoredOutcome } from './stored-outcome.js';
import { redemptionErrors } from './redemption.errors.js';
import type { Attempt } from './redemption.service.js';
import { RedemptionQueries } from './redemption.queries.js';
import type {
  ConsoleListQuery,
  ConsoleRedemption,
  ConsoleRedemptionDetail,
  MerchantRedemption,
  MerchantToday,
} from './redemption.schemas.js';
import type { WorkerRedemption } from './worker-redemption.schemas.js';

interface Window {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Everything one may read about redemptions, each caller only their own part. */
@Injectable()
export class RedemptionDeskService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysRepository,
    private readonly queries: RedemptionQueries,
    private readonly consoleQueries: ConsoleRedemptionQueries,
  ) {}

  /** What this attempt was answered before, or null. @throws Refusal KEY_REUSED */
  async findKnown({ terminal, key, bodyHash }: Attempt): Promise<StoredOutcome | null> {
    return (await this.keys.find(this.database.db, terminal.terminalId, key, bodyHash))?.outcome ?? null;
  }

  /** @throws Refusal REQUEST_UNKNOWN when no request with this key arrived from this terminal */
  async getByKey(terminal: TerminalCaller, key: string): Promise<StoredOutcome> {
    const known = await this.keys.find(this.database.db, terminal.terminalId, key, null);
    if (!known) throw new Refusal(redemptionErrors.REQUEST_UNKNOWN);
    return known.outcome;
  }

  listForTerminal(terminal: TerminalCaller, window: Window): Promise<Page<MerchantRedemption>> {
    const { merchantId, storeId, terminalId } = terminal;
    return this.queries.listForMerchant(this.database.db, { merchantId, storeId, terminalId }, window);
  }

  /** A cashier sees their own store whatever they ask for. */
  listForMerchant(caller: MerchantCaller, storeId: string | null, window: Window): Promise<Page<MerchantRedemption>> {
    return this.queries.listForMerchant(
      this.database.db,
      { merchantId: caller.merchantId, storeId: caller.storeId ?? storeId },
      window,
    );
  }

  totalToday(caller: MerchantCaller, storeId: string | null): Promise<MerchantToday> {
    return this.queries.totalToday(this.database.db, caller.merchantId, caller.storeId ?? storeId, this.clock.now());
  }

  async listForWorker(
    caller: WorkerCaller,
    window: Window & { readonly campaignId?: string | undefined },
  ): Promise<Page<WorkerRedemption> & { savedThisYearFen: number }> {
    const { db } = this.database;
    const page = await this.queries.listForMember(db, caller.memberId, window);
    return { ...page, savedThisYearFen: await this.queries.savedThisYear(db, caller.memberId, this.clock.now()) };
  }

  listForOfficer(caller: OfficerCaller, query: ConsoleListQuery): Promise<Page<ConsoleRedemption>> {
    return this.consoleQueries.list(this.database.db, caller.scope, query);
  }

  /** @throws Refusal NOT_FOUND outside the officer's subtree as for an id that does not exist */
  async getForOfficer(caller: OfficerCaller, id: string): Promise<ConsoleRedemptionDetail> {
    const found = await this.consoleQueries.find(this.database.db, caller.scope, id);
    if (!found) throw new Refusal(commonErrors.NOT_FOUND);
    return found;
  }
}
