import type { Db } from '../../../platform/database/database.js';

/** Something that does not agree. `campaignIds` are paused; without any only the alert is raised. */
export interface Finding {
  readonly rule: 1 | 3 | 4;
  readonly what: string;
  readonly subject: string;
  readonly campaignIds: readonly string[];
  readonly expected: number;
  readonly found: number;
}

export interface CampaignProof {
  readonly campaignId: string;
  readonly unionFen: number;
  readonly uses: number;
}

/**
 * Rule 1: what each campaign spent, held and counted is the sum of what redemptions, reversals and open authorizations say.
 * Sums begin where an earlier run has proven them, unless `fromScratch`; `upTo` is where this run's own proof ends.
 */
export async function proveCampaigns(
  db: Db,
  fromScratch: boolean,
  upTo: string,
): Promise<{ findings: Finding[]; proofs: CampaignProof[] }> {
  const rows: (CampaignProof & { what: string | null; expected: number; found: number })[] = await db.query(
    `WITH start AS MATERIALIZED (
       SELECT c.campaign_id,
         -- Nothing was given before it was first published. Ids have the machine's time, whose clock a rehearsal may be ahead of.
         coalesce(p.up_to, partition_bound('redemption', (SELECT least(min(v.published_at), now()) - interval '1 hour' FROM campaign_version v
           WHERE v.campaign_id = c.campaign_id))::uuid) AS up_to,
         coalesce(p.union_fen, 0) AS union_fen, coalesce(p.uses, 0) AS uses
       FROM campaign_runtime c LEFT JOIN audit_proof p ON p.campaign_id = c.campaign_id AND NOT $1::boolean
     ), earliest AS MATERIALIZED (SELECT up_to FROM start ORDER BY up_to LIMIT 1), given AS (
       SELECT u.campaign_id, u.union_fen, 1 AS uses, u.redemption_id AS at FROM redemption_use u, earliest e WHERE u.redemption_id >= e.up_to
       UNION ALL
       SELECT b."campaignId", -b."unionFen", -b.uses, v.id FROM reversal v, earliest e,
         jsonb_to_recordset(v.uses) AS b ("campaignId" text, "unionFen" bigint, uses int) WHERE v.id >= e.up_to
     ), summed AS (
       SELECT s.campaign_id, s.union_fen + coalesce(sum(g.union_fen), 0)::bigint AS union_fen, s.uses + coalesce(sum(g.uses), 0)::bigint AS uses,
         s.union_fen + coalesce(sum(g.union_fen) FILTER (WHERE g.at < $2), 0)::bigint AS proven_fen,
         s.uses + coalesce(sum(g.uses) FILTER (WHERE g.at < $2), 0)::bigint AS proven_uses
       FROM start s LEFT JOIN given g ON g.campaign_id = s.campaign_id AND g.at >= s.up_to
       GROUP BY s.campaign_id, s.union_fen, s.uses
     ), held AS (
       SELECT h."campaignId" AS campaign_id, sum(h."unionFen")::bigint AS held_fen, count(*) AS uses
       FROM till_authorization a, json_to_recordset(a.uses) AS h ("campaignId" text, "unionFen" bigint) WHERE a.state = 'HELD' GROUP BY 1
     ), promised AS (
       -- Everybody's holdings are read only in full.
       SELECT campaign_id, sum(promised_fen)::bigint AS fen FROM holding WHERE $1::boolean AND state = 'LIVE' GROUP BY 1
     ), checked AS (
       SELECT c.campaign_id, s.proven_fen, s.proven_uses, x.what, x.expected, x.found
       FROM campaign_runtime c JOIN summed s USING (campaign_id) LEFT JOIN held h USING (campaign_id) LEFT JOIN promised p USING (campaign_id)
       LEFT JOIN LATERAL (VALUES
         ('spentFen', s.union_fen, c.spent_fen),
         ('heldFen', coalesce(h.held_fen, 0) + c.promised_fen, c.held_fen),
         ('promisedFen', CASE WHEN NOT $1::boolean THEN c.promised_fen WHEN c.state = 'ENDED' THEN 0 ELSE coalesce(p.fen, 0) END, c.promised_fen),
         ('uses', s.uses + coalesce(h.uses, 0), c.uses),
         ('totalFen', greatest(c.total_fen, c.spent_fen + c.held_fen + c.leased_fen), c.total_fen)
       ) AS x (what, expected, found) ON x.expected <> x.found
     )
     SELECT campaign_id AS "campaignId", proven_fen AS "unionFen", proven_uses AS uses, what, expected, found FROM checked ORDER BY campaign_id`,
    [fromScratch, upTo],
  );
  const findings = rows.flatMap(({ campaignId, what, expected, found }): Finding[] =>
    what === null ? [] : [{ rule: 1, what, subject: campaignId, campaignIds: [campaignId], expected, found }],
  );
  const wrong = new Set(findings.map(({ subject }) => subject));
  return { findings, proofs: rows.filter(({ campaignId }) => !wrong.has(campaignId)) };
}

/** Rule 1 on budget lines: what a line handed out is what its child lines and campaigns have. */
export async function proveLines(db: Db): Promise<Finding[]> {
  const rows: { id: string; expected: number; found: number }[] = await db.query(
    `SELECT l.id, l.handed_fen AS found,
       (SELECT coalesce(sum(k.total_fen), 0)::bigint FROM budget_line k WHERE k.parent_id = l.id)
         + (SELECT coalesce(sum(c.total_fen), 0)::bigint FROM campaign_runtime c WHERE c.budget_line_id = l.id) AS expected
     FROM budget_line l`,
  );
  return rows
    .filter(({ expected, found }) => expected !== found)
    .map(({ id, expected, found }) => ({ rule: 1, what: 'handedFen', subject: id, campaignIds: [], expected, found }));
}

/** Facts the books have not heard yet; those sent before `$1` are taken as heard. */
const UNHEARD = `announced AS (
       SELECT id, event, payload FROM outbox WHERE status <> 'SENT'
       UNION ALL
       SELECT id, event, payload FROM outbox WHERE status = 'SENT' AND sent_at >= coalesce($1::timestamptz, '-infinity')
       UNION ALL
       SELECT o.id, o.event, o.payload FROM dead_letter d JOIN outbox o ON o.id = d.event_id
       WHERE d.consumer = 'books' AND d.state = 'DEAD' AND o.status = 'SENT' AND o.sent_at < $1
     ), unheard AS (
       SELECT o.event, o.payload FROM announced o
       WHERE o.event IN ('redemption.redeemed', 'redemption.reversed', 'authorization.released')
         AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = 'books' AND i.event_id = o.id)
     )`;

/**
 * Rule 3 up to the last event posted: a campaign's account holds what it was handed less what was spent, but for facts the books
 * have not heard yet; and all balances sum to zero. Facts sent before `sentSince` are taken as heard at first, since reading them
 * all costs; nobody is accused before they too were asked.
 */
export async function proveBooks(db: Db, sentSince: Date | null): Promise<Finding[]> {
  const quick = await proveBalances(db, sentSince);
  const campaigns = quick.length === 0 || sentSince === null ? quick : await proveBalances(db, null);
  const [sum]: { fen: number }[] = await db.query(
    'SELECT coalesce(sum(balance_fen), 0)::bigint AS fen FROM ledger_account',
  );
  const sumFen = sum?.fen ?? 0;
  return sumFen === 0
    ? campaigns
    : [...campaigns, { rule: 3, what: 'sumFen', subject: 'ledger', campaignIds: [], expected: 0, found: sumFen }];
}

async function proveBalances(db: Db, sentSince: Date | null): Promise<Finding[]> {
  const rows: { campaign_id: string; expected: number; found: number }[] = await db.query(
    `WITH ${UNHEARD}, pending AS (
       SELECT u."campaignId" AS campaign_id,
         sum(CASE WHEN n.event = 'redemption.redeemed' THEN u."unionFen" WHEN n.event = 'redemption.reversed' AND u."lineId" IS NULL THEN -u."unionFen"
           WHEN n.event = 'authorization.released' THEN u."unionFen" ELSE 0 END)::bigint AS fen
       FROM unheard n, json_to_recordset(n.payload->'uses') AS u ("campaignId" text, "unionFen" bigint, "lineId" text) GROUP BY 1
     )
     SELECT c.campaign_id, c.total_fen - c.spent_fen + coalesce(p.fen, 0) AS expected, coalesce(a.balance_fen, 0) AS found
     FROM campaign_runtime c LEFT JOIN pending p USING (campaign_id) LEFT JOIN ledger_account a ON a.code = 'campaign:' || c.campaign_id`,
    [sentSince],
  );
  return rows
    .filter(({ expected, found }) => expected !== found)
    .map(({ campaign_id: id, expected, found }): Finding => ({
      rule: 3,
      what: 'balanceFen',
      subject: id,
      campaignIds: [id],
      expected,
      found,
    }));
}

/** Rule 3 on budget lines: what is free of each is its balance, but for returns not heard yet; and first lines hold what came in. */
export async function proveLineBooks(db: Db, sentSince: Date | null): Promise<Finding[]> {
  const quick = await proveLineBalances(db, sentSince);
  return quick.length === 0 || sentSince === null ? quick : proveLineBalances(db, null);
}

async function proveLineBalances(db: Db, sentSince: Date | null): Promise<Finding[]> {
  const rows: { id: string; what: string; expected: number; found: number }[] = await db.query(
    `WITH ${UNHEARD}, pending AS (
       SELECT u."lineId" AS line_id, sum(u."unionFen")::bigint AS fen
       FROM unheard n, json_to_recordset(n.payload->'uses') AS u ("unionFen" bigint, "lineId" text)
       WHERE n.event <> 'redemption.redeemed' AND u."lineId" IS NOT NULL GROUP BY 1
     ), checked AS (
       SELECT l.id, 'freeFen' AS what, l.total_fen - l.handed_fen - coalesce(p.fen, 0) AS expected, coalesce(a.balance_fen, 0) AS found
       FROM budget_line l LEFT JOIN pending p ON p.line_id = l.id LEFT JOIN ledger_account a ON a.code = 'budget-line:' || l.id
       UNION ALL
       SELECT 'ledger', 'fundedFen', (SELECT coalesce(sum(total_fen), 0)::bigint FROM budget_line WHERE parent_id IS NULL),
         -coalesce((SELECT balance_fen FROM ledger_account WHERE code = 'FUNDING'), 0)
     )
     SELECT id, what, expected, found FROM checked WHERE expected <> found`,
    [sentSince],
  );
  return rows.map(({ id, ...found }) => ({ rule: 3, subject: id, campaignIds: [], ...found }));
}

/** Rule 3 in full: every balance is the fold of its postings. Reads all postings. */
export async function proveFolds(db: Db): Promise<Finding[]> {
  const rows: { code: string; expected: number; found: number }[] = await db.query(
    `WITH fold AS (
       SELECT code, sum(fen)::bigint AS fen FROM (
         SELECT debit_account AS code, amount_fen AS fen FROM posting UNION ALL SELECT credit_account, -amount_fen FROM posting) AS sides GROUP BY code
     )
     SELECT coalesce(a.code, f.code) AS code, coalesce(f.fen, 0) AS expected, coalesce(a.balance_fen, 0) AS found
     FROM ledger_account a FULL JOIN fold f ON f.code = a.code WHERE coalesce(f.fen, 0) <> coalesce(a.balance_fen, 0)`,
  );
  return rows.map(({ code, expected, found }) => ({
    rule: 3,
    what: 'foldFen',
    subject: code,
    campaignIds: code.startsWith('campaign:') ? [code.slice('campaign:'.length)] : [],
    expected,
    found,
  }));
}

/**
 * Rule 4: counters are what the frozen terms of uses and open authorizations moved, less what reversals returned. In full both must
 * be equal; since an instant a counter must hold at least what was counted since, which finds one that was set back.
 * Counters are kept for ever: one that is gone stands at zero, as one does that was made for its lock and never moved.
 */
export async function proveCounters(db: Db, since: string | null): Promise<Finding[]> {
  const rows: { key: string; campaign_ids: string[] | null; expected: number; found: number; what: string }[] =
    await db.query(
      `WITH moved AS (
       SELECT k.key, 1 AS times, k."amountFen" AS fen, u.campaign_id FROM redemption_use u, json_to_recordset(u.frozen->'counters') AS k (key text, "amountFen" bigint)
       WHERE u.redemption_id >= coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
       UNION ALL
       SELECT k.key, -k.times, -k."amountFen", b."campaignId" FROM reversal v, jsonb_to_recordset(v.uses) AS b ("campaignId" text, counters jsonb),
         jsonb_to_recordset(b.counters) AS k (key text, times int, "amountFen" bigint) WHERE v.id >= coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
       UNION ALL
       SELECT k.key, 1, k."amountFen", h."campaignId" FROM till_authorization a, json_to_recordset(a.uses) AS h ("campaignId" text, frozen json),
         json_to_recordset(h.frozen->'counters') AS k (key text, "amountFen" bigint) WHERE a.state = 'HELD'
     ), summed AS (
       SELECT key, sum(times)::bigint AS times, sum(fen)::bigint AS fen, array_agg(DISTINCT campaign_id) AS campaign_ids FROM moved GROUP BY key
     )
     SELECT key, s.campaign_ids, x.what, x.expected, x.found
     FROM limit_counter c FULL JOIN summed s USING (key)
     CROSS JOIN LATERAL (VALUES ('times', coalesce(s.times, 0), coalesce(c.times, 0)), ('amountFen', coalesce(s.fen, 0), coalesce(c.amount_fen, 0))) AS x (what, expected, found)
     WHERE key NOT LIKE 'CYCLE:%' AND CASE WHEN $1::uuid IS NULL THEN x.expected <> x.found ELSE x.expected > x.found END
     LIMIT 100`,
      [since],
    );
  return rows.map(({ key, campaign_ids: ids, what, expected, found }) => ({
    rule: 4,
    what,
    subject: key,
    campaignIds: ids ?? ownerOf(key),
    expected,
    found,
  }));
}

/** The campaign in a counter's key; a shared counter belongs to no single one. */
function ownerOf(key: string): string[] {
  const rule = key.split(':')[2] ?? '~';
  return rule.startsWith('~') ? [] : [rule];
}

/** What no foreign key can hold on partitioned tables. Reads everything. */
export async function findOrphans(db: Db): Promise<Finding[]> {
  const rows: { what: string; found: number }[] = await db.query(
    ORPHANS.map(
      ([what, table]) =>
        `SELECT '${what}' AS what, count(*)::int AS found FROM ${table} o WHERE o.redemption_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM redemption r WHERE r.id = o.redemption_id)`,
    ).join(' UNION ALL '),
  );
  return rows
    .filter(({ found }) => found > 0)
    .map(({ what, found }) => ({ rule: 1, what, subject: 'redemption', campaignIds: [], expected: 0, found }));
}

const ORPHANS = [
  ['usesWithoutRedemption', 'redemption_use'],
  ['reversalsWithoutRedemption', 'reversal'],
  ['capturesWithoutRedemption', 'till_authorization'],
  ['postingsWithoutRedemption', 'posting'],
] as const;
