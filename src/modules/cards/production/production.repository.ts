import type { Db, Tx } from '../../../platform/database/database.js';
import { newId } from '../../../shared/ids.js';
import type { Actor } from '../cards.repository.js';
import type { ProductionAudience, ProductionState } from './production.schemas.js';

export interface ProductionRow {
  readonly id: string;
  readonly orgId: string;
  readonly orgPath: string;
  readonly orgName: string;
  readonly audience: ProductionAudience;
  readonly state: ProductionState;
  readonly total: number;
  readonly done: number;
  readonly cardsMax: number;
  readonly requestedBy: string;
}

const ROW = `b.id, b.org_id AS "orgId", o.path AS "orgPath", o.name AS "orgName", b.audience, b.state, b.total, b.done,
  b.cards_max AS "cardsMax", b.requested_by AS "requestedBy"`;

export async function insertProduction(
  tx: Tx,
  row: {
    readonly id: string;
    readonly orgId: string;
    readonly audience: ProductionAudience;
    readonly cardsMax: number;
    readonly requestedBy: string;
    readonly createdAt: Date;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO card_production (id, org_id, audience, state, cards_max, requested_by, created_at) VALUES ($1, $2, $3, 'COLLECTING', $4, $5, $6)`,
    [row.id, row.orgId, row.audience, row.cardsMax, row.requestedBy, row.createdAt],
  );
}

/** Locks a batch of the subtree, so that one run or one officer at a time moves it on. */
export async function lockProduction(tx: Tx, id: string, scope: readonly string[]): Promise<ProductionRow | null> {
  const rows: ProductionRow[] = await tx.query(
    `SELECT ${ROW} FROM card_production b JOIN union_org o ON o.id = b.org_id
     WHERE b.id = $1 AND o.path LIKE ANY($2::text[]) FOR UPDATE OF b`,
    [id, scope],
  );
  return rows[0] ?? null;
}

export async function findProduction(db: Db, id: string): Promise<ProductionRow | null> {
  const rows: ProductionRow[] = await db.query(
    `SELECT ${ROW} FROM card_production b JOIN union_org o ON o.id = b.org_id WHERE b.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function setProductionState(
  tx: Tx,
  id: string,
  state: ProductionState,
  by: { readonly decidedBy: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE card_production SET state = $2,
       done = CASE WHEN $2 = 'PRODUCING' THEN 0 ELSE done END,
       decided_by = CASE WHEN $2 = 'IN_REVIEW' THEN NULL ELSE coalesce($3::uuid, decided_by) END,
       decided_at = CASE WHEN $3::uuid IS NULL THEN decided_at ELSE $4 END,
       produced_at = CASE WHEN $2 = 'PRODUCED' THEN $4 ELSE produced_at END
     WHERE id = $1`,
    [id, state, by.decidedBy, by.at],
  );
}

export async function setProgress(tx: Tx, id: string, done: number): Promise<void> {
  await tx.query(`UPDATE card_production SET done = $2 WHERE id = $1 AND state = 'PRODUCING'`, [id, done]);
}

export interface Candidate {
  readonly memberId: string;
  readonly memberNo: string;
  readonly orgPath: string;
  /** The open card; null when there is none yet. */
  readonly cardId: string | null;
}

// Those who asked have plastic that waits; the others are active members whose open card has none, or who have no card.
const AUDIENCE: Readonly<Record<ProductionAudience, string>> = {
  APPLIED: `p.state = 'APPLIED'`,
  WITHOUT_PLASTIC: `(p.state = 'APPLIED' OR p.id IS NULL) AND m.membership = 'ACTIVE'`,
};

/** The next people of a batch, union by union, each by the member number; their cards are locked where they have one. */
export async function lockCandidates(
  tx: Tx,
  batch: ProductionRow,
  after: { readonly orgPath: string; readonly memberNo: string },
  limit: number,
): Promise<Candidate[]> {
  return tx.query(
    `SELECT m.id AS "memberId", m.member_no AS "memberNo", o.path AS "orgPath", c.id AS "cardId"
     FROM member m JOIN union_org o ON o.id = m.org_id
     LEFT JOIN card c ON c.member_id = m.id AND c.state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED')
     LEFT JOIN card_plastic p ON p.card_id = c.id AND p.state <> 'VOID'
     WHERE o.path LIKE $1 AND (o.path, m.member_no) > ($2, $3) AND (c.id IS NULL OR c.state IN ('APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE'))
       AND ${AUDIENCE[batch.audience]}
     ORDER BY o.path, m.member_no LIMIT $4 FOR NO KEY UPDATE OF m`,
    [`${batch.orgPath}%`, after.orgPath, after.memberNo, limit],
  );
}

/** Those among these cards that are still open and not stopped, locked, in the order given. */
export async function lockOpenCards(tx: Tx, cardIds: readonly string[]): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT id FROM card WHERE id = ANY($1::uuid[]) AND state IN ('APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE')
     ORDER BY id FOR NO KEY UPDATE`,
    [cardIds],
  );
  const open = new Set(rows.map(({ id }) => id));
  return cardIds.filter((id) => open.has(id));
}

export interface TakenPlastic {
  readonly id: string;
  readonly cardId: string;
}

/** Takes waiting plastic of these cards into a batch, in the order given, and answers what was taken. */
export async function takeIntoBatch(
  tx: Tx,
  batchId: string,
  cardIds: readonly string[],
  given: { readonly firstPlace: number; readonly lastDay: string; readonly at: Date },
): Promise<TakenPlastic[]> {
  const [rows]: [TakenPlastic[], number] = await tx.query(
    `UPDATE card_plastic p SET state = 'IN_BATCH', batch_id = $1, place = t.place, updated_at = $5,
       expires_on = least($4::date, t.card_expires_on)
     FROM (SELECT p.id, c.expires_on AS card_expires_on, $3::integer + row_number() OVER (ORDER BY r.n)::integer - 1 AS place
       FROM unnest($2::uuid[]) WITH ORDINALITY AS r (card_id, n)
       JOIN card_plastic p ON p.card_id = r.card_id AND p.state = 'APPLIED' JOIN card c ON c.id = r.card_id) AS t
     WHERE p.id = t.id RETURNING p.id, p.card_id AS "cardId"`,
    [batchId, cardIds, given.firstPlace, given.lastDay, given.at],
  );
  return rows;
}

export async function addCollected(tx: Tx, id: string, count: number): Promise<void> {
  await tx.query('UPDATE card_production SET total = total + $2, done = done + $2 WHERE id = $1', [id, count]);
}

export interface PlasticMoves {
  readonly reason: string;
  readonly actor: Actor;
  readonly at: Date;
}

/**
 * Moves all plastic of a batch in one state (but some places) on, with the cards that waited for it, each with its line of history.
 * Plastic of a card in another state stays where it is. Answers how many moved.
 */
export async function moveBatch(
  tx: Tx,
  batchId: string,
  move: {
    readonly from: string;
    readonly to: string;
    readonly exceptPlaces: readonly number[];
    /** States of a card in which its plastic moves. */
    readonly cards: readonly string[];
    /** What a card becomes that only waits for its plastic. */
    readonly cardTo: 'PRODUCED' | 'ISSUED' | null;
  },
  by: PlasticMoves,
): Promise<number> {
  const moved: { id: string; cardId: string; cardState: string }[] = await tx.query(
    `SELECT p.id, p.card_id AS "cardId", c.state AS "cardState" FROM card_plastic p JOIN card c ON c.id = p.card_id
     WHERE p.batch_id = $1 AND p.state = $2 AND p.place <> ALL($3::integer[]) AND c.state = ANY($4::text[])
     ORDER BY c.id FOR NO KEY UPDATE OF c, p`,
    [batchId, move.from, move.exceptPlaces, move.cards],
  );
  const release = move.to === 'APPLIED' ? ', batch_id = NULL, place = NULL, expires_on = NULL' : '';
  await tx.query(`UPDATE card_plastic SET state = $2, updated_at = $3${release} WHERE id = ANY($1::uuid[])`, [
    moved.map(({ id }) => id),
    move.to,
    by.at,
  ]);
  await tx.query(
    `INSERT INTO card_plastic_event (id, plastic_id, card_id, from_state, to_state, reason, actor_kind, actor_id, at)
     SELECT r.id, r.plastic_id, r.card_id, $4, $5, $6, $7, $8, $9 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS r (id, plastic_id, card_id)`,
    [
      moved.map(() => newId()),
      moved.map(({ id }) => id),
      moved.map(({ cardId }) => cardId),
      move.from,
      move.to,
      by.reason,
      by.actor.kind,
      by.actor.id,
      by.at,
    ],
  );
  const { cardTo } = move;
  if (cardTo !== null) {
    const waits = cardTo === 'ISSUED' ? ['APPLIED', 'PRODUCED'] : ['APPLIED'];
    await moveCards(
      tx,
      moved.filter(({ cardState }) => waits.includes(cardState)),
      cardTo,
      by,
    );
  }
  return moved.length;
}

async function moveCards(
  tx: Tx,
  cards: readonly { readonly cardId: string; readonly cardState: string }[],
  to: string,
  by: PlasticMoves,
): Promise<void> {
  const ids = cards.map(({ cardId }) => cardId);
  await tx.query(
    `UPDATE card SET state = $2, updated_at = $3, issued_at = CASE WHEN $2 = 'ISSUED' THEN coalesce(issued_at, $3) ELSE issued_at END
     WHERE id = ANY($1::uuid[])`,
    [ids, to, by.at],
  );
  await tx.query(
    `INSERT INTO card_event (id, card_id, from_state, to_state, reason, actor_kind, actor_id, at)
     SELECT r.id, r.card_id, r.from_state, $4, $5, $6, $7, $8 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS r (id, card_id, from_state)`,
    [
      ids.map(() => newId()),
      ids,
      cards.map(({ cardState }) => cardState),
      to,
      by.reason,
      by.actor.kind,
      by.actor.id,
      by.at,
    ],
  );
}
