import type { Db, Tx } from '../../../platform/database/database.js';

/** Notes when the clock is to publish what was approved; null lets the time go. */
export async function updatePublishAt(tx: Tx, id: string, publishAt: Date | null, now: Date): Promise<void> {
  await tx.query('UPDATE campaign SET publish_at = $2, updated_at = $3 WHERE id = $1', [id, publishAt, now]);
}

/** Ids of approved campaigns whose time to be published has come, the earliest first. */
export async function listToPublish(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    'SELECT id FROM campaign WHERE publish_at <= $1 ORDER BY publish_at, id LIMIT $2',
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

const NOT_STARTED = `c.started_at IS NULL AND r.campaign_id = c.id AND r.state = 'PUBLISHED' AND r.starts_at <= $1 AND r.ends_at > $1`;

/** Ids of campaigns that run and whose start nobody announced yet, the earliest first. */
export async function listToStart(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT c.id FROM campaign c, campaign_runtime r WHERE ${NOT_STARTED} ORDER BY r.starts_at, c.id LIMIT $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

export interface Start {
  readonly version: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Notes that a start is announced; null when somebody else did or it does not run any more. */
export async function markStarted(tx: Tx, id: string, now: Date): Promise<Start | null> {
  const [rows]: [Start[], number] = await tx.query(
    `UPDATE campaign c SET started_at = $1 FROM campaign_runtime r WHERE c.id = $2 AND ${NOT_STARTED}
     RETURNING r.version, r.starts_at AS "startsAt", r.ends_at AS "endsAt"`,
    [now, id],
  );
  return rows[0] ?? null;
}
