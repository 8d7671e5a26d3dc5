import type { Db, Tx } from '../../../platform/database/database.js';
import type { CampaignDefinition } from './campaign.schemas.js';
import type { CampaignState } from './campaign-views.schemas.js';

export interface CampaignRecord {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly ownerPath: string;
  readonly state: CampaignState;
  readonly version: number;
  readonly definition: unknown;
  readonly madeBy: string;
  readonly submittedBy: string | null;
  readonly checkedBy: string | null;
  /** Counts every change of the content. */
  readonly revision: number;
  readonly publishAt: Date | null;
}

/** GRANTING: published, and its audience is still being given to; it runs when all have it. */
export type LiveState = 'GRANTING' | 'PUBLISHED' | 'PAUSED' | 'ENDED';

export interface RuntimeRecord {
  readonly campaignId: string;
  readonly state: LiveState;
  readonly version: number;
  readonly endsAt: Date;
  readonly budgetLineId: string | null;
  readonly totalFen: number;
  readonly committedFen: number;
  /** Part of what is committed: for vouchers and balances people hold. */
  readonly promisedFen: number;
  readonly claims: number;
}

const CAMPAIGN = `c.id, c.owner_org_id AS "ownerOrgId", o.path AS "ownerPath", c.state, c.version, c.definition,
  c.made_by AS "madeBy", c.submitted_by AS "submittedBy", c.checked_by AS "checkedBy",
  c.revision, c.publish_at AS "publishAt"`;

const RUNTIME = `campaign_id AS "campaignId", state, version, ends_at AS "endsAt", budget_line_id AS "budgetLineId",
  total_fen AS "totalFen", spent_fen + held_fen + leased_fen AS "committedFen", promised_fen AS "promisedFen", claims`;

/** The working copy, locked: lifecycle steps of one campaign take turns. Lock it before its runtime row, that before any line. */
export async function lockCampaign(tx: Tx, id: string): Promise<CampaignRecord | null> {
  const rows: CampaignRecord[] = await tx.query(
    `SELECT ${CAMPAIGN} FROM campaign c JOIN union_org o ON o.id = c.owner_org_id WHERE c.id = $1 FOR UPDATE OF c`,
    [id],
  );
  return rows[0] ?? null;
}

/** The working copy as it is now, without a lock. */
export async function findCampaign(db: Db, id: string): Promise<CampaignRecord | null> {
  const rows: CampaignRecord[] = await db.query(
    `SELECT ${CAMPAIGN} FROM campaign c JOIN union_org o ON o.id = c.owner_org_id WHERE c.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The running row, locked against redemptions; null before the first publishing. */
export async function lockRuntime(tx: Tx, id: string): Promise<RuntimeRecord | null> {
  const rows: RuntimeRecord[] = await tx.query(
    `SELECT ${RUNTIME} FROM campaign_runtime WHERE campaign_id = $1 FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

/** The running row as it is now, without a lock. */
export async function findRuntime(db: Db, id: string): Promise<RuntimeRecord | null> {
  const rows: RuntimeRecord[] = await db.query(`SELECT ${RUNTIME} FROM campaign_runtime WHERE campaign_id = $1`, [id]);
  return rows[0] ?? null;
}

/** Writes a new draft; its id is unique by the table's key. */
export async function insertDraft(tx: Tx, definition: CampaignDefinition, madeBy: string, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO campaign (id, owner_org_id, state, version, definition, made_by, created_at, updated_at)
     VALUES ($1, $2, 'DRAFT', 1, $3, $4, $5, $5)`,
    [definition.id, definition.owner, JSON.stringify(definition), madeBy, now],
  );
}

/** Replaces the draft; whoever edited last is its maker, and nobody has submitted or checked it yet. */
export async function updateDraft(
  tx: Tx,
  definition: CampaignDefinition,
  version: number,
  madeBy: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `UPDATE campaign SET state = 'DRAFT', version = $2, definition = $3, made_by = $4, submitted_by = NULL, checked_by = NULL,
       revision = revision + 1, publish_at = NULL, updated_at = $5 WHERE id = $1`,
    [definition.id, version, JSON.stringify(definition), madeBy, now],
  );
}

export interface Step {
  readonly state: CampaignState;
  readonly submittedBy: string | null;
  readonly checkedBy: string | null;
}

/** Moves the working copy to its next state; a time to publish it holds only where it was given. */
export async function updateState(tx: Tx, id: string, step: Step, now: Date): Promise<void> {
  await tx.query(
    'UPDATE campaign SET state = $2, submitted_by = $3, checked_by = $4, publish_at = NULL, updated_at = $5 WHERE id = $1',
    [id, step.state, step.submittedBy, step.checkedBy, now],
  );
}

/** Puts the working copy back to the version that ran: an edit nobody published ends with its campaign. */
export async function endWorkingCopy(tx: Tx, id: string, version: number, now: Date): Promise<void> {
  await tx.query(
    `UPDATE campaign c SET state = 'ENDED', version = v.version, updated_at = $3, publish_at = NULL, made_by = v.made_by, checked_by = v.checked_by,
       submitted_by = CASE WHEN c.version = v.version THEN c.submitted_by END,
       definition = CASE WHEN c.version = v.version THEN c.definition ELSE v.definition END
     FROM campaign_version v WHERE c.id = $1 AND v.campaign_id = c.id AND v.version = $2`,
    [id, version, now],
  );
}

/** Freezes a version for ever. */
export async function insertVersion(
  tx: Tx,
  campaign: CampaignRecord,
  definition: CampaignDefinition,
  checkedBy: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_version (campaign_id, version, definition, made_by, checked_by, published_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [campaign.id, campaign.version, JSON.stringify(definition), campaign.madeBy, checkedBy, now],
  );
}

/** Makes a version the one that runs; what was spent and used stays. The CHECK refuses a total below what is committed. */
export async function upsertRuntime(
  tx: Tx,
  definition: CampaignDefinition,
  version: number,
  state: 'GRANTING' | 'PUBLISHED',
): Promise<void> {
  const { id, when, budget } = definition;
  await tx.query(
    `INSERT INTO campaign_runtime (campaign_id, state, version, starts_at, ends_at, budget_line_id, total_fen)
     VALUES ($1, $7, $2, $3, $4, $5, $6)
     ON CONFLICT (campaign_id) DO UPDATE SET state = excluded.state, version = excluded.version, starts_at = excluded.starts_at,
       ends_at = excluded.ends_at, budget_line_id = excluded.budget_line_id, total_fen = excluded.total_fen`,
    [id, version, when.from, when.to, budget?.from ?? null, budget?.totalFen ?? 0, state],
  );
}

/** Starts, pauses or ends what runs, with the total it may commit from now on. */
export async function updateRuntime(tx: Tx, id: string, state: LiveState, totalFen: number): Promise<void> {
  await tx.query('UPDATE campaign_runtime SET state = $2, total_fen = $3 WHERE campaign_id = $1', [
    id,
    state,
    totalFen,
  ]);
}

/** Takes what runs out of force: what people still hold is promised no more, and only what was spent or is held at a till stays. */
export async function endRuntime(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `UPDATE campaign_runtime SET state = 'ENDED', total_fen = spent_fen + held_fen + leased_fen - promised_fen,
       held_fen = held_fen - promised_fen, promised_fen = 0 WHERE campaign_id = $1`,
    [id],
  );
}

/** Keeps the working copy's budget figure equal to the one that runs, so that the next edit starts from it. */
export async function updateDraftBudget(tx: Tx, id: string, totalFen: number, now: Date): Promise<void> {
  await tx.query(
    `UPDATE campaign SET definition = jsonb_set(definition, '{budget,totalFen}', to_jsonb($2::bigint)), revision = revision + 1,
       updated_at = $3 WHERE id = $1`,
    [id, totalFen, now],
  );
}

/** Ids of running campaigns whose end has come, the earliest first. */
export async function listDue(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT campaign_id AS id FROM campaign_runtime WHERE state <> 'ENDED' AND ends_at <= $1 ORDER BY ends_at, campaign_id LIMIT $2`,
    [now, limit],
  );
  return rows.map((row) => row.id);
}
