import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import type { CounterReturn } from '../campaigns/give-back.rules.js';
import { HoldingsRepository, type Revival } from '../holdings/holdings.repository.js';

export interface RuntimeRow {
  readonly campaignId: string;
  readonly version: number;
  readonly state: string;
  readonly totalFen: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly leasedFen: number;
}

/** How the row of one campaign moves; what neither is spent nor held any more is free again, or its line's once the campaign has ended. */
export interface CampaignMove {
  readonly campaignId: string;
  readonly spentFen: number;
  readonly heldFen: number;
  /** Uses that count as not made. */
  readonly usesBack: number;
  /** What returns to what a person holds, if it still lives; absent where nothing does. */
  readonly revives?: Revival;
}

/** A move whose holding was revived already, where there is one. */
export interface PromisedMove extends CampaignMove {
  /** UNION fen that are promised again for what was revived. */
  readonly promisedFen: number;
}
export interface GivenBack {
  /** Of campaigns that have ended: the line their money went to. */
  readonly lineOf: ReadonlyMap<string, string>;
  /** Campaigns whose vouchers, balance or uses their holder has again. */
  readonly revived: ReadonlySet<string>;
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

/** What a snapshot of campaigns reads, and the way back of what a redemption took: counters, then campaign rows, each set sorted. */
@Injectable()
export class BasketRepository {
  constructor(private readonly holdings: HoldingsRepository) {}

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
  async returnCounters(tx: Tx, counters: readonly CounterReturn[]): Promise<void> {
    for (const move of counters.toSorted((a, b) => byText(a.key, b.key))) {
      await tx.query('UPDATE limit_counter SET times = times - $2, amount_fen = amount_fen - $3 WHERE key = $1', [
        move.key,
        move.times,
        move.amountFen,
      ]);
    }
  }

  async countOne(tx: Tx, key: string): Promise<void> {
    await tx.query(
      'INSERT INTO limit_counter AS c (key, times) VALUES ($1, 1) ON CONFLICT (key) DO UPDATE SET times = c.times + 1',
      [key],
    );
  }

  /** Campaign rows by id, then lines by id. After the end the money leaves the campaign. */
  async move(tx: Tx, moves: readonly PromisedMove[]): Promise<GivenBack> {
    const lineOf = new Map<string, string>();
    const revived = new Set<string>();
    const freedByLine = new Map<string, number>();
    for (const move of moves.toSorted((a, b) => byText(a.campaignId, b.campaignId))) {
      const { campaignId, spentFen, heldFen } = move;
      const promised = await moveCampaign(tx, move, move.promisedFen);
      if (promised && move.revives) revived.add(campaignId);
      const row = promised ?? (await this.moveWithoutPromise(tx, move));
      const freedFen = -(spentFen + heldFen);
      if (row?.state !== 'ENDED' || row.budget_line_id === null || freedFen === 0) continue;
      lineOf.set(campaignId, row.budget_line_id);
      freedByLine.set(row.budget_line_id, (freedByLine.get(row.budget_line_id) ?? 0) + freedFen);
    }
    for (const [lineId, freedFen] of [...freedByLine].toSorted(([a], [b]) => byText(a, b)))
      await tx.query('UPDATE budget_line SET handed_fen = handed_fen - $2 WHERE id = $1', [lineId, freedFen]);
    return { lineOf, revived };
  }

  /** The campaign has ended meanwhile, or its budget cannot promise again what others were given since: the money returns, the voucher does not. */
  private async moveWithoutPromise(tx: Tx, move: PromisedMove): Promise<MovedRow | undefined> {
    if (move.revives) await this.holdings.unrevive(tx, move.revives, move.promisedFen);
    return moveCampaign(tx, move, 0);
  }
}

interface MovedRow {
  readonly state: string;
  readonly budget_line_id: string | null;
}

async function moveCampaign(
  tx: Tx,
  { campaignId, spentFen, heldFen, usesBack }: CampaignMove,
  promisedFen: number,
): Promise<MovedRow | undefined> {
  const [rows]: [MovedRow[], number] = await tx.query(
    `UPDATE campaign_runtime SET spent_fen = spent_fen + $2, held_fen = held_fen + $3 + $5, promised_fen = promised_fen + $5, uses = uses - $4,
       total_fen = CASE WHEN state = 'ENDED' THEN total_fen + $2 + $3 ELSE total_fen END
     WHERE campaign_id = $1 AND ($5::bigint = 0 OR (state <> 'ENDED' AND spent_fen + held_fen + leased_fen + $2 + $3 + $5 <= total_fen))
     RETURNING state, budget_line_id`,
    [campaignId, spentFen, heldFen, usesBack, promisedFen],
  );
  return rows[0];
}
