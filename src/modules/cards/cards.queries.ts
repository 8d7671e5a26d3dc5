import type { Db } from '../../platform/database/database.js';
import type { CardState } from './card-state.rules.js';

export interface CardListRow {
  readonly id: string;
  readonly cardNo: number;
  readonly memberId: string;
  readonly memberName: string;
  readonly memberNo: string;
  readonly orgName: string;
  readonly state: CardState;
  readonly issueNo: number;
  readonly issuedAt: Date | null;
  readonly activatedAt: Date | null;
}

export interface CardSearch {
  readonly id?: string;
  readonly state?: CardState;
  readonly cardNo?: number;
  readonly memberNo?: string;
  readonly namePattern?: string;
}

const SELECT = `
  SELECT c.id, c.card_no AS "cardNo", c.member_id AS "memberId", m.name AS "memberName", m.member_no AS "memberNo",
    o.name AS "orgName", c.state, c.issue_no AS "issueNo", c.issued_at AS "issuedAt", c.activated_at AS "activatedAt"
  FROM card c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id`;

/** Cards of the subtree, the newest first; `limit + 1` rows. */
export function listCards(
  db: Db,
  scope: readonly string[],
  search: CardSearch,
  limit: number,
  beforeId: string | null,
): Promise<CardListRow[]> {
  const values: unknown[] = [scope, limit + 1];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const all: string[] = ['o.path LIKE ANY($1::text[])'];
  if (search.id !== undefined) all.push(`c.id = ${add(search.id)}`);
  if (search.state !== undefined) all.push(`c.state = ${add(search.state)}`);
  if (search.cardNo !== undefined) all.push(`c.card_no = ${add(search.cardNo)}`);
  if (search.memberNo !== undefined) all.push(`m.member_no = ${add(search.memberNo)}`);
  if (search.namePattern !== undefined) all.push(`m.name LIKE ${add(search.namePattern)}`);
  if (beforeId !== null) all.push(`c.id < ${add(beforeId)}::uuid`);
  return db.query(`${SELECT} WHERE ${all.join(' AND ')} ORDER BY c.id DESC LIMIT $2`, values);
}

export interface CardMoreRow {
  readonly slot: number | null;
  readonly boundAt: Date | null;
  readonly hardware: boolean | null;
  readonly previousCardId: string | null;
  readonly nextCardId: string | null;
}

/** The bound phone of a card and the cards before and after it. */
export async function findCardMore(db: Db, cardId: string): Promise<CardMoreRow | null> {
  const rows: CardMoreRow[] = await db.query(
    `SELECT d.slot, d.bound_at AS "boundAt", d.hardware, c.previous_card_id AS "previousCardId",
       (SELECT n.id FROM card n WHERE n.member_id = c.member_id AND n.previous_card_id = c.id) AS "nextCardId"
     FROM card c LEFT JOIN card_device d ON d.card_id = c.id AND d.replaced_at IS NULL WHERE c.id = $1`,
    [cardId],
  );
  return rows[0] ?? null;
}

export interface CardHistoryRow {
  readonly fromState: CardState | null;
  readonly toState: CardState;
  readonly reason: string;
  readonly actorKind: string;
  readonly actorName: string | null;
  readonly at: Date;
}

/** The life of a card, oldest first; officers by name, the holder without one. */
export function listCardHistory(db: Db, cardId: string): Promise<CardHistoryRow[]> {
  return db.query(
    `SELECT e.from_state AS "fromState", e.to_state AS "toState", e.reason, e.actor_kind AS "actorKind",
       l.display_name AS "actorName", e.at
     FROM card_event e LEFT JOIN officer_name l ON l.id::text = e.actor_id
     WHERE e.card_id = $1 ORDER BY e.at, e.id`,
    [cardId],
  );
}
