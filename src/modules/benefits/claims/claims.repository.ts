import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';

/** What of a campaign a claim looks at. */
export interface ClaimedCampaign {
  readonly version: number;
  readonly state: string;
  readonly claims: number;
  readonly freeFen: number;
}

const COLUMNS = 'version, state, claims, total_fen - spent_fen - held_fen - leased_fen AS "freeFen"';

/** Claims in SQL: the campaign's row is what everybody waits for, so it is locked as shortly as can be. */
@Injectable()
export class ClaimsRepository {
  async find(db: Db, campaignId: string): Promise<ClaimedCampaign | null> {
    const rows: ClaimedCampaign[] = await db.query(`SELECT ${COLUMNS} FROM campaign_runtime WHERE campaign_id = $1`, [
      campaignId,
    ]);
    return rows[0] ?? null;
  }

  async lock(tx: Tx, campaignId: string): Promise<ClaimedCampaign | null> {
    const rows: ClaimedCampaign[] = await tx.query(
      `SELECT ${COLUMNS} FROM campaign_runtime WHERE campaign_id = $1 FOR UPDATE`,
      [campaignId],
    );
    return rows[0] ?? null;
  }

  /** Those of these people who claimed it before. */
  async listClaimed(db: Db, campaignId: string, memberIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { member_id: string }[] = await db.query(
      'SELECT member_id FROM holding WHERE campaign_id = $1 AND member_id = ANY($2::uuid[])',
      [campaignId, memberIds],
    );
    return new Set(rows.map((row) => row.member_id));
  }

  /** Those of these people who have an active card, and since when. */
  async listCardHolders(db: Db, memberIds: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
    const rows: { member_id: string; issued_at: Date | null }[] = await db.query(
      `SELECT member_id, issued_at FROM card WHERE member_id = ANY($1::uuid[]) AND state = 'ACTIVE'`,
      [memberIds],
    );
    return new Map(rows.map((row) => [row.member_id, row.issued_at?.getTime() ?? null]));
  }

  /** Gives each of these people a pack; the campaign's row is locked by the caller. */
  async give(
    tx: Tx,
    campaignId: string,
    memberIds: readonly string[],
    pack: { readonly units: number; readonly promisedFen: number },
    now: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO holding (campaign_id, member_id, source, given_units, units, promised_fen, given_at)
       SELECT $1, m, 'CLAIMED', $3, $3, $4, $5 FROM unnest($2::uuid[]) AS m`,
      [campaignId, memberIds, pack.units, pack.promisedFen, now],
    );
    await tx.query(
      `UPDATE campaign_runtime SET claims = claims + $2, held_fen = held_fen + $3, promised_fen = promised_fen + $3
       WHERE campaign_id = $1`,
      [campaignId, memberIds.length, memberIds.length * pack.promisedFen],
    );
  }
}
