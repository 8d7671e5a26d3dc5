import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { leftIds } from '../../organizations/index.js';
import { expireOfEnded, listBeyond, listLeft, listLive, releasePromise, revoke } from './holding-ends.repository.js';

const CHUNK = 2_000;
/** Each takes its own lock, and campaigns are locked until the transaction ends. */
const REVOKED_AT_ONCE = 500;

/** Where somebody was and is now. */
export interface Leaving {
  readonly memberId: string;
  readonly fromOrgPath: string;
  readonly toOrgPath: string;
}

/** The end of what people hold: with its campaign, or when they leave the union that gave it. */
@Injectable()
export class HoldingsService {
  constructor(private readonly database: Database) {}

  /** Marks what ended with its campaign, whose money was released when it ended. Returns how many. */
  async expireEnded(): Promise<number> {
    let expired = 0;
    for (let some = CHUNK; some === CHUNK; expired += some)
      some = await this.database.transaction((tx) => expireOfEnded(tx, CHUNK));
    return expired;
  }

  /** Ends what the unions somebody left had given and is unspent; coming back restores nothing. */
  async revokeLeft(tx: Tx, leavings: readonly Leaving[]): Promise<void> {
    await this.revokeThese(tx, await listLeft(tx, leavings));
  }

  /**
   * Ends what a union that moved had been given by those it left, in pieces that commit one by one. Asked of where holders are now, so
   * it may run again, and one who moved on meanwhile keeps nothing either.
   */
  async revokeBeyond({ fromPath, toPath }: { readonly fromPath: string; readonly toPath: string }): Promise<void> {
    const owners = leftIds(fromPath, toPath);
    for (let some = REVOKED_AT_ONCE; some === REVOKED_AT_ONCE;)
      some = await this.database.transaction(async (tx) => {
        const held = await listBeyond(tx, owners, REVOKED_AT_ONCE);
        await this.revokeThese(tx, held);
        return held.length;
      });
  }

  /** Ends everything unspent of people whose data were erased; the money promised for it is free again. */
  async revokeAll(tx: Tx, memberIds: readonly string[]): Promise<void> {
    await this.revokeThese(tx, await listLive(tx, memberIds));
  }

  private async revokeThese(
    tx: Tx,
    held: readonly { readonly campaignId: string; readonly memberId: string }[],
  ): Promise<void> {
    const released = new Map<string, number>();
    for (const each of held)
      released.set(
        each.campaignId,
        (released.get(each.campaignId) ?? 0) + (await revoke(tx, each.campaignId, each.memberId)),
      );
    // Holdings of all, then campaigns by id: the order of every write.
    for (const [campaignId, fen] of [...released].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      await releasePromise(tx, campaignId, fen);
  }
}
