import { strict as assert } from 'node:assert';
import { campaignAccount, LedgerService } from '../../src/modules/ledger/index.js';
import { BooksProcessor } from '../../src/modules/redemption/index.js';
import { PACK_EVENTS_MAX } from '../../src/platform/queue/event-processor.js';
import { PackRunner } from '../../src/platform/queue/pack-runner.js';
import { ALL, type Model, type ModelCampaign } from './model.js';
import type { ModelCity } from './model-city.js';

/** How many effects a till caused, as its answers say. */
export interface EffectsOfTill {
  readonly keys: number;
  readonly redemptions: number;
  readonly holds: number;
  readonly reversals: number;
  readonly codes: number;
}

/** The rules of domain.md section 5 that a till can break, asked of the database's rows. */
export class ModelRules {
  constructor(
    private readonly city: ModelCity,
    private readonly model: Model,
    private readonly terminalId: string,
  ) {}

  /** Rule 1: what a campaign spent and holds is what the model counted, is the sum of its facts, and fits its budget and its line. */
  async checkBudgets(): Promise<void> {
    const rows = await this.look<CampaignRow>(BUDGETS, [this.model.campaigns.map(({ id }) => id), this.terminalId]);
    for (const { id, totalFen, spentFen, heldFen, uses } of this.model.campaigns) {
      const counted = { spentFen, heldFen, givenFen: spentFen, openFen: heldFen };
      assert.deepEqual(
        rows.find((row) => row.id === id),
        { id, totalFen, uses, ...counted },
      );
      assert.ok(spentFen >= 0 && heldFen >= 0 && spentFen + heldFen <= totalFen);
    }
    assert.deepEqual(await this.look(LINES, []), []);
  }

  /** Rule 2: each key, each showing of a code had the one effect that was answered. */
  async checkEffects(expected: EffectsOfTill): Promise<void> {
    const [found] = await this.look<EffectsOfTill>(EFFECTS, [this.terminalId]);
    assert.deepEqual(found, expected);
  }

  /** Rule 4: every counter stands where the model's stands, within its limit. */
  async checkLimits(): Promise<void> {
    const patterns = this.model.campaigns.map(({ id }) => `%:${id}:%`);
    const rows = await this.look<CounterRow>(COUNTERS, [patterns]);
    for (const campaign of this.model.campaigns) {
      const found = rows
        .filter(({ key }) => key.includes(`:${campaign.id}:`))
        .map(({ key, times }) => [this.dayKeyOf(key), times] as const);
      const counted = [...campaign.counted].filter(([, times]) => times > 0).filter(isLimited(campaign));
      assert.deepEqual(new Map(found), new Map(counted));
      for (const [key, times] of found) assert.ok(times <= (key === ALL ? campaign.timesInAll : campaign.timesADay));
    }
  }

  /** Rule 3: once the books have heard all, they sum to zero, are the fold of their postings, and agree with the budgets. */
  async checkBooks(): Promise<void> {
    await this.tellBooks();
    const { db } = this.city.product.database;
    const ledger = this.city.get(LedgerService);
    assert.deepEqual(await ledger.check(db), { ...(await ledger.check(db)), balanced: true });
    for (const { id, totalFen, spentFen } of this.model.campaigns)
      assert.deepEqual([id, await ledger.balance(db, campaignAccount(id))], [id, totalFen - spentFen]);
  }

  /** What relay and queue do. */
  private async tellBooks(): Promise<void> {
    for (const handler of this.city.get(BooksProcessor).handlers) {
      const rows = await this.look<{ id: string }>(UNHEARD, [handler.event.name]);
      const ids = rows.map(({ id }) => id);
      for (let at = 0; at < ids.length; at += PACK_EVENTS_MAX)
        await this.city.get(PackRunner).run('books', handler, ids.slice(at, at + PACK_EVENTS_MAX), false);
    }
  }

  /** `MEMBER:<id>:<campaign>:D<day>` in the words of the model. */
  private dayKeyOf(key: string): string {
    const [scope, subject, , period = ''] = key.split(':');
    if (scope !== 'MEMBER') return ALL;
    const member = this.city.members.findIndex(({ memberId }) => memberId === subject);
    return this.model.dayKey(member, Date.parse(`${period.slice(1)}T00:00:00+08:00`));
  }

  /** Planned once: planning over all partitions costs more than looking. */
  private async look<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return (await this.city.eyes.query<Row>({ ...statement, values: [...values] })).rows;
  }
}

interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A campaign without a limit in all has no counter for it. */
const isLimited =
  ({ timesInAll }: ModelCampaign) =>
  ([key]: readonly [string, number]): boolean =>
    key !== ALL || timesInAll < Infinity;

interface CampaignRow {
  readonly id: string;
  readonly totalFen: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly uses: number;
  readonly givenFen: number;
  readonly openFen: number;
}
interface CounterRow {
  readonly key: string;
  readonly times: number;
}

const BUDGETS: Statement = {
  name: 'model-budgets',
  text: `
  SELECT c.campaign_id AS id, c.total_fen AS "totalFen", c.spent_fen AS "spentFen", c.held_fen AS "heldFen", c.uses,
    (SELECT coalesce(sum(u.union_fen), 0)::bigint FROM redemption_use u WHERE u.campaign_id = c.campaign_id)
      - (SELECT coalesce(sum(b."unionFen"), 0)::bigint FROM reversal v, jsonb_to_recordset(v.uses) AS b ("campaignId" text, "unionFen" bigint)
         WHERE v.terminal_id = $2 AND b."campaignId" = c.campaign_id) AS "givenFen",
    (SELECT coalesce(sum(h."unionFen"), 0)::bigint FROM till_authorization a, json_to_recordset(a.uses) AS h ("campaignId" text, "unionFen" bigint)
     WHERE a.terminal_id = $2 AND a.state = 'HELD' AND h."campaignId" = c.campaign_id) AS "openFen"
  FROM campaign_runtime c WHERE c.campaign_id = ANY($1)`,
};

const LINES: Statement = {
  name: 'model-lines',
  text: `
  SELECT l.id, l.handed_fen FROM budget_line l
  WHERE l.handed_fen > l.total_fen
    OR l.handed_fen <> (SELECT coalesce(sum(c.total_fen), 0) FROM campaign_runtime c WHERE c.budget_line_id = l.id)`,
};

const EFFECTS: Statement = {
  name: 'model-effects',
  text: `
  SELECT (SELECT count(*)::int FROM idempotency_key WHERE terminal_id = $1) AS keys,
    (SELECT count(*)::int FROM redemption WHERE terminal_id = $1 AND state <> 'DECLINED') AS redemptions,
    (SELECT count(*)::int FROM till_authorization WHERE terminal_id = $1) AS holds,
    (SELECT count(*)::int FROM reversal WHERE terminal_id = $1) AS reversals,
    (SELECT count(*)::int FROM code_use) AS codes`,
};

const COUNTERS: Statement = {
  name: 'model-counters',
  text: 'SELECT key, times FROM limit_counter WHERE times > 0 AND key LIKE ANY($1)',
};

const UNHEARD: Statement = {
  name: 'model-unheard',
  text: `
  SELECT id FROM outbox o WHERE event = $1 AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = 'books' AND i.event_id = o.id) ORDER BY id`,
};
