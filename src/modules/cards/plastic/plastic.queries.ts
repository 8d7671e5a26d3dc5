import type { Db } from '../../../platform/database/database.js';
import type { CardHistoryRow } from '../cards.queries.js';
import type { PlasticState } from './plastic.schemas.js';

export interface PlasticItemRow {
  readonly id: string;
  readonly cardId: string;
  readonly cardNo: number;
  readonly memberName: string;
  readonly memberNo: string;
  readonly orgName: string;
  readonly state: PlasticState;
  readonly place: number | null;
  readonly appliedAt: Date;
}

/** Plastic of the subtree, those who asked first first; of a batch as its list to sign has it. `limit + 1` rows. */
export function listPlastics(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly orgId?: string | undefined;
    readonly batchId?: string | undefined;
    readonly state?: PlasticState | undefined;
    readonly afterId: string | null;
    readonly limit: number;
  },
): Promise<PlasticItemRow[]> {
  const values: unknown[] = [scope, filter.limit + 1];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const all = ['o.path LIKE ANY($1::text[])'];
  if (filter.orgId !== undefined) {
    all.push(`o.path LIKE (SELECT path || '%' FROM union_org WHERE id = ${add(filter.orgId)})`);
  }
  if (filter.batchId !== undefined) all.push(`p.batch_id = ${add(filter.batchId)}`);
  if (filter.state !== undefined) all.push(`p.state = ${add(filter.state)}`);
  const order = filter.batchId === undefined ? 'p.id' : 'coalesce(p.place, 0), p.id';
  if (filter.afterId !== null)
    all.push(`(${order}) > (SELECT ${order} FROM card_plastic p WHERE p.id = ${add(filter.afterId)}::uuid)`);
  return db.query(
    `SELECT p.id, c.id AS "cardId", c.card_no AS "cardNo", m.name AS "memberName", m.member_no AS "memberNo", o.name AS "orgName",
       p.state, p.place, p.applied_at AS "appliedAt"
     FROM card_plastic p JOIN card c ON c.id = p.card_id JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     WHERE ${all.join(' AND ')} ORDER BY ${order} LIMIT $2`,
    values,
  );
}

export interface PlasticHistoryRow extends Omit<CardHistoryRow, 'fromState' | 'toState'> {
  readonly issueNo: number;
  readonly toState: PlasticState;
}

/** The life of a card's plastic, oldest first. */
export function listPlasticHistory(db: Db, cardId: string): Promise<PlasticHistoryRow[]> {
  return db.query(
    `SELECT p.issue_no AS "issueNo", e.to_state AS "toState", e.reason, e.actor_kind AS "actorKind",
       CASE WHEN e.actor_kind = 'officer' THEN l.display_name END AS "actorName", e.at
     FROM card_plastic_event e JOIN card_plastic p ON p.id = e.plastic_id LEFT JOIN officer_name l ON l.id::text = e.actor_id
     WHERE e.card_id = $1 ORDER BY e.at, e.id`,
    [cardId],
  );
}
