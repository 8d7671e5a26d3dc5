import type { Db, Tx } from '../../../platform/database/database.js';
import type { TerminalScope } from '../../../shared/caller.js';
import type { OpenCode } from './enrolment-code.rules.js';

export interface TerminalRow {
  readonly id: string;
  readonly storeId: string;
  readonly label: string;
  readonly kind: 'POS' | 'BROWSER';
  readonly scopes: readonly TerminalScope[];
  readonly createdAt: Date;
}

export interface TerminalKeyRow {
  readonly keyId: string;
  readonly terminalId: string;
  readonly publicKey: Uint8Array | null;
  readonly secretCipher: Uint8Array | null;
  readonly createdAt: Date;
}

export interface EnrolmentCodeRow {
  readonly id: string;
  readonly storeId: string;
  readonly handle: string;
  readonly codeHash: Uint8Array;
  readonly label: string;
  readonly expiresAt: Date;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Locks the store's row and counts its tills, so that two enrolments at once cannot pass the bound together. */
export async function countTerminals(tx: Tx, storeId: string): Promise<number> {
  await tx.query('SELECT 1 FROM store WHERE id = $1 FOR NO KEY UPDATE', [storeId]);
  const [{ n }]: [{ n: number }] = await tx.query(
    `SELECT count(*)::int AS n FROM terminal WHERE store_id = $1 AND state = 'ACTIVE'`,
    [storeId],
  );
  return n;
}

export async function insertTerminals(tx: Tx, rows: readonly TerminalRow[]): Promise<void> {
  const records = rows.map(({ storeId, createdAt, ...row }) => ({ ...row, store_id: storeId, created_at: createdAt }));
  await tx.query(
    `INSERT INTO terminal (id, store_id, label, kind, scopes, state, created_at)
     SELECT id, store_id, label, kind, scopes, 'ACTIVE', created_at
     FROM jsonb_to_recordset($1::jsonb) AS r (id text, store_id text, label text, kind text, scopes text[], created_at timestamptz)`,
    [JSON.stringify(records)],
  );
}

export async function insertTerminalKeys(tx: Tx, rows: readonly TerminalKeyRow[]): Promise<void> {
  const records = rows.map((row) => ({
    key_id: row.keyId,
    terminal_id: row.terminalId,
    algorithm: row.publicKey === null ? 'HMAC-SHA256' : 'ED25519',
    public_key: row.publicKey && Buffer.from(row.publicKey).toString('hex'),
    secret_cipher: row.secretCipher && Buffer.from(row.secretCipher).toString('hex'),
    created_at: row.createdAt,
  }));
  await tx.query(
    `INSERT INTO terminal_key (key_id, terminal_id, algorithm, public_key, secret_cipher, state, created_at)
     SELECT key_id, terminal_id, algorithm, decode(public_key, 'hex'), decode(secret_cipher, 'hex'), 'ACTIVE', created_at
     FROM jsonb_to_recordset($1::jsonb) AS r (
       key_id text, terminal_id text, algorithm text, public_key text, secret_cipher text, created_at timestamptz)`,
    [JSON.stringify(records)],
  );
}

/** Locks a till and returns its active key ids, oldest first; null when there is no such active till. */
export async function lockTerminalKeys(tx: Tx, terminalId: string): Promise<string[] | null> {
  const terminal: unknown[] = await tx.query(
    `SELECT 1 FROM terminal WHERE id = $1 AND state = 'ACTIVE' FOR NO KEY UPDATE`,
    [terminalId],
  );
  if (terminal.length === 0) return null;
  const keys: { key_id: string }[] = await tx.query(
    `SELECT key_id FROM terminal_key WHERE terminal_id = $1 AND state = 'ACTIVE' ORDER BY created_at, key_id`,
    [terminalId],
  );
  return keys.map((key) => key.key_id);
}

export async function revokeKey(tx: Tx, keyId: string, at: Date): Promise<void> {
  await tx.query(`UPDATE terminal_key SET state = 'REVOKED', revoked_at = $2 WHERE key_id = $1 AND state = 'ACTIVE'`, [
    keyId,
    at,
  ]);
}

/** Ends a till and its keys for good; false when there is none that is active. */
export async function revokeTerminal(tx: Tx, terminalId: string, at: Date): Promise<boolean> {
  const [, changed]: [unknown, number] = await tx.query(
    `UPDATE terminal SET state = 'REVOKED' WHERE id = $1 AND state = 'ACTIVE'`,
    [terminalId],
  );
  await tx.query(
    `UPDATE terminal_key SET state = 'REVOKED', revoked_at = $2 WHERE terminal_id = $1 AND state = 'ACTIVE'`,
    [terminalId, at],
  );
  return changed === 1;
}

/** Where a till stands; null when it was never enrolled. */
export async function findTerminalPlace(
  db: Db,
  terminalId: string,
): Promise<{ storeId: string; merchantId: string } | null> {
  const rows: { storeId: string; merchantId: string }[] = await db.query(
    `SELECT s.id AS "storeId", s.merchant_id AS "merchantId" FROM terminal t JOIN store s ON s.id = t.store_id WHERE t.id = $1`,
    [terminalId],
  );
  return rows[0] ?? null;
}

export async function insertEnrolmentCode(tx: Tx, row: EnrolmentCodeRow): Promise<void> {
  await tx.query(
    `INSERT INTO enrolment_code (id, store_id, handle, code_hash, label, expires_at, created_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.id, row.storeId, row.handle, row.codeHash, row.label, row.expiresAt, row.createdBy, row.createdAt],
  );
}

/** Locks the unused codes with a handle, in the order of their ids. */
export async function lockOpenCodes(
  tx: Tx,
  handle: string,
): Promise<(OpenCode & { storeId: string; label: string; createdBy: string })[]> {
  return tx.query(
    `SELECT id, store_id AS "storeId", code_hash AS "codeHash", label, tries_left AS "triesLeft", expires_at AS "expiresAt", created_by AS "createdBy"
     FROM enrolment_code WHERE handle = $1 AND used_at IS NULL ORDER BY id FOR UPDATE`,
    [handle],
  );
}

export async function missCodes(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.query(
    'UPDATE enrolment_code SET tries_left = tries_left - 1 WHERE id = ANY($1::uuid[]) AND tries_left > 0',
    [ids],
  );
}

export async function spendCode(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query('UPDATE enrolment_code SET used_at = $2 WHERE id = $1', [id, at]);
}
