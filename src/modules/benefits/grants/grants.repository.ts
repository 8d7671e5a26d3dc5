import type { Db, Tx } from '../../../platform/database/database.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { AUDIENCE_FROM, meantMembersSql, tierSql } from '../eligibility/audience-sql.js';
import type { GrantPlan, TierCount } from './grant.rules.js';

/** Whom a campaign means, as of an instant. */
export interface Meant {
  readonly definition: Pick<CampaignDefinition, 'audience'>;
  readonly ownerPath: string;
  readonly asOf: Date;
}

/** People of the audience by tier. */
export async function countTiers(db: Db, { tiers }: GrantPlan, meant: Meant): Promise<TierCount[]> {
  const { audience } = meant.definition;
  const who = meantMembersSql(audience ?? null, meant.ownerPath, meant.asOf.getTime());
  const tier = tierSql(tiers, meant.asOf.getTime(), who.values.length + 1);
  return db.query(
    `SELECT tier, count(*)::int AS people FROM (SELECT ${tier.text} AS tier FROM ${AUDIENCE_FROM} WHERE ${who.text}) AS t GROUP BY tier`,
    [...who.values, ...tier.values],
  );
}

export interface GrantRun {
  readonly campaignId: string;
  readonly state: 'RUNNING' | 'DONE' | 'STOPPED';
  readonly people: number;
  readonly given: number;
  readonly cursor: string | null;
  readonly startedAt: Date;
  readonly liveState: string;
}

const RUN = `campaign_id AS "campaignId", state, people, given, cursor, started_at AS "startedAt",
  (SELECT r.state FROM campaign_runtime r WHERE r.campaign_id = grant_run.campaign_id) AS "liveState"`;

export async function insertRun(tx: Tx, campaignId: string, people: number, startedAt: Date): Promise<void> {
  await tx.query('INSERT INTO grant_run (campaign_id, people, started_at) VALUES ($1, $2, $3)', [
    campaignId,
    people,
    startedAt,
  ]);
}

export async function findRun(db: Db, campaignId: string): Promise<GrantRun | null> {
  const rows: GrantRun[] = await db.query(`SELECT ${RUN} FROM grant_run WHERE campaign_id = $1`, [campaignId]);
  return rows[0] ?? null;
}

/** Runs that have not come to their end. */
export async function listRunning(db: Db, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT campaign_id AS id FROM grant_run WHERE state = 'RUNNING' ORDER BY started_at, campaign_id LIMIT $1`,
    [limit],
  );
  return rows.map((row) => row.id);
}

/** The run for one step of it; null when another process is at it or it is over. */
export async function lockRun(tx: Tx, campaignId: string): Promise<GrantRun | null> {
  const rows: GrantRun[] = await tx.query(
    `SELECT ${RUN} FROM grant_run WHERE campaign_id = $1 AND state = 'RUNNING' FOR UPDATE SKIP LOCKED`,
    [campaignId],
  );
  return rows[0] ?? null;
}

/** Gives to the next people in order of their ids; answers how many there were, the last of them and what was promised to them. */
export async function giveChunk(
  tx: Tx,
  run: GrantRun,
  { tiers, gifts }: GrantPlan,
  meant: Meant,
  limit: number,
): Promise<{ people: number; last: string | null; promisedFen: number }> {
  const own = [
    run.campaignId,
    run.cursor,
    limit,
    gifts.map(({ units }) => units),
    gifts.map(({ fen }) => fen),
    gifts.map(({ promisedFen }) => promisedFen),
    run.startedAt,
  ];
  const who = meantMembersSql(meant.definition.audience ?? null, meant.ownerPath, meant.asOf.getTime(), own.length + 1);
  const tier = tierSql(tiers, meant.asOf.getTime(), own.length + who.values.length + 1);
  const [row]: { people: number; last: string | null; promisedFen: number }[] = await tx.query(
    `WITH chunk AS MATERIALIZED (
       SELECT m.id, ${tier.text} + 1 AS tier FROM ${AUDIENCE_FROM}
       WHERE ${who.text} AND ($2::uuid IS NULL OR m.id > $2::uuid) ORDER BY m.id LIMIT $3
     ), given AS (
       INSERT INTO holding (campaign_id, member_id, source, given_units, units, given_fen, fen, promised_fen, given_at)
       SELECT $1, id, 'GRANTED', u, u, f, f, p, $7 FROM (
         SELECT id, coalesce(($4::int[])[tier], 0) AS u, coalesce(($5::bigint[])[tier], 0) AS f, coalesce(($6::bigint[])[tier], 0) AS p
         FROM chunk) AS gift
       RETURNING promised_fen
     )
     SELECT (SELECT count(*)::int FROM chunk) AS people, (SELECT id FROM chunk ORDER BY id DESC LIMIT 1) AS last,
       (SELECT coalesce(sum(promised_fen), 0)::bigint FROM given) AS "promisedFen"`,
    [...own, ...who.values, ...tier.values],
  );
  if (!row) throw new Error('a chunk of people answered nothing');
  return row;
}

/** Keeps money aside for what was just given; false when the budget has not that much. */
export async function promise(tx: Tx, campaignId: string, fen: number): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE campaign_runtime SET held_fen = held_fen + $2::bigint, promised_fen = promised_fen + $2::bigint
     WHERE campaign_id = $1 AND state = 'GRANTING' AND spent_fen + held_fen + leased_fen + $2::bigint <= total_fen`,
    [campaignId, fen],
  );
  return count === 1;
}

export async function advanceRun(tx: Tx, campaignId: string, people: number, last: string | null): Promise<void> {
  await tx.query(
    'UPDATE grant_run SET given = given + $2, cursor = coalesce($3::uuid, cursor) WHERE campaign_id = $1',
    [campaignId, people, last],
  );
}

export async function endRun(tx: Tx, campaignId: string, state: 'DONE' | 'STOPPED', now: Date): Promise<void> {
  await tx.query('UPDATE grant_run SET state = $2, ended_at = $3 WHERE campaign_id = $1', [campaignId, state, now]);
}

/** A run that stopped for lack of money goes on where it stopped. */
export async function resumeRun(tx: Tx, campaignId: string): Promise<boolean> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE grant_run SET state = 'RUNNING', ended_at = NULL WHERE campaign_id = $1 AND state = 'STOPPED'`,
    [campaignId],
  );
  return count === 1;
}

/** Everybody was given to: from now on tills take it. */
export async function startRunning(tx: Tx, campaignId: string): Promise<void> {
  await tx.query(`UPDATE campaign_runtime SET state = 'PUBLISHED' WHERE campaign_id = $1 AND state = 'GRANTING'`, [
    campaignId,
  ]);
}
