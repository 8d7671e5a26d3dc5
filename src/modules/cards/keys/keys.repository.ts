import type { Db, Tx } from '../../../platform/database/database.js';
import type { KeyUse } from './rotation.rules.js';

export interface CardKeyRow {
  readonly kid: number;
  readonly use: KeyUse;
  readonly suite: number;
  readonly publicKey: Buffer;
  readonly privateKeyCipher: Buffer | null;
  readonly from: Date;
  readonly to: Date | null;
  readonly status: 'ACTIVE' | 'REVOKED';
}

const KEY_COLUMNS = `kid, use, suite, public_key AS "publicKey", private_key_cipher AS "privateKeyCipher", from_at AS "from", to_at AS "to", status`;

/** How often keys have changed, then the keys: what is read is at least as new as the number says. */
export async function readKeys(db: Db): Promise<{ version: number; epoch: number; keys: CardKeyRow[] }> {
  const [policy]: { version: number; epoch: number }[] = await db.query(
    'SELECT keys_version AS version, epoch FROM pass_policy',
  );
  if (!policy) throw new Error('pass_policy has no row');
  const keys: CardKeyRow[] = await db.query(`SELECT ${KEY_COLUMNS} FROM card_key ORDER BY kid`);
  return { version: policy.version, epoch: policy.epoch, keys };
}

/** One change of keys at a time. */
export async function lockKeys(tx: Tx): Promise<CardKeyRow[]> {
  await tx.query('SELECT FROM pass_policy FOR UPDATE');
  return tx.query(`SELECT ${KEY_COLUMNS} FROM card_key ORDER BY kid`);
}

/** A key that is listed already stays as it is. */
export async function insertKey(tx: Tx, key: CardKeyRow, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO card_key (kid, use, suite, public_key, private_key_cipher, from_at, to_at, status, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kid) DO NOTHING`,
    [key.kid, key.use, key.suite, key.publicKey, key.privateKeyCipher, key.from, key.to, key.status, now],
  );
}

export async function endKey(tx: Tx, kid: number, to: Date): Promise<void> {
  await tx.query('UPDATE card_key SET to_at = $2 WHERE kid = $1', [kid, to]);
}

export async function revokeKey(tx: Tx, kid: number): Promise<void> {
  await tx.query(`UPDATE card_key SET status = 'REVOKED' WHERE kid = $1`, [kid]);
}

/** Every pass issued before counts no longer. */
export async function raisePolicyEpoch(tx: Tx): Promise<number> {
  const [[row]]: [{ epoch: number }[], number] = await tx.query(
    'UPDATE pass_policy SET epoch = epoch + 1 RETURNING epoch',
  );
  return row?.epoch ?? 0;
}

export interface RevocationRow {
  readonly id: string;
  readonly kid: number;
  readonly reason: string;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REJECTED';
  readonly proposedBy: string;
  readonly proposedByName: string | null;
  readonly proposedAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
}

const REVOCATION = `r.id, r.kid, r.reason, r.state, r.proposed_by AS "proposedBy", p.display_name AS "proposedByName", r.proposed_at AS "proposedAt",
  d.display_name AS "decidedByName", r.decided_at AS "decidedAt"
  FROM card_key_revocation r LEFT JOIN officer_name p ON p.id = r.proposed_by LEFT JOIN officer_name d ON d.id = r.decided_by`;

/** Newest first. */
export async function listRevocations(db: Db): Promise<RevocationRow[]> {
  return db.query(`SELECT ${REVOCATION} ORDER BY r.proposed_at DESC, r.id DESC LIMIT 100`);
}

export async function lockRevocation(tx: Tx, id: string): Promise<RevocationRow | null> {
  const rows: RevocationRow[] = await tx.query(
    `SELECT ${REVOCATION} WHERE r.id = $1 AND r.state = 'PROPOSED' FOR UPDATE OF r`,
    [id],
  );
  return rows[0] ?? null;
}

/** False when withdrawing this key waits for a second person already. */
export async function insertRevocation(
  tx: Tx,
  row: { id: string; kid: number; reason: string; by: string; now: Date },
): Promise<boolean> {
  const made: unknown[] = await tx.query(
    `INSERT INTO card_key_revocation (id, kid, reason, state, proposed_by, proposed_at) VALUES ($1, $2, $3, 'PROPOSED', $4, $5)
     ON CONFLICT (kid) WHERE state = 'PROPOSED' DO NOTHING RETURNING id`,
    [row.id, row.kid, row.reason, row.by, row.now],
  );
  return made.length > 0;
}

export async function decideRevocation(
  tx: Tx,
  id: string,
  state: 'APPROVED' | 'REJECTED',
  by: string,
  now: Date,
): Promise<void> {
  await tx.query(`UPDATE card_key_revocation SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1`, [
    id,
    state,
    by,
    now,
  ]);
}

export interface KeyListRow {
  readonly serial: number;
  readonly content: string;
  readonly rootPublicKey: Buffer;
  readonly signature: Buffer;
  readonly signedAt: Date;
}

/** The newest list the root signed; null when it signed none. */
export async function findKeyList(db: Db): Promise<KeyListRow | null> {
  const rows: KeyListRow[] = await db.query(
    `SELECT serial, content, root_public_key AS "rootPublicKey", signature, signed_at AS "signedAt" FROM card_key_list ORDER BY serial DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}

export async function insertKeyList(tx: Tx, list: KeyListRow): Promise<void> {
  await tx.query(
    'INSERT INTO card_key_list (serial, content, root_public_key, signature, signed_at) VALUES ($1, $2, $3, $4, $5)',
    [list.serial, list.content, list.rootPublicKey, list.signature, list.signedAt],
  );
}
