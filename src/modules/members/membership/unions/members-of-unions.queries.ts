import type { Db } from '../../../../platform/database/database.js';
import type { OrgObstacle } from '../../../organizations/index.js';

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
