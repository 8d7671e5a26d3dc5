import type { Db, Tx } from '../../../platform/database/database.js';
import type { ProductionFile } from './production.schemas.js';
import type { SealedFile } from './sealed-file.js';

export interface PieceKey {
  readonly batchId: string;
  readonly kind: ProductionFile;
  readonly runId: string;
  readonly n: number;
}

export async function insertPiece(tx: Tx, key: PieceKey, sealed: Buffer): Promise<void> {
  await tx.query('INSERT INTO card_production_piece (batch_id, kind, run_id, n, sealed) VALUES ($1, $2, $3, $4, $5)', [
    key.batchId,
    key.kind,
    key.runId,
    key.n,
    sealed,
  ]);
}

export async function findPiece(db: Db, key: PieceKey): Promise<Buffer | null> {
  const rows: { sealed: Buffer }[] = await db.query(
    'SELECT sealed FROM card_production_piece WHERE batch_id = $1 AND kind = $2 AND run_id = $3 AND n = $4',
    [key.batchId, key.kind, key.runId, key.n],
  );
  return rows[0]?.sealed ?? null;
}

/** Lets a whole file count, in place of the one before; pieces of other runs go. */
export async function publishFile(tx: Tx, file: SealedFile, madeAt: Date, expiresAt: Date): Promise<void> {
  await tx.query(
    `INSERT INTO card_production_file (batch_id, kind, run_id, pieces, bytes, sha256, made_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (batch_id, kind) DO UPDATE SET run_id = $3, pieces = $4, bytes = $5, sha256 = $6, made_at = $7, expires_at = $8`,
    [file.batchId, file.kind, file.runId, file.pieces, file.bytes, file.sha256, madeAt, expiresAt],
  );
  await tx.query('DELETE FROM card_production_piece WHERE batch_id = $1 AND kind = $2 AND run_id <> $3', [
    file.batchId,
    file.kind,
    file.runId,
  ]);
}

/** A file that may still be fetched. */
export async function findFile(db: Db, batchId: string, kind: ProductionFile, now: Date): Promise<SealedFile | null> {
  const rows: SealedFile[] = await db.query(
    `SELECT batch_id AS "batchId", kind, run_id AS "runId", pieces, bytes, sha256 FROM card_production_file
     WHERE batch_id = $1 AND kind = $2 AND expires_at > $3`,
    [batchId, kind, now],
  );
  return rows[0] ?? null;
}

/** Removes the contents of files whose days are over, and answers how many files; the row stays and says that there was one. */
export async function forgetOldFiles(tx: Tx, now: Date): Promise<number> {
  const [rows]: [unknown[], number] = await tx.query(
    `DELETE FROM card_production_piece p USING card_production_file f
     WHERE f.batch_id = p.batch_id AND f.kind = p.kind AND f.expires_at <= $1 RETURNING p.n`,
    [now],
  );
  return rows.length;
}
