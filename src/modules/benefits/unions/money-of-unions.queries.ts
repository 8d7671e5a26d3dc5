import type { Db } from '../../../platform/database/database.js';
import { OBSTACLE_NAMES_MAX, type OrgObstacle, type PlannedMove } from '../../organizations/index.js';

interface Found {
  readonly count: number;
  readonly names: string[];
}

const found = (from: string): string =>
  `SELECT count(*)::int AS count, coalesce((array_agg(name ORDER BY name))[1:${OBSTACLE_NAMES_MAX}], '{}') AS names FROM (${from}) AS found`;

/** Open lines of a subtree whose money comes from a line of a union that would be above it no more. */
export async function findLinesLeft(db: Db, { path, leftIds }: PlannedMove): Promise<OrgObstacle> {
  const [row]: [Found] = await db.query(
    found(`SELECT l.name FROM budget_line l JOIN union_org o ON o.id = l.org_id JOIN budget_line above ON above.id = l.parent_id
      WHERE l.state = 'OPEN' AND o.path ^@ $1 AND above.org_id = ANY($2)`),
    [path, leftIds],
  );
  return { kind: 'BUDGET_LINES', ...row };
}

/** Campaigns of a subtree that run on a line of such a union. */
export async function findCampaignsLeft(db: Db, { path, leftIds }: PlannedMove): Promise<OrgObstacle> {
  const [row]: [Found] = await db.query(
    found(`SELECT c.definition->>'label' AS name FROM campaign c JOIN union_org o ON o.id = c.owner_org_id
      JOIN campaign_runtime r ON r.campaign_id = c.id JOIN budget_line l ON l.id = r.budget_line_id
      WHERE r.state <> 'ENDED' AND o.path ^@ $1 AND l.org_id = ANY($2)`),
    [path, leftIds],
  );
  return { kind: 'CAMPAIGNS', ...row };
}

export async function findOpenLines(db: Db, orgId: string): Promise<OrgObstacle> {
  const [row]: [Found] = await db.query(found(`SELECT name FROM budget_line WHERE org_id = $1 AND state = 'OPEN'`), [
    orgId,
  ]);
  return { kind: 'BUDGET_LINES', ...row };
}

/** Campaigns a union gives that were put forward and have not ended; a draft nobody put forward binds nobody. */
export async function findOpenCampaigns(db: Db, orgId: string): Promise<OrgObstacle> {
  const [row]: [Found] = await db.query(
    found(
      `SELECT definition->>'label' AS name FROM campaign WHERE owner_org_id = $1 AND state NOT IN ('DRAFT', 'ENDED')`,
    ),
    [orgId],
  );
  return { kind: 'CAMPAIGNS', ...row };
}
