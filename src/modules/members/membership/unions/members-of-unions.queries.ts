import type { Db } from '../../../../platform/database/database.js';
import type { OrgObstacle } from '../../../organizations/index.js';

/** How many members in good standing each of these subtrees has; one without any is absent. */
export async function countMembers(db: Db, orgIds: readonly string[]): Promise<Map<string, number>> {
  const rows: { id: string; count: number }[] = await db.query(
    `SELECT top.id, sum(m.count)::int AS count FROM union_org top JOIN union_org o ON o.path ^@ top.path
     CROSS JOIN LATERAL (SELECT count(*) FROM member WHERE org_id = o.id AND membership <> 'WITHDRAWN') AS m
     WHERE top.id = ANY($1) GROUP BY top.id HAVING sum(m.count) > 0`,
    [orgIds],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Who belongs to a union, waits to be let in, or is on the way from or to it. Nobody is named: the lists of these do. */
export async function findPeopleOf(db: Db, orgId: string): Promise<OrgObstacle[]> {
  const [row]: [{ members: number; applications: number; transfers: number }] = await db.query(
    `SELECT (SELECT count(*) FROM member WHERE org_id = $1 AND membership <> 'WITHDRAWN')::int AS members,
       (SELECT count(*) FROM membership_application WHERE org_id = $1 AND state = 'PENDING')::int AS applications,
       (SELECT count(*) FROM member_transfer WHERE (from_org_id = $1 OR to_org_id = $1) AND state = 'REQUESTED')::int AS transfers`,
    [orgId],
  );
  return [
    { kind: 'MEMBERS', count: row.members, names: [] },
    { kind: 'APPLICATIONS', count: row.applications, names: [] },
    { kind: 'TRANSFERS', count: row.transfers, names: [] },
  ];
}
