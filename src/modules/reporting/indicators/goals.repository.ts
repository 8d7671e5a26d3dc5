import type { Db, Tx } from '../../../platform/database/database.js';
import { scopeLike } from '../../../shared/org-path.js';
import type { GoalRequest, GoalView, Indicator } from './indicator.schemas.js';

export interface GoalRow {
  readonly indicator: Indicator;
  readonly orgId: string;
  readonly goalBps: number;
  readonly byOn: string;
}

/** Goals of these unions. */
export async function findGoals(db: Db, orgIds: readonly string[]): Promise<GoalRow[]> {
  return db.query(
    `SELECT indicator, org_id AS "orgId", goal_bps AS "goalBps", by_on::text AS "byOn" FROM indicator_goal
     WHERE org_id = ANY($1) ORDER BY indicator`,
    [orgIds],
  );
}

/** Goals set for unions of the scope. */
export async function listGoals(
  db: Db,
  scope: readonly string[],
): Promise<(Omit<GoalView, 'setAt'> & { readonly setAt: Date })[]> {
  return db.query(
    `SELECT g.id, g.indicator, g.org_id AS "orgId", o.name AS "orgName", g.goal_bps AS "goalBps", g.by_on::text AS "byOn",
       l.display_name AS "setBy", g.set_at AS "setAt"
     FROM indicator_goal g JOIN union_org o ON o.id = g.org_id LEFT JOIN officer_name l ON l.id = g.set_by
     WHERE o.path LIKE ANY($1) ORDER BY o.path, g.indicator LIMIT 500`,
    [scopeLike(scope)],
  );
}

/** Sets the goal of an indicator of a union; answers what stood before. */
export async function putGoal(
  tx: Tx,
  id: string,
  { indicator, orgId, goalBps, byOn }: GoalRequest,
  by: { readonly loginId: string; readonly at: Date },
): Promise<number | null> {
  const before: { goalBps: number }[] = await tx.query(
    'SELECT goal_bps AS "goalBps" FROM indicator_goal WHERE org_id = $1 AND indicator = $2 FOR UPDATE',
    [orgId, indicator],
  );
  await tx.query(
    `INSERT INTO indicator_goal (id, indicator, org_id, goal_bps, by_on, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT ON CONSTRAINT indicator_goal_one DO UPDATE SET goal_bps = excluded.goal_bps, by_on = excluded.by_on,
       set_by = excluded.set_by, set_at = excluded.set_at`,
    [id, indicator, orgId, goalBps, byOn, by.loginId, by.at],
  );
  return before[0]?.goalBps ?? null;
}

/** Takes a goal of the scope away; answers what it was. */
export async function deleteGoal(tx: Tx, id: string, scope: readonly string[]): Promise<GoalRow | null> {
  const [rows]: [GoalRow[], number] = await tx.query(
    `DELETE FROM indicator_goal g USING union_org o WHERE g.id = $1 AND o.id = g.org_id AND o.path LIKE ANY($2)
     RETURNING g.indicator, g.org_id AS "orgId", g.goal_bps AS "goalBps", g.by_on::text AS "byOn"`,
    [id, scopeLike(scope)],
  );
  return rows[0] ?? null;
}
