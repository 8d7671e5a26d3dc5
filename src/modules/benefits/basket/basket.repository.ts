import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';

export interface RuntimeRow {
  readonly campaignId: string;
  readonly version: number;
  readonly state: string;
  readonly totalFen: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly leasedFen: number;
}

/** What one campaign of a reversed redemption gets back; `uses` is 1 when the use counts as not made. */
export interface Refund {
  readonly campaignId: string;
  readonly unionFen: number;
  readonly uses: 0 | 1;
  readonly counters: readonly { readonly key: string; readonly times: number; readonly amountFen: number }[];
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** What a snapshot of campaigns reads, and the way back of what a redemption took: counters, then campaign rows, each set sorted. */
@Injectable()
export class BasketRepository {
  async listRuntimes(db: Db, endedAfter: Date): Promise<RuntimeRow[]> {
    return db.query(
      `SELECT campaign_id AS "campaignId", version, state, total_fen AS "totalFen", spent_fen AS "spentFen", held_fen AS "heldFen", leased_fen AS "leasedFen"
       FROM campaign_runtime WHERE ends_at > $1 ORDER BY campaign_id`,
      [endedAfter],
    );
  }

  async readEpoch(db: Db): Promise<number> {
    const [row]: { epoch: number }[] = await db.query('SELECT epoch FROM benefit_epoch');
    if (!row) throw new Error('the row of benefit_epoch is gone');
    return row.epoch;
  }

  async readHolidays(db: Db, fromOn: string, toOn: string): Promise<Map<string, string>> {
    const rows: { date_on: string; kind: string }[] = await db.query(
      'SELECT date_on::text AS date_on, kind FROM holiday WHERE date_on BETWEEN $1 AND $2',
      [fromOn, toOn],
    );
    return new Map(rows.map((row) => [row.date_on, row.kind]));
  }

  async listEnded(db: Db, campaignIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { campaign_id: string }[] = await db.query(
      `SELECT campaign_id FROM campaign_runtime WHERE campaign_id = ANY($1) AND state = 'ENDED'`,
      [campaignIds],
    );
    return new Set(rows.map((row) => row.campaign_id));
  }

  /** A use returns to the period it was taken in. */
  async returnCounters(tx: Tx, refunds: readonly Refund[]): Promise<void> {
    const moves = refunds.flatMap(({ counters }) => counters);
    for (const move of moves.toSorted((a, b) => byText(a.key, b.key))) {
      await tx.query('UPDATE limit_counter SET times = times - $2, amount_fen = amount_fen - $3 WHERE key = $1', [
        move.key,
        move.times,
        move.amountFen,
      ]);
    }
  }

  /** Money goes back to the campaign; once it has ended, to the line its budget came from, and no use revives. Returns the lines by campaign. */
  async refund(tx: Tx, refunds: readonly Refund[]): Promise<Map<string, string>> {
    const toLine = new Map<string, string>();
    for (const use of refunds.toSorted((a, b) => byText(a.campaignId, b.campaignId))) {
      const [rows]: [{ state: string; budget_line_id: string | null }[], number] = await tx.query(
        `UPDATE campaign_runtime SET spent_fen = spent_fen - $2, uses = uses - CASE WHEN state = 'ENDED' THEN 0 ELSE $3 END,
           total_fen = CASE WHEN state = 'ENDED' THEN total_fen - $2 ELSE total_fen END
         WHERE campaign_id = $1 RETURNING state, budget_line_id`,
        [use.campaignId, use.unionFen, use.uses],
      );
      const row = rows[0];
      if (row?.state === 'ENDED' && row.budget_line_id !== null && use.unionFen > 0) {
        await tx.query('UPDATE budget_line SET handed_fen = handed_fen - $2 WHERE id = $1', [
          row.budget_line_id,
          use.unionFen,
        ]);
        toLine.set(use.campaignId, row.budget_line_id);
      }
    }
    return toLine;
  }
}
