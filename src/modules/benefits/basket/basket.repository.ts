import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import type { AppliedBenefit, CounterMove } from '../campaigns/basket.rules.js';
import { shareOf } from '../campaigns/funding.rules.js';
import type { CounterLookup } from '../campaigns/limits.rules.js';

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

interface CounterRow {
  key: string;
  times: number;
  amount_fen: number;
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** Counters and budget rows: guarded changes checked by row count, always in sorted order. */
@Injectable()
export class BasketRepository {
  async listRuntimes(db: Db, endedAfter: Date): Promise<RuntimeRow[]> {
    return db.query(
      `SELECT campaign_id AS "campaignId", version, state, total_fen AS "totalFen", spent_fen AS "spentFen", held_fen AS "heldFen", leased_fen AS "leasedFen"
       FROM campaign_runtime WHERE ends_at > $1 ORDER BY campaign_id`,
      [endedAfter],
    );
  }

  async readCounters(db: Db, keys: readonly string[]): Promise<CounterLookup> {
    if (keys.length === 0) return new Map();
    return lookupOf(await db.query('SELECT key, times, amount_fen FROM limit_counter WHERE key = ANY($1)', [keys]));
  }

  /** Makes the rows that are missing, so that there is something to lock. */
  async lockCounters(tx: Tx, keys: readonly string[]): Promise<CounterLookup> {
    if (keys.length === 0) return new Map();
    await tx.query(
      'INSERT INTO limit_counter (key) SELECT k FROM unnest($1::text[]) AS k ORDER BY k ON CONFLICT DO NOTHING',
      [keys],
    );
    return lookupOf(
      await tx.query('SELECT key, times, amount_fen FROM limit_counter WHERE key = ANY($1) ORDER BY key FOR UPDATE', [
        keys,
      ]),
    );
  }

  async lockCampaigns(tx: Tx, campaignIds: readonly string[]): Promise<void> {
    await tx.query('SELECT 1 FROM campaign_runtime WHERE campaign_id = ANY($1) ORDER BY campaign_id FOR UPDATE', [
      campaignIds,
    ]);
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

  async moveCounters(tx: Tx, applied: readonly AppliedBenefit[]): Promise<boolean> {
    for (const move of joinMoves(applied)) {
      const moved: unknown[] = await tx.query(
        `INSERT INTO limit_counter AS c (key, times, amount_fen) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET times = c.times + excluded.times, amount_fen = c.amount_fen + excluded.amount_fen
         WHERE ($4::bigint IS NULL OR c.times + excluded.times <= $4) AND ($5::bigint IS NULL OR c.amount_fen + excluded.amount_fen <= $5)
         RETURNING key`,
        [move.key, move.times, move.amountFen, move.limitTimes ?? null, move.limitFen ?? null],
      );
      if (moved.length === 0) return false;
    }
    return true;
  }

  /** The hot rows, last: a pause, a new version or an empty budget makes the guard fail. */
  async spend(tx: Tx, applied: readonly AppliedBenefit[]): Promise<boolean> {
    for (const { campaignId, version, shares } of applied.toSorted((a, b) => byText(a.campaignId, b.campaignId))) {
      const [, count]: [unknown, number] = await tx.query(
        `UPDATE campaign_runtime SET spent_fen = spent_fen + $3, uses = uses + 1
         WHERE campaign_id = $1 AND version = $2 AND state = 'PUBLISHED' AND spent_fen + held_fen + leased_fen + $3 <= total_fen`,
        [campaignId, version, shareOf(shares, 'UNION')],
      );
      if (count === 0) return false;
    }
    return true;
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

function lookupOf(rows: readonly CounterRow[]): CounterLookup {
  return new Map(rows.map((row) => [row.key, { times: row.times, amountFen: row.amount_fen }]));
}

/** One move per counter: campaigns that share one count together, and the tightest limit holds. */
function joinMoves(applied: readonly AppliedBenefit[]): CounterMove[] {
  const joined = new Map<string, CounterMove>();
  for (const move of applied.flatMap(({ counters }) => counters)) {
    const known = joined.get(move.key);
    joined.set(move.key, known ? addMoves(known, move) : move);
  }
  return [...joined.values()].toSorted((a, b) => byText(a.key, b.key));
}

function addMoves(a: CounterMove, b: CounterMove): CounterMove {
  const limitTimes = Math.min(a.limitTimes ?? Infinity, b.limitTimes ?? Infinity);
  const limitFen = Math.min(a.limitFen ?? Infinity, b.limitFen ?? Infinity);
  return {
    key: a.key,
    times: a.times + b.times,
    amountFen: a.amountFen + b.amountFen,
    ...(limitTimes < Infinity ? { limitTimes } : {}),
    ...(limitFen < Infinity ? { limitFen } : {}),
  };
}
