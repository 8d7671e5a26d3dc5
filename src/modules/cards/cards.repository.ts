import type { Db, Tx } from '../../platform/database/database.js';
import { newId } from '../../shared/ids.js';
import type { CardLine, CardState } from './card-state.rules.js';

/** What a till's request needs to know of a card. */
export interface CardForRedemption {
  readonly cardId: string;
  readonly cardNo: number;
  readonly memberId: string;
  readonly state: CardState;
  readonly issuedAt: Date | null;
  /** Slot and key of the phone that counts; null when none is bound. */
  readonly deviceSlot: number | null;
  readonly devicePublicKey: Buffer | null;
  /** The lowest epoch of a pass that still counts. */
  readonly policyEpoch: number;
}

/** The one read of a redemption. */
export async function findForRedemption(db: Db, cardNo: number): Promise<CardForRedemption | null> {
  const rows: CardForRedemption[] = await db.query(
    `SELECT c.id AS "cardId", c.card_no AS "cardNo", c.member_id AS "memberId", c.state, c.issued_at AS "issuedAt",
       d.slot AS "deviceSlot", d.public_key AS "devicePublicKey", p.epoch AS "policyEpoch"
     FROM card c CROSS JOIN pass_policy p
     LEFT JOIN card_device d ON d.card_id = c.id AND d.replaced_at IS NULL
     WHERE c.card_no = $1`,
    [cardNo],
  );
  return rows[0] ?? null;
}

/** Reads a card's standing and keeps it from changing until the transaction ends; other tills may do the same meanwhile. */
export async function lockStanding(
  tx: Tx,
  cardId: string,
): Promise<{ state: CardState; deviceSlot: number | null } | null> {
  // Binding a phone locks the card's row first, so the slot cannot change under this lock either.
  const locked: { state: CardState }[] = await tx.query('SELECT state FROM card WHERE id = $1 FOR SHARE', [cardId]);
  if (locked[0] === undefined) return null;
  const devices: { slot: number }[] = await tx.query(
    'SELECT slot FROM card_device WHERE card_id = $1 AND replaced_at IS NULL',
    [cardId],
  );
  return { state: locked[0].state, deviceSlot: devices[0]?.slot ?? null };
}

export interface CardRow {
  readonly id: string;
  readonly cardNo: number;
  readonly memberId: string;
  readonly state: CardState;
  readonly issueNo: number;
  readonly expiresOn: string | null;
}

const CARD_ROW = `c.id, c.card_no AS "cardNo", c.member_id AS "memberId", c.state, c.issue_no AS "issueNo", c.expires_on::text AS "expiresOn"`;

/** Locks a card of the subtree for a change. */
export async function lockCard(tx: Tx, cardId: string, scope: readonly string[]): Promise<CardRow | null> {
  const rows: CardRow[] = await tx.query(
    `SELECT ${CARD_ROW} FROM card c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     WHERE c.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF c`,
    [cardId, scope],
  );
  return rows[0] ?? null;
}

/** Locks some cards whose last day is over; those another run has in hand are passed over. */
export function lockExpired(tx: Tx, todayOn: string, limit: number): Promise<CardRow[]> {
  return tx.query(
    `SELECT ${CARD_ROW} FROM card c WHERE c.expires_on < $1 AND c.state IN ('ISSUED', 'ACTIVE', 'FROZEN', 'LOST')
     ORDER BY c.id LIMIT $2 FOR UPDATE OF c SKIP LOCKED`,
    [todayOn, limit],
  );
}

/** Locks a person's open card for a change. */
export async function lockOpenCard(tx: Tx, memberId: string): Promise<CardRow | null> {
  const rows: CardRow[] = await tx.query(
    `SELECT ${CARD_ROW} FROM card c
     WHERE c.member_id = $1 AND c.state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED') FOR UPDATE OF c`,
    [memberId],
  );
  return rows[0] ?? null;
}

export interface NewCardRow {
  readonly id: string;
  readonly cardNo: number;
  readonly memberId: string;
  readonly state: CardState;
  readonly issueNo: number;
  readonly previousCardId: string | null;
  readonly batchId: string | null;
  readonly issuedAt: Date | null;
  readonly activatedAt: Date | null;
  readonly expiresOn: string | null;
  /** The number on the card given out before the platform. */
  readonly legacyNo?: string;
}

/** Inserts cards; who has an open card already is left out. Answers the ids that were inserted. */
export async function insertCards(tx: Tx, rows: readonly NewCardRow[], now: Date): Promise<Set<string>> {
  const inserted: { id: string }[] = await tx.query(
    `INSERT INTO card (id, card_no, member_id, state, issue_no, previous_card_id, batch_id, issued_at, activated_at,
       expires_on, legacy_no, created_at, updated_at)
     SELECT r.id, r.card_no, r.member_id, r.state, r.issue_no, r.previous_card_id, r.batch_id, r.issued_at, r.activated_at,
       r.expires_on, r.legacy_no, least(r.issued_at, $12), $12
     FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::smallint[], $6::uuid[], $7::uuid[], $8::timestamptz[], $9::timestamptz[],
       $10::date[], $11::text[])
       AS r (id, card_no, member_id, state, issue_no, previous_card_id, batch_id, issued_at, activated_at, expires_on, legacy_no)
     ON CONFLICT (member_id) WHERE state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED') DO NOTHING RETURNING id`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.cardNo),
      rows.map((row) => row.memberId),
      rows.map((row) => row.state),
      rows.map((row) => row.issueNo),
      rows.map((row) => row.previousCardId),
      rows.map((row) => row.batchId),
      rows.map((row) => row.issuedAt),
      rows.map((row) => row.activatedAt),
      rows.map((row) => row.expiresOn),
      rows.map((row) => row.legacyNo ?? null),
      now,
    ],
  );
  return new Set(inserted.map((row) => row.id));
}

/** The next places in the order of issue, from which card numbers are made. */
export async function takeSequences(tx: Tx, count: number): Promise<number[]> {
  const rows: { n: number }[] = await tx.query(
    `SELECT nextval('card_no_seq') AS n FROM generate_series(1, $1::integer)`,
    [count],
  );
  return rows.map((row) => row.n);
}

export async function updateState(tx: Tx, cardId: string, state: CardState, now: Date): Promise<void> {
  await tx.query(
    `UPDATE card SET state = $2, updated_at = $3,
       issued_at = CASE WHEN $2 = 'ISSUED' THEN coalesce(issued_at, $3) ELSE issued_at END,
       activated_at = CASE WHEN $2 = 'ACTIVE' THEN coalesce(activated_at, $3) ELSE activated_at END
     WHERE id = $1`,
    [cardId, state, now],
  );
}

export interface Actor {
  readonly kind: 'officer' | 'worker' | 'system';
  readonly id: string;
}

export interface CardEventRow {
  readonly cardId: string;
  readonly fromState: CardState | null;
  readonly toState: CardLine;
  readonly at: Date;
}

/** Writes steps of many cards into their history. */
export async function insertCardEvents(
  tx: Tx,
  events: readonly CardEventRow[],
  reason: string,
  actor: Actor,
): Promise<void> {
  await tx.query(
    `INSERT INTO card_event (id, card_id, from_state, to_state, reason, actor_kind, actor_id, at)
     SELECT r.id, r.card_id, r.from_state, r.to_state, $6, $7, $8, r.at
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS r (id, card_id, from_state, to_state, at)`,
    [
      events.map(() => newId()),
      events.map((event) => event.cardId),
      events.map((event) => event.fromState),
      events.map((event) => event.toState),
      events.map((event) => event.at),
      reason,
      actor.kind,
      actor.id,
    ],
  );
}
