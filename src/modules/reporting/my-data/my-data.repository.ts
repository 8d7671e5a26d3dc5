import type { Db, Tx } from '../../../platform/database/database.js';

export interface ExportRow {
  readonly id: string;
  readonly memberId: string;
  readonly state: 'WAITING' | 'READY';
  readonly requestedAt: Date;
}

const ROW = `id, member_id AS "memberId", state, requested_at AS "requestedAt"`;

export async function insertExport(tx: Tx, id: string, memberId: string, at: Date): Promise<void> {
  await tx.query(`INSERT INTO data_export (id, member_id, state, requested_at) VALUES ($1, $2, 'WAITING', $3)`, [
    id,
    memberId,
    at,
  ]);
}

/** A person's files, the newest first. */
export function listExports(db: Db, memberId: string, limit: number): Promise<ExportRow[]> {
  return db.query(`SELECT ${ROW} FROM data_export WHERE member_id = $1 ORDER BY id DESC LIMIT $2`, [memberId, limit]);
}

export async function findExport(db: Db, id: string): Promise<ExportRow | null> {
  const rows: ExportRow[] = await db.query(`SELECT ${ROW} FROM data_export WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** The sealed file, for the person it is about and nobody else. */
export async function findContent(db: Db, id: string, memberId: string): Promise<Buffer | null> {
  const rows: { content: Buffer | null }[] = await db.query(
    `SELECT content FROM data_export WHERE id = $1 AND member_id = $2 AND state = 'READY'`,
    [id, memberId],
  );
  return rows[0]?.content ?? null;
}

export async function storeContent(tx: Tx, id: string, content: Buffer, at: Date): Promise<void> {
  await tx.query(
    `UPDATE data_export SET state = 'READY', content = $2, ready_at = $3 WHERE id = $1 AND state = 'WAITING'`,
    [id, content, at],
  );
}

/** Drops files that were asked for up to an instant. */
export async function deleteExports(tx: Tx, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    'DELETE FROM data_export WHERE id IN (SELECT id FROM data_export WHERE requested_at <= $1 ORDER BY id LIMIT $2)',
    [before, limit],
  );
  return count;
}

export async function deleteExportsOf(tx: Tx, memberIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM data_export WHERE member_id = ANY($1::uuid[])', [memberIds]);
}
