import type { Db } from '../../platform/database/database.js';
import type { CardLine, CardState } from './card-state.rules.js';
import type { PlasticState } from './plastic/plastic.schemas.js';

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
  readonly expiresOn: string | null;
  readonly legacyNo: string | null;
  readonly plasticState: PlasticState | null;
}

export interface CardSearch {
  readonly id?: string;
  readonly state?: CardState;
  readonly cardNo?: number;
  readonly memberNo?: string;
  readonly namePattern?: string;
  readonly legacyNo?: string;
}

const SELECT = `
  SELECT c.id, c.card_no AS "cardNo", c.member_id AS "memberId", m.name AS "memberName", m.member_no AS "memberNo",
    o.name AS "orgName", c.state, c.issue_no AS "issueNo", c.issued_at AS "issuedAt", c.activated_at AS "activatedAt",
    c.expires_on::text AS "expiresOn", c.legacy_no AS "legacyNo", p.state AS "plasticState"
  FROM card c JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
  LEFT JOIN card_plastic p ON p.card_id = c.id AND p.state <> 'VOID'`;

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
  if (search.legacyNo !== undefined && search.cardNo !== undefined) {
    all.push(`(c.card_no = ${add(search.cardNo)} OR c.legacy_no = ${add(search.legacyNo)})`);
  } else if (search.cardNo !== undefined) all.push(`c.card_no = ${add(search.cardNo)}`);
  else if (search.legacyNo !== undefined) all.push(`c.legacy_no = ${add(search.legacyNo)}`);
  if (search.memberNo !== undefined) all.push(`m.member_no = ${add(search.memberNo)}`);
  if (search.namePattern !== undefined) all.push(`m.name LIKE ${add(search.namePattern)}`);
  if (beforeId !== null) all.push(`c.id < ${add(beforeId)}::uuid`);
  return db.query(`${SELECT} WHERE ${all.join(' AND ')} ORDER BY c.id DESC LIMIT $2`, values);
}

export interface DeviceRow {
  readonly slot: number;
  readonly boundAt: Date;
  readonly replacedAt: Date | null;
  readonly hardware: boolean;
}

/** The phones of a card, the last one first. */
export function listDevices(db: Db, cardId: string): Promise<DeviceRow[]> {
  return db.query(
    `SELECT slot, bound_at AS "boundAt", replaced_at AS "replacedAt", hardware FROM card_device WHERE card_id = $1
     ORDER BY slot DESC LIMIT 20`,
    [cardId],
  );
}

export interface OtherCardRow {
  readonly id: string;
  readonly cardNo: number;
  readonly state: CardState;
  readonly after: boolean;
}

/** The cards right before and after a card. */
export function listNeighbours(db: Db, cardId: string): Promise<OtherCardRow[]> {
  return db.query(
    `SELECT n.id, n.card_no AS "cardNo", n.state, n.previous_card_id IS NOT DISTINCT FROM c.id AS after
     FROM card c JOIN card n ON n.member_id = c.member_id AND (n.previous_card_id = c.id OR n.id = c.previous_card_id) WHERE c.id = $1`,
    [cardId],
  );
}

export interface CardHistoryRow {
  readonly fromState: CardState | null;
  readonly toState: CardLine;
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
