import type { Db } from '../../../platform/database/database.js';
import type { Membership } from '../members.schemas.js';
import { reachingOrgIds } from './reach.rules.js';

export interface GrantedCategory {
  readonly code: string;
  readonly level: string | null;
  readonly fromOn: string;
  readonly untilOn: string | null;
}

/** What a benefit may ask about a person; never leaves the platform. Days are `YYYY-MM-DD`. */
export interface MemberAttributes {
  readonly memberId: string;
  /** For the masked surname a till shows, nothing else. */
  readonly name: string;
  readonly membership: Membership;
  readonly orgPath: string;
  /** Ids of the unions whose benefits reach the person, the city first: of one between jobs the city alone, of one who left none. */
  readonly orgIds: readonly string[];
  readonly parkCode: string | null;
  readonly tier: 'NATIONAL' | 'PROVINCIAL' | 'MUNICIPAL' | null;
  readonly enterpriseId: string | null;
  readonly industry: string | null;
  readonly gender: 'F' | 'M' | null;
  readonly birthOn: string | null;
  readonly joinedOn: string | null;
  /** Granted, whether or not their period covers today: the reader compares with its own day. */
  readonly categories: readonly GrantedCategory[];
  /** Ids of the named lists the person is on; a till loads only those some campaign asks about. */
  readonly lists: readonly string[];
}

interface AttributesRow {
  id: string;
  name: string;
  membership: MemberAttributes['membership'];
  path: string;
  park_code: string | null;
  tier: MemberAttributes['tier'];
  enterprise_id: string | null;
  industry: string | null;
  gender: 'F' | 'M' | null;
  birth_on: string | null;
  joined_on: string | null;
  categories: GrantedCategory[];
  lists: string[];
}

/** Attributes of many members in one statement; unknown ids are simply absent. */
export async function listMemberAttributes(db: Db, memberIds: readonly string[]): Promise<MemberAttributes[]> {
  const rows: AttributesRow[] = await db.query(
    `SELECT m.id, m.name, m.membership, o.path, coalesce(o.park_code, e.park_code) AS park_code, p.tier, m.enterprise_id,
       e.industry, m.gender, m.birth_on::text AS birth_on, m.joined_on::text AS joined_on,
       coalesce((SELECT json_agg(json_build_object('code', c.code, 'level', c.level, 'fromOn', c.from_on::text, 'untilOn', c.until_on::text)
           ORDER BY c.code)
         FROM member_category c WHERE c.member_id = m.id AND c.state = 'GRANTED'), '[]'::json) AS categories,
       ARRAY(SELECT l.list_id FROM member_list_entry l WHERE l.member_id = m.id ORDER BY l.list_id) AS lists
     FROM member m
     JOIN union_org o ON o.id = m.org_id
     LEFT JOIN enterprise e ON e.id = m.enterprise_id
     LEFT JOIN park p ON p.code = coalesce(o.park_code, e.park_code)
     WHERE m.id = ANY($1::uuid[])`,
    [memberIds],
  );
  return rows.map((row) => ({
    memberId: row.id,
    name: row.name,
    membership: row.membership,
    orgPath: row.path,
    orgIds: reachingOrgIds(row.membership, row.path),
    parkCode: row.park_code,
    tier: row.tier,
    enterpriseId: row.enterprise_id,
    industry: row.industry,
    gender: row.gender,
    birthOn: row.birth_on,
    joinedOn: row.joined_on,
    categories: row.categories,
    lists: row.lists,
  }));
}
