import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../../../platform/database/database.js';
import { type Prepared, PreparedPool } from '../../../platform/database/prepared-pool.js';
import { CampaignSnapshots, type CampaignSnapshot, counterKeysFor, type Held, momentAt } from '../../benefits/index.js';
import { CardKeys } from '../../cards/index.js';
import { type MemberAttributes, reachingOrgIds } from '../../members/index.js';
import { CYCLE_KEY_PARTS } from './cycles.rules.js';
import type { StoredOutcome } from '../stored-outcome.js';
import type { BatchFacts, Holder, TillCommand } from './batch-facts.js';

/** What a request needs loaded; a quote has no key. */
export type LoadWish = Pick<TillCommand, 'terminal' | 'presented'> & {
  readonly key?: string;
  readonly ticketNo?: string;
};

/** Stands for the member in a counter's key until the statement knows who it is. */
const MEMBER = '\u0001';

/**
 * All that a batch looks at, in one round trip. Nothing is locked: the commit's guards say whether it still holds. LIMIT keeps each
 * request's look into a table a look-up of its own: it prunes partitions, and a plan made while the table was empty does not walk
 * through it later, once for each batch, when it has grown.
 */
export const LOAD: Prepared = {
  name: 'redemption-load',
  text: `
    WITH req AS MATERIALIZED (
      SELECT * FROM json_to_recordset($1::json) AS r (n integer, terminal text, key text, "cardNo" bigint, slot integer, step bigint, ctr bigint)
    ), holder AS MATERIALIZED (
      SELECT r.n, c.member_id, json_build_array(r.n, c.id, c.state, extract(epoch FROM c.issued_at) * 1000, d.slot, (SELECT epoch FROM pass_policy),
        m.id, m.name, m.membership, o.path, coalesce(o.park_code, e.park_code), p.tier, m.enterprise_id, e.industry, m.gender, m.birth_on, m.joined_on,
        (SELECT json_agg(json_build_object('code', k.code, 'level', k.level, 'fromOn', k.from_on, 'untilOn', k.until_on) ORDER BY k.code)
         FROM member_category k WHERE k.member_id = m.id AND k.state = 'GRANTED'),
        (SELECT json_agg(l.list_id) FROM member_list_entry l WHERE l.member_id = m.id AND l.list_id = ANY($6::text[])), c.plastic_issue_no) AS facts
      FROM req r
      CROSS JOIN LATERAL (SELECT * FROM card c WHERE c.card_no = r."cardNo" LIMIT 1) AS c
      CROSS JOIN LATERAL (SELECT * FROM member m WHERE m.id = c.member_id LIMIT 1) AS m
      CROSS JOIN LATERAL (SELECT * FROM union_org o WHERE o.id = m.org_id LIMIT 1) AS o
      LEFT JOIN LATERAL (SELECT d.slot FROM card_device d WHERE d.card_id = c.id AND d.replaced_at IS NULL LIMIT 1) AS d ON true
      LEFT JOIN LATERAL (SELECT * FROM enterprise e WHERE e.id = m.enterprise_id LIMIT 1) AS e ON true
      LEFT JOIN LATERAL (SELECT * FROM park p WHERE p.code = coalesce(o.park_code, e.park_code) LIMIT 1) AS p ON true
    ), wanted AS MATERIALIZED (
      SELECT w.before || h.member_id || w.after AS key
      FROM json_to_recordset($2::json) AS w (n integer, before text, after text) JOIN holder h USING (n)
      UNION ALL SELECT other.key FROM json_array_elements_text($3::json) AS other (key)
    )
    SELECT
      (SELECT epoch FROM benefit_epoch) AS epoch,
      (SELECT keys_version FROM pass_policy) AS keys,
      (SELECT json_agg(json_build_array(r.n, encode(k.body_hash, 'hex'), k.outcome, k.redemption_id))
       FROM req r CROSS JOIN LATERAL (SELECT * FROM idempotency_key k WHERE k.terminal_id = r.terminal AND k.key = r.key LIMIT 1) AS k) AS known,
      (SELECT json_agg(facts) FROM holder) AS holders,
      (SELECT json_agg(r.n) FROM req r CROSS JOIN LATERAL (SELECT FROM code_use u
         WHERE u.card_no = r."cardNo" AND u.slot = r.slot AND u.step = r.step AND u.ctr = r.ctr LIMIT 1) AS u) AS used,
      (SELECT json_agg(json_build_array(r.n, b.terminal_id, extract(epoch FROM b.until) * 1000, b.quote_id))
       FROM req r CROSS JOIN LATERAL (SELECT * FROM code_binding b
         WHERE b.card_no = r."cardNo" AND b.slot = r.slot AND b.step = r.step AND b.ctr = r.ctr LIMIT 1) AS b) AS bound,
      (SELECT json_agg(json_build_array(c.key, c.times, c.amount_fen))
       FROM wanted w CROSS JOIN LATERAL (SELECT * FROM limit_counter c WHERE c.key = w.key LIMIT 1) AS c) AS counters,
      (SELECT json_agg(json_build_array(c.campaign_id, c.version, c.state, c.total_fen, c.spent_fen, c.held_fen, c.leased_fen))
       FROM json_array_elements_text($4::json) AS w (id)
       CROSS JOIN LATERAL (SELECT * FROM campaign_runtime c WHERE c.campaign_id = w.id LIMIT 1) AS c) AS runtimes,
      (SELECT json_agg(json_build_array(o.n, h.campaign_id, h.units, h.fen)) FROM holder o CROSS JOIN LATERAL
        (SELECT * FROM holding h WHERE $7::boolean AND h.member_id = o.member_id AND h.state <> 'EXPIRED' LIMIT 1000) AS h) AS holdings,
      (SELECT json_agg(json_build_array(s.id, s.name)) FROM json_array_elements_text($5::json) AS w (id)
       CROSS JOIN LATERAL (SELECT * FROM store s WHERE s.id = w.id LIMIT 1) AS s) AS stores`,
};

interface Loaded {
  epoch: number | string;
  keys: number | string;
  known: [number, string | null, StoredOutcome | null, string | null][] | null;
  holders: HolderRow[] | null;
  used: number[] | null;
  bound: [number, string, number, string | null][] | null;
  counters: [string, number, number][] | null;
  runtimes: [string, number, string, number, number, number, number][] | null;
  holdings: [number, string, number, number][] | null;
  stores: [string, string][] | null;
}

type HolderRow = [
  n: number,
  cardId: string,
  state: string,
  issuedAtMs: number | null,
  deviceSlot: number | null,
  policyEpoch: number,
  memberId: string,
  name: string,
  membership: MemberAttributes['membership'],
  orgPath: string,
  parkCode: string | null,
  tier: MemberAttributes['tier'],
  enterpriseId: string | null,
  industry: string | null,
  gender: 'F' | 'M' | null,
  birthOn: string | null,
  joinedOn: string | null,
  categories: MemberAttributes['categories'] | null,
  lists: string[] | null,
  plasticIssueNo: number | null,
];

/** How often a snapshot may turn out old while it is being used. */
const SNAPSHOT_TRIES_MAX = 5;

/** Reads for the engine. */
@Injectable()
export class BatchLoadRepository {
  constructor(
    private readonly pool: PreparedPool,
    private readonly database: Database,
    private readonly snapshots: CampaignSnapshots,
    private readonly cardKeys: CardKeys,
  ) {}

  /** Loads what these requests need at an instant; with a connection, inside its transaction. */
  async load(wishes: readonly LoadWish[], now: Date, connection?: PoolClient): Promise<BatchFacts> {
    let snapshot = await this.snapshots.current(this.database.db, now);
    for (let tries = 1; ; tries += 1) {
      const values = valuesOf(wishes, snapshot, now);
      const rows = connection
        ? (await connection.query<Loaded>({ ...LOAD, values })).rows
        : await this.pool.run<Loaded>(LOAD, values);
      const loaded = rows[0];
      if (!loaded) throw new Error('the load of a batch answered nothing');
      // What was withdrawn before this load counts for no decision on it.
      await this.cardKeys.atLeast(Number(loaded.keys));
      if (Number(loaded.epoch) === snapshot.epoch) return factsOf(loaded, snapshot);
      if (tries >= SNAPSHOT_TRIES_MAX) throw new Error('campaigns change faster than they can be read');
      snapshot = await this.snapshots.retake(this.database.db, now);
    }
  }

  /** Which counters and campaigns a decision of these requests could move; for taking their locks before. */
  async listMovable(wishes: readonly LoadWish[], memberIds: readonly string[], now: Date): Promise<Movable> {
    const snapshot = await this.snapshots.current(this.database.db, now);
    const moment = momentAt(now.getTime());
    const counters = new Set<string>();
    const campaigns = new Set<string>();
    const holdings: string[] = [];
    for (const [at, { terminal }] of wishes.entries())
      for (const campaign of snapshot.candidates(storeOf(terminal), now.getTime())) {
        campaigns.add(campaign.id);
        if (campaign.mechanism.holds !== null) holdings.push(campaign.id);
        const subject = {
          memberId: memberIds[at] ?? '',
          storeId: terminal.storeId,
          merchantId: terminal.merchantId,
        };
        for (const key of counterKeysFor(campaign, subject, moment)) counters.add(key);
      }
    return { counters: [...counters], campaigns: [...campaigns], holdings, members: memberIds };
  }
}

export interface Movable {
  readonly counters: readonly string[];
  readonly campaigns: readonly string[];
  /** Campaigns that hand out something beforehand, and the people who may hold it. */
  readonly holdings: readonly string[];
  readonly members: readonly string[];
}

export const storeOf = ({ storeId, merchantId, merchantCategory }: LoadWish['terminal']) => ({
  id: storeId,
  merchantId,
  merchantCategory,
});

function valuesOf(
  wishes: readonly LoadWish[],
  snapshot: CampaignSnapshot,
  now: Date,
): (string | boolean | readonly string[])[] {
  const moment = momentAt(now.getTime());
  const keysByStore = new Map<string, readonly string[]>();
  const campaigns = new Set<string>();
  const memberKeys: { n: number; before: string; after: string }[] = [];
  const otherKeys = new Set<string>();
  for (const [n, { terminal, ticketNo }] of wishes.entries()) {
    let keys = keysByStore.get(terminal.storeId);
    if (!keys) {
      const here = snapshot.candidates(storeOf(terminal), now.getTime());
      const subject = { memberId: MEMBER, storeId: terminal.storeId, merchantId: terminal.merchantId };
      keys = [...new Set(here.flatMap((campaign) => counterKeysFor(campaign, subject, moment)))];
      keysByStore.set(terminal.storeId, keys);
      for (const { id } of here) campaigns.add(id);
    }
    for (const key of keys) {
      const [before, after] = key.split(MEMBER);
      if (before !== undefined && after !== undefined) memberKeys.push({ n, before, after });
      else otherKeys.add(key);
    }
    if (ticketNo !== undefined) {
      const [before, after] = CYCLE_KEY_PARTS(terminal.storeId, ticketNo);
      memberKeys.push({ n, before, after });
    }
  }
  const requests = wishes.map(({ terminal, key, presented: { showing } }, n) => ({
    n,
    terminal: terminal.terminalId,
    key: key ?? null,
    ...showing,
  }));
  return [
    JSON.stringify(requests),
    JSON.stringify(memberKeys),
    JSON.stringify([...otherKeys]),
    JSON.stringify([...campaigns]),
    JSON.stringify([...keysByStore.keys()]),
    snapshot.lists,
    snapshot.hasHoldings,
  ];
}

function factsOf(loaded: Loaded, snapshot: CampaignSnapshot): BatchFacts {
  return {
    snapshot,
    known: new Map(
      (loaded.known ?? []).flatMap(([n, hash, outcome, redemptionId]) =>
        outcome === null
          ? []
          : [[n, { outcome, redemptionId, bodyHash: hash === null ? null : Buffer.from(hash, 'hex') }]],
      ),
    ),
    holders: new Map((loaded.holders ?? []).map((row) => [row[0], holderOf(row)])),
    used: new Set(loaded.used ?? []),
    bound: new Map(
      (loaded.bound ?? []).map(([n, terminalId, untilMs, quoteId]) => [n, { terminalId, untilMs, quoteId }]),
    ),
    holdings: holdingsOf(loaded.holdings ?? []),
    counters: new Map((loaded.counters ?? []).map(([key, times, amountFen]) => [key, { times, amountFen }])),
    runtimes: new Map(
      (loaded.runtimes ?? []).map(([id, version, state, totalFen, spentFen, heldFen, leasedFen]) => [
        id,
        { version, state, totalFen, spentFen, heldFen, leasedFen },
      ]),
    ),
    storeNames: new Map(loaded.stores ?? []),
  };
}

function holdingsOf(rows: NonNullable<Loaded['holdings']>): BatchFacts['holdings'] {
  const holdings = new Map<number, Map<string, Held>>();
  for (const [n, campaignId, units, fen] of rows) {
    const known = holdings.get(n) ?? new Map<string, Held>();
    holdings.set(n, known.set(campaignId, { units, fen }));
  }
  return holdings;
}

function holderOf(row: HolderRow): Holder {
  const [, cardId, state, issuedAtMs, deviceSlot, policyEpoch, memberId, name, membership, orgPath, ...rest] = row;
  const [parkCode, tier, enterpriseId, industry, gender, birthOn, joinedOn, categories, lists, plasticIssueNo] = rest;
  return {
    cardId,
    state,
    issuedAtMs,
    deviceSlot,
    plasticIssueNo,
    policyEpoch,
    member: {
      memberId,
      name,
      membership,
      orgPath,
      orgIds: reachingOrgIds(membership, orgPath),
      parkCode,
      tier,
      enterpriseId,
      industry,
      gender,
      birthOn,
      joinedOn,
      categories: categories ?? [],
      lists: lists ?? [],
    },
  };
}
