import type { Db, Tx } from '../../../platform/database/database.js';
import { newId } from '../../../shared/ids.js';
import type { Actor } from '../cards.repository.js';
import type { PlasticState } from './plastic.schemas.js';

export interface PlasticRow {
  readonly id: string;
  readonly cardId: string;
  readonly issueNo: number;
  readonly state: PlasticState;
  readonly batchId: string | null;
  readonly place: number | null;
  readonly expiresOn: string | null;
  readonly appliedAt: Date;
}

const PLASTIC_ROW = `p.id, p.card_id AS "cardId", p.issue_no AS "issueNo", p.state, p.batch_id AS "batchId", p.place,
  p.expires_on::text AS "expiresOn", p.applied_at AS "appliedAt"`;

/** The plastic of a card that is not void. For a change the card must be locked. */
export async function findOpenPlastic(db: Db, cardId: string): Promise<PlasticRow | null> {
  const rows: PlasticRow[] = await db.query(
    `SELECT ${PLASTIC_ROW} FROM card_plastic p WHERE p.card_id = $1 AND p.state <> 'VOID'`,
    [cardId],
  );
  return rows[0] ?? null;
}

/** The plastic of a card that counts, or the last one there was. */
export async function findLastPlastic(db: Db, cardId: string): Promise<PlasticRow | null> {
  const rows: PlasticRow[] = await db.query(
    `SELECT ${PLASTIC_ROW} FROM card_plastic p WHERE p.card_id = $1 ORDER BY p.issue_no DESC LIMIT 1`,
    [cardId],
  );
  return rows[0] ?? null;
}

export interface NewPlastic {
  readonly id: string;
  readonly cardId: string;
}

/** Asks for plastic for cards; each gets the issue after its last one, and one that has open plastic is left out. Answers the ids inserted. */
export async function insertPlastics(tx: Tx, rows: readonly NewPlastic[], now: Date): Promise<Set<string>> {
  const inserted: { id: string }[] = await tx.query(
    `INSERT INTO card_plastic (id, card_id, issue_no, state, applied_at, updated_at)
     SELECT r.id, r.card_id, coalesce((SELECT max(p.issue_no) FROM card_plastic p WHERE p.card_id = r.card_id), 0) + 1, 'APPLIED', $3, $3
     FROM unnest($1::uuid[], $2::uuid[]) AS r (id, card_id)
     ON CONFLICT (card_id) WHERE state <> 'VOID' DO NOTHING RETURNING id`,
    [rows.map((row) => row.id), rows.map((row) => row.cardId), now],
  );
  return new Set(inserted.map(({ id }) => id));
}

export async function updatePlasticState(tx: Tx, id: string, state: PlasticState, now: Date): Promise<void> {
  await tx.query('UPDATE card_plastic SET state = $2, updated_at = $3 WHERE id = $1', [id, state, now]);
}

/** Which issue tills take from now on. The card must be locked. */
export async function setPlasticInUse(tx: Tx, cardId: string, issueNo: number | null): Promise<void> {
  await tx.query('UPDATE card SET plastic_issue_no = $2 WHERE id = $1', [cardId, issueNo]);
}

export interface PlasticEventRow {
  readonly plasticId: string;
  readonly cardId: string;
  readonly fromState: PlasticState | null;
  readonly toState: PlasticState;
}

/** Writes steps of many pieces of plastic into their history. */
export async function insertPlasticEvents(
  tx: Tx,
  events: readonly PlasticEventRow[],
  by: { readonly reason: string; readonly actor: Actor; readonly at: Date },
): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `INSERT INTO card_plastic_event (id, plastic_id, card_id, from_state, to_state, reason, actor_kind, actor_id, at)
     SELECT r.id, r.plastic_id, r.card_id, r.from_state, r.to_state, $6, $7, $8, $9
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[]) AS r (id, plastic_id, card_id, from_state, to_state)`,
    [
      events.map(() => newId()),
      events.map((event) => event.plasticId),
      events.map((event) => event.cardId),
      events.map((event) => event.fromState),
      events.map((event) => event.toState),
      by.reason,
      by.actor.kind,
      by.actor.id,
      by.at,
    ],
  );
}

/** Voids the plastic of a card that ends, and answers what it was; tills stop taking it with this commit. The card must be locked. */
export async function voidPlastic(
  tx: Tx,
  cardId: string,
  by: { readonly reason: string; readonly actor: Actor; readonly at: Date },
): Promise<PlasticRow | null> {
  const open = await findOpenPlastic(tx, cardId);
  if (open === null) return null;
  await updatePlasticState(tx, open.id, 'VOID', by.at);
  await setPlasticInUse(tx, cardId, null);
  await insertPlasticEvents(tx, [{ plasticId: open.id, cardId, fromState: open.state, toState: 'VOID' }], by);
  return open;
}

/** Locks some cards whose plastic has come to its last day; those another run has in hand are passed over. */
export async function lockExpiredPlastic(tx: Tx, todayOn: string, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT c.id FROM card c JOIN card_plastic p ON p.card_id = c.id
     WHERE p.expires_on < $1 AND p.state NOT IN ('APPLIED', 'VOID') ORDER BY c.id LIMIT $2 FOR UPDATE OF c SKIP LOCKED`,
    [todayOn, limit],
  );
  return rows.map(({ id }) => id);
}

/** Plastic in use already, as for cards loaded in bulk: activated, good until a day. */
export async function insertPlasticInUse(
  tx: Tx,
  cardIds: readonly string[],
  given: { readonly expiresOn: string; readonly at: Date; readonly reason: string; readonly actor: Actor },
): Promise<void> {
  const rows = cardIds.map((cardId) => ({ id: newId(), cardId }));
  await tx.query(
    `INSERT INTO card_plastic (id, card_id, issue_no, state, expires_on, applied_at, updated_at)
     SELECT r.id, r.card_id, 1, 'ACTIVE', $3, $4, $4 FROM unnest($1::uuid[], $2::uuid[]) AS r (id, card_id)`,
    [rows.map((row) => row.id), rows.map((row) => row.cardId), given.expiresOn, given.at],
  );
  await tx.query('UPDATE card SET plastic_issue_no = 1 WHERE id = ANY($1::uuid[])', [cardIds]);
  const events = rows.map(({ id, cardId }) => ({ plasticId: id, cardId, fromState: null, toState: 'ACTIVE' as const }));
  await insertPlasticEvents(tx, events, given);
}
