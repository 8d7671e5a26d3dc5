import type { Db } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import { type Page, pageOf, type PageQuery } from '../../../shared/page.js';
import type { BudgetLine } from './budget.schemas.js';

const LINE = `l.id, l.org_id AS "orgId", o.name AS "orgName", l.parent_id AS "parentId", l.name, l.budget_year AS year, l.state, l.version,
  l.total_fen AS "totalFen", l.handed_fen AS "handedFen", l.total_fen - l.handed_fen AS "freeFen", l.carried_to_id AS "carriedToId"`;

/** More lines than a federation of 2,300 unions opens in two years. */
const TREE_MAX = 5_000;

/** Lines of the officer's subtree, by id. */
export async function listLines(
  db: Db,
  scope: readonly string[],
  { limit, cursor }: PageQuery,
): Promise<Page<BudgetLine>> {
  const rows: BudgetLine[] = await db.query(
    `SELECT ${LINE} FROM budget_line l JOIN union_org o ON o.id = l.org_id
     WHERE o.path LIKE ANY($1) AND ($2::text IS NULL OR l.id > $2) ORDER BY l.id LIMIT $3`,
    [scopeLike(scope), cursor ?? null, limit + 1],
  );
  return pageOf(rows, limit, (row) => row.id);
}

/** One line of the officer's subtree, or null. */
export async function findLineView(db: Db, scope: readonly string[], id: string): Promise<BudgetLine | null> {
  const rows: BudgetLine[] = await db.query(
    `SELECT ${LINE} FROM budget_line l JOIN union_org o ON o.id = l.org_id WHERE l.id = $1 AND o.path LIKE ANY($2)`,
    [id, scopeLike(scope)],
  );
  return rows[0] ?? null;
}

export interface TreeRow extends BudgetLine {
  readonly orgPath: string;
  /** Of this line's own campaigns. */
  readonly campaignsFen: number;
  readonly campaigns: number;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly openProposalId: string | null;
}

/** Every line of the subtree, of one year or of all, with what its own campaigns have and used. */
export async function listTree(db: Db, scope: readonly string[], year: number | null): Promise<TreeRow[]> {
  return db.query(
    `SELECT ${LINE}, o.path AS "orgPath", coalesce(c.total_fen, 0)::bigint AS "campaignsFen", coalesce(c.campaigns, 0)::int AS campaigns,
       coalesce(c.spent_fen, 0)::bigint AS "spentFen", coalesce(c.held_fen, 0)::bigint AS "heldFen", p.id AS "openProposalId"
     FROM budget_line l JOIN union_org o ON o.id = l.org_id
     LEFT JOIN (
       SELECT budget_line_id, sum(total_fen) AS total_fen, sum(spent_fen) AS spent_fen, sum(held_fen + leased_fen) AS held_fen, count(*) AS campaigns
       FROM campaign_runtime WHERE budget_line_id IS NOT NULL GROUP BY budget_line_id
     ) c ON c.budget_line_id = l.id
     LEFT JOIN budget_proposal p ON p.line_id = l.id AND p.state = 'PROPOSED'
     WHERE o.path LIKE ANY($1) AND ($2::int IS NULL OR l.budget_year = $2) ORDER BY o.path, l.id LIMIT ${TREE_MAX}`,
    [scopeLike(scope), year],
  );
}

/** Years of which the subtree has lines, the latest first. */
export async function listYears(db: Db, scope: readonly string[]): Promise<number[]> {
  const rows: { year: number }[] = await db.query(
    `SELECT DISTINCT l.budget_year AS year FROM budget_line l JOIN union_org o ON o.id = l.org_id WHERE o.path LIKE ANY($1) ORDER BY 1 DESC`,
    [scopeLike(scope)],
  );
  return rows.map(({ year }) => year);
}

/** Who made a change of these lines, by the event it was posted under. */
export async function namesByEvent(db: Db, lineIds: readonly string[]): Promise<Map<string, string>> {
  const rows: { eventId: string; name: string }[] = await db.query(
    `SELECT a.detail->>'eventId' AS "eventId", l.display_name AS name
     FROM audit_entry a JOIN officer_name l ON l.id::text = a.actor_id
     WHERE a.subject_kind = 'budget-line' AND a.subject_id = ANY($1) AND a.actor_kind = 'officer' AND a.detail ? 'eventId'`,
    [lineIds],
  );
  return new Map(rows.map(({ eventId, name }) => [eventId, name]));
}

/** What happened to a line without money moving, the newest first. */
export async function listWords(
  db: Db,
  lineId: string,
  limit: number,
): Promise<{ at: Date; action: string; by: string | null }[]> {
  return db.query(
    `SELECT a.at, a.action, l.display_name AS by
     FROM audit_entry a LEFT JOIN officer_name l ON l.id::text = a.actor_id AND a.actor_kind = 'officer'
     WHERE a.subject_kind = 'budget-line' AND a.subject_id = $1 AND (NOT a.detail ? 'eventId' OR a.detail->>'amountFen' = '0')
       AND a.action <> 'budget-line.created'
     ORDER BY a.id DESC LIMIT $2`,
    [lineId, limit],
  );
}

/** Names of lines and campaigns by their ids. */
export async function namesOf(
  db: Db,
  lineIds: readonly string[],
  campaignIds: readonly string[],
): Promise<{ lines: Map<string, string>; campaigns: Map<string, string> }> {
  const rows: { kind: string; id: string; name: string }[] = await db.query(
    `SELECT 'line' AS kind, id, name FROM budget_line WHERE id = ANY($1)
     UNION ALL
     SELECT 'campaign', id, coalesce(definition->>'label', id) FROM campaign WHERE id = ANY($2)`,
    [lineIds, campaignIds],
  );
  const of = (kind: string) => new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
  return { lines: of('line'), campaigns: of('campaign') };
}
