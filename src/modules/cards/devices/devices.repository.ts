import type { Db, Tx } from '../../../platform/database/database.js';
import type { CardState } from '../card-state.rules.js';

export interface BoundCard {
  readonly cardId: string;
  readonly cardNo: number;
  readonly state: CardState;
  readonly issuedAt: Date | null;
  readonly slot: number | null;
  readonly publicKey: Buffer | null;
  readonly hardware: boolean | null;
  readonly boundAt: Date | null;
  readonly policyEpoch: number;
  /** How often the keys for codes have changed. */
  readonly keysVersion: number;
  readonly expiresOn: string | null;
  readonly legacyNo: string | null;
}

/** A person's open card with the phone that counts. */
export async function findOpenCard(db: Db, memberId: string): Promise<BoundCard | null> {
  const rows: BoundCard[] = await db.query(
    `SELECT c.id AS "cardId", c.card_no AS "cardNo", c.state, c.issued_at AS "issuedAt", d.slot, d.public_key AS "publicKey",
       d.hardware, d.bound_at AS "boundAt", p.epoch AS "policyEpoch",
       p.keys_version AS "keysVersion", c.expires_on::text AS "expiresOn", c.legacy_no AS "legacyNo"
     FROM card c CROSS JOIN pass_policy p LEFT JOIN card_device d ON d.card_id = c.id AND d.replaced_at IS NULL
     WHERE c.member_id = $1 AND c.state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED')`,
    [memberId],
  );
  return rows[0] ?? null;
}

/** Who stopped the card last, by freezing it or reporting it lost. */
export async function findFreezer(db: Db, cardId: string): Promise<string | null> {
  const rows: { kind: string }[] = await db.query(
    `SELECT actor_kind AS kind FROM card_event WHERE card_id = $1 AND to_state IN ('FROZEN', 'LOST') ORDER BY at DESC, id DESC LIMIT 1`,
    [cardId],
  );
  return rows[0]?.kind ?? null;
}

/** When this card took the place of another by its holder's own wish; null when it did not. */
export async function findReplacedAt(db: Db, cardId: string): Promise<Date | null> {
  const rows: { at: Date }[] = await db.query(
    `SELECT e.at FROM card c JOIN card_event e ON e.card_id = c.previous_card_id AND e.to_state = 'REPLACED' AND e.actor_kind = 'worker'
     WHERE c.id = $1 ORDER BY e.at DESC LIMIT 1`,
    [cardId],
  );
  return rows[0]?.at ?? null;
}

/** Who the card belongs to, in the words of the card's face. */
export async function findHolder(
  db: Db,
  memberId: string,
): Promise<{ name: string; orgName: string; memberNo: string } | null> {
  const rows: { name: string; orgName: string; memberNo: string }[] = await db.query(
    `SELECT m.name, o.name AS "orgName", m.member_no AS "memberNo" FROM member m JOIN union_org o ON o.id = m.org_id WHERE m.id = $1`,
    [memberId],
  );
  return rows[0] ?? null;
}

/** The slot of the phone that counts and the highest one ever used. The card must be locked. */
export async function findSlots(
  tx: Tx,
  cardId: string,
): Promise<{ active: { slot: number; publicKey: Buffer } | null; highest: number }> {
  const rows: { slot: number; publicKey: Buffer; replacedAt: Date | null }[] = await tx.query(
    `SELECT slot, public_key AS "publicKey", replaced_at AS "replacedAt" FROM card_device WHERE card_id = $1 ORDER BY slot DESC`,
    [cardId],
  );
  return { active: rows.find((row) => row.replacedAt === null) ?? null, highest: rows[0]?.slot ?? 0 };
}

export interface NewDevice {
  readonly cardId: string;
  readonly slot: number;
  readonly publicKey: Uint8Array;
  readonly hardware: boolean;
}

/** Binds a phone in a new slot and retires the one before it. The card must be locked. */
export async function insertDevice(tx: Tx, device: NewDevice, now: Date): Promise<void> {
  await tx.query('UPDATE card_device SET replaced_at = $2 WHERE card_id = $1 AND replaced_at IS NULL', [
    device.cardId,
    now,
  ]);
  await tx.query(
    'INSERT INTO card_device (card_id, slot, public_key, hardware, bound_at) VALUES ($1, $2, $3, $4, $5)',
    [device.cardId, device.slot, Buffer.from(device.publicKey), device.hardware, now],
  );
}

/**
 * Takes one of the tries of the running hour, before the proof is looked at, so that parallel guesses cannot share a try.
 * Answers null when it was taken, else when the hour ends.
 */
export async function takeProofTry(
  tx: Tx,
  cardId: string,
  triesMax: number,
  windowMs: number,
  now: Date,
): Promise<Date | null> {
  const windowFrom = new Date(now.getTime() - windowMs);
  const taken: unknown[] = await tx.query(
    `INSERT INTO card_proof_try AS t (card_id, tries, window_started_at) VALUES ($1, 1, $2)
     ON CONFLICT (card_id) DO UPDATE SET
       tries = CASE WHEN t.window_started_at <= $3 THEN 1 ELSE t.tries + 1 END,
       window_started_at = CASE WHEN t.window_started_at <= $3 THEN $2 ELSE t.window_started_at END
     WHERE t.window_started_at <= $3 OR t.tries < $4 RETURNING tries`,
    [cardId, now, windowFrom, triesMax],
  );
  if (taken.length > 0) return null;
  const [window]: { startedAt: Date }[] = await tx.query(
    'SELECT window_started_at AS "startedAt" FROM card_proof_try WHERE card_id = $1',
    [cardId],
  );
  return new Date((window?.startedAt ?? now).getTime() + windowMs);
}

/** A right proof gives all tries back. */
export async function clearProofTries(tx: Tx, cardId: string): Promise<void> {
  await tx.query('DELETE FROM card_proof_try WHERE card_id = $1', [cardId]);
}

/** Forgets every phone these people ever bound. */
export async function deleteDevicesOf(tx: Tx, memberIds: readonly string[]): Promise<void> {
  const cards = 'SELECT id FROM card WHERE member_id = ANY($1::uuid[])';
  await tx.query(`DELETE FROM card_proof_try WHERE card_id IN (${cards})`, [memberIds]);
  await tx.query(`DELETE FROM card_device WHERE card_id IN (${cards})`, [memberIds]);
}
