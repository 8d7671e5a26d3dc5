import type { Db, Tx } from '../../../platform/database/database.js';
import type { CardState } from '../card-state.rules.js';
import { PIN_TRIES_MAX, type PinVerdict } from './pin.rules.js';

/** What is looked at before a PIN is set. */
export interface PinCard {
  readonly cardId: string;
  readonly cardNo: number;
  readonly memberId: string;
  readonly state: CardState;
  readonly birthOn: string | null;
}

/** A card of the subtree with what its PIN must not be, kept from changing. */
export async function lockPinCard(tx: Tx, cardId: string, scope: readonly string[]): Promise<PinCard | null> {
  const rows: PinCard[] = await tx.query(
    `SELECT c.id AS "cardId", c.card_no AS "cardNo", c.member_id AS "memberId", c.state, m.birth_on::text AS "birthOn"
     FROM card c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     WHERE c.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF c`,
    [cardId, scope],
  );
  return rows[0] ?? null;
}

/** Whether a card is one of the subtree's. */
export async function isCardInScope(db: Db, cardId: string, scope: readonly string[]): Promise<boolean> {
  const rows: unknown[] = await db.query(
    `SELECT 1 FROM card c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     WHERE c.id = $1 AND o.path LIKE ANY($2::text[])`,
    [cardId, scope],
  );
  return rows.length > 0;
}

/** A new PIN has all its tries. */
export async function savePin(tx: Tx, cardId: string, mac: Buffer, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO card_pin (card_id, mac, tries, set_at) VALUES ($1, $2, 0, $3)
     ON CONFLICT (card_id) DO UPDATE SET mac = excluded.mac, tries = 0, set_at = excluded.set_at`,
    [cardId, mac, now],
  );
}

/** False when there was none. */
export async function deletePin(tx: Tx, cardId: string): Promise<boolean> {
  const [, count]: [unknown[], number] = await tx.query('DELETE FROM card_pin WHERE card_id = $1', [cardId]);
  return count > 0;
}

export async function findPin(db: Db, cardId: string): Promise<{ tries: number; setAt: Date } | null> {
  const rows: { tries: number; setAt: Date }[] = await db.query(
    'SELECT tries, set_at AS "setAt" FROM card_pin WHERE card_id = $1',
    [cardId],
  );
  return rows[0] ?? null;
}

/**
 * Judges and counts in one statement, under the row's own lock: however many tills ask at once, five wrong ones are looked at and no
 * sixth. A right one gives all tries back.
 */
export async function tryPin(tx: Tx, cardNo: number, mac: Buffer): Promise<PinVerdict> {
  const [judged]: [{ fits: boolean; tries: number }[], number] = await tx.query(
    `UPDATE card_pin p SET tries = CASE WHEN p.mac = $2 THEN 0 ELSE p.tries + 1 END
     FROM card c WHERE c.card_no = $1 AND p.card_id = c.id AND p.tries < $3 RETURNING p.mac = $2 AS fits, p.tries`,
    [cardNo, mac, PIN_TRIES_MAX],
  );
  const [row] = judged;
  if (row) return row.fits ? { kind: 'RIGHT' } : { kind: 'WRONG', triesLeft: PIN_TRIES_MAX - row.tries };
  const set: unknown[] = await tx.query(
    'SELECT 1 FROM card_pin p JOIN card c ON c.id = p.card_id WHERE c.card_no = $1',
    [cardNo],
  );
  return { kind: set.length > 0 ? 'LOCKED' : 'NOT_SET' };
}

interface TryLimits {
  readonly triesMax: number;
  readonly windowMs: number;
  readonly offMs: number;
}

/**
 * Counts one short number at a till, right or wrong, in one statement under the row's own lock; null when it may be believed or refused
 * for itself, else until when this till takes no short number of this card.
 */
export async function countShortNumber(
  tx: Tx,
  { terminalId, cardNo, fits }: { terminalId: string; cardNo: number; fits: boolean },
  { triesMax, windowMs, offMs }: TryLimits,
  now: Date,
): Promise<Date | null> {
  const counted: unknown[] = await tx.query(
    `INSERT INTO short_code_try AS t (terminal_id, card_no, tries, window_started_at) VALUES ($1, $2, CASE WHEN $3 THEN 0 ELSE 1 END, $4)
     ON CONFLICT (terminal_id, card_no) DO UPDATE SET
       window_started_at = CASE WHEN t.window_started_at <= $5 OR t.off_until <= $4 THEN $4 ELSE t.window_started_at END,
       tries = (CASE WHEN t.window_started_at <= $5 OR t.off_until <= $4 THEN 0 ELSE t.tries END) + CASE WHEN $3 THEN 0 ELSE 1 END,
       off_until = CASE WHEN NOT $3 AND t.tries + 1 >= $6 AND t.window_started_at > $5 AND t.off_until IS NULL THEN $7::timestamptz END
     WHERE t.off_until IS NULL OR t.off_until <= $4 RETURNING tries`,
    [terminalId, cardNo, fits, now, new Date(now.getTime() - windowMs), triesMax, new Date(now.getTime() + offMs)],
  );
  if (counted.length > 0) return null;
  const [off]: { until: Date }[] = await tx.query(
    'SELECT off_until AS until FROM short_code_try WHERE terminal_id = $1 AND card_no = $2',
    [terminalId, cardNo],
  );
  return off?.until ?? now;
}

/** Forgets what no longer counts. */
export async function cleanShortNumbers(tx: Tx, before: Date): Promise<void> {
  await tx.query('DELETE FROM short_code_try WHERE window_started_at < $1 AND (off_until IS NULL OR off_until < $1)', [
    before,
  ]);
}
