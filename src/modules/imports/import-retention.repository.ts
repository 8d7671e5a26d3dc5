import type { Tx } from '../../platform/database/database.js';

/** Ends imports nobody took on and drops their files; who sent one sees that it was stopped. Answers how many pieces. */
export async function clearPieces(tx: Tx, sentBefore: Date, limit: number): Promise<number> {
  await tx.query(
    `UPDATE import_batch SET state = 'CANCELLED', finished_at = now()
     WHERE state IN ('UPLOADED', 'MAPPING', 'CHECKING', 'CHECKED', 'COMMITTING') AND created_at < $1`,
    [sentBefore],
  );
  return clearOf(tx, 'import_piece', 'created_at', sentBefore, limit);
}

/** Drops the refused rows of imports that ended before. */
export function clearKeptRows(tx: Tx, endedBefore: Date, limit: number): Promise<number> {
  return clearOf(tx, 'import_kept_row', 'finished_at', endedBefore, limit);
}

/** Drops what an undo of imports that ended before would need. */
export function clearChanges(tx: Tx, endedBefore: Date, limit: number): Promise<number> {
  return clearOf(tx, 'import_change', 'finished_at', endedBefore, limit);
}

async function clearOf(tx: Tx, table: string, since: string, before: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `DELETE FROM ${table} WHERE id IN (SELECT r.id FROM ${table} r JOIN import_batch i ON i.id = r.import_id
       WHERE i.${since} < $1 AND i.state <> 'UNDOING' LIMIT $2)`,
    [before, limit],
  );
  return count;
}
