import type { Db, Tx } from '../../../platform/database/database.js';

export interface RetentionRow {
  readonly code: string;
  readonly keepDays: number;
  readonly minDays: number;
  readonly maxDays: number;
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
  readonly lastRunAt: Date | null;
  readonly lastRemoved: number | null;
}

export function listRules(db: Db): Promise<RetentionRow[]> {
  return db.query(
    `SELECT r.code, r.keep_days AS "keepDays", r.min_days AS "minDays", r.max_days AS "maxDays", l.display_name AS "changedBy",
       r.changed_at AS "changedAt", r.last_run_at AS "lastRunAt", r.last_removed AS "lastRemoved"
     FROM retention_rule r LEFT JOIN login l ON l.id = r.changed_by ORDER BY r.code`,
  );
}

/** How many days; null for a code nobody knows. */
export async function findDays(db: Db, code: string): Promise<number | null> {
  const rows: { days: number }[] = await db.query('SELECT keep_days AS days FROM retention_rule WHERE code = $1', [
    code,
  ]);
  return rows[0]?.days ?? null;
}

/** Locks a period for a change; answers what it was. */
export async function lockDays(tx: Tx, code: string): Promise<number | null> {
  const rows: { days: number }[] = await tx.query(
    'SELECT keep_days AS days FROM retention_rule WHERE code = $1 FOR UPDATE',
    [code],
  );
  return rows[0]?.days ?? null;
}

export async function updateDays(tx: Tx, code: string, days: number, by: string, at: Date): Promise<void> {
  await tx.query('UPDATE retention_rule SET keep_days = $2, changed_by = $3, changed_at = $4 WHERE code = $1', [
    code,
    days,
    by,
    at,
  ]);
}

export async function noteRun(tx: Tx, code: string, removed: number, at: Date): Promise<void> {
  await tx.query('UPDATE retention_rule SET last_run_at = $2, last_removed = $3 WHERE code = $1', [code, at, removed]);
}
