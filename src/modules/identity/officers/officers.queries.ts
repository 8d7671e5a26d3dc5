import type { Db } from '../../../platform/database/database.js';
import type { OfficerRole } from '../../../shared/caller.js';
import { OBSTACLE_NAMES_MAX, type OrgObstacle } from '../../organizations/index.js';

export interface OfficerRow {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly active: boolean;
  readonly roles: readonly {
    readonly role: OfficerRole;
    readonly orgId: string;
    readonly orgName: string;
    readonly untilOn: string | null;
  }[];
}

/** Officers with a role in the scope, given as LIKE patterns, the newest first, each with these roles; `limit + 1` rows. */
export function listOfficers(
  db: Db,
  scope: readonly string[],
  filter: {
    readonly id?: string;
    readonly q?: string | undefined;
    readonly beforeId?: string | undefined;
    readonly limit: number;
  },
): Promise<OfficerRow[]> {
  return db.query(
    `SELECT l.id, l.username, l.display_name AS "displayName", l.active, held.roles
     FROM login l CROSS JOIN LATERAL (
       SELECT json_agg(json_build_object('role', r.role, 'orgId', r.org_id, 'orgName', o.name, 'untilOn', r.until_on) ORDER BY o.path, r.role) AS roles
       FROM login_role r JOIN union_org o ON o.id = r.org_id WHERE r.login_id = l.id AND o.path LIKE ANY($1::text[])) AS held
     WHERE l.kind = 'OFFICER' AND held.roles IS NOT NULL AND ($2::uuid IS NULL OR l.id = $2) AND ($3::uuid IS NULL OR l.id < $3)
       AND ($4::text IS NULL OR strpos(l.username, lower($4)) > 0 OR strpos(l.display_name, $4) > 0
         OR EXISTS (SELECT FROM json_array_elements(held.roles) AS each WHERE strpos(each->>'orgName', $4) > 0))
     ORDER BY l.id DESC LIMIT $5`,
    [scope, filter.id ?? null, filter.beforeId ?? null, filter.q ?? null, filter.limit + 1],
  );
}

/** Of these officers, all their roles wherever they are, and whether a code of theirs waits: for deciding, never for showing. */
export async function findStandings(
  db: Db,
  loginIds: readonly string[],
): Promise<
  ReadonlyMap<string, { roles: { role: OfficerRole; path: string; untilOn: string | null }[]; codeUntil: Date | null }>
> {
  const rows: {
    id: string;
    roles: { role: OfficerRole; path: string; untilOn: string | null }[];
    codeUntil: Date | null;
  }[] = await db.query(
    `SELECT l.id, a.expires_at AS "codeUntil",
         (SELECT coalesce(json_agg(json_build_object('role', r.role, 'path', o.path, 'untilOn', r.until_on)), '[]')
          FROM login_role r JOIN union_org o ON o.id = r.org_id WHERE r.login_id = l.id) AS roles
       FROM login l LEFT JOIN login_activation a ON a.login_id = l.id WHERE l.id = ANY($1)`,
    [loginIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many officers hold a role in force in each of these subtrees; one without any is absent. */
export async function countOfficers(db: Db, orgIds: readonly string[], todayOn: string): Promise<Map<string, number>> {
  const rows: { id: string; count: number }[] = await db.query(
    `SELECT top.id, count(DISTINCT r.login_id)::int AS count
     FROM union_org top JOIN union_org o ON o.path ^@ top.path JOIN login_role r ON r.org_id = o.id JOIN login l ON l.id = r.login_id
     WHERE top.id = ANY($1) AND l.active AND (r.until_on IS NULL OR r.until_on >= $2::date) GROUP BY top.id`,
    [orgIds, todayOn],
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Who holds a role in force in a union itself. */
export async function findOfficersOf(db: Db, orgId: string, todayOn: string): Promise<OrgObstacle> {
  const [row]: [{ count: number; names: string[] }] = await db.query(
    `SELECT count(*)::int AS count, coalesce((array_agg(name ORDER BY name))[1:${OBSTACLE_NAMES_MAX}], '{}') AS names
     FROM (SELECT DISTINCT l.id, l.display_name AS name FROM login_role r JOIN login l ON l.id = r.login_id
       WHERE r.org_id = $1 AND l.active AND (r.until_on IS NULL OR r.until_on >= $2::date)) AS held`,
    [orgId, todayOn],
  );
  return { kind: 'OFFICERS', ...row };
}
