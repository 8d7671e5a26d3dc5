import type { Db } from '../../../platform/database/database.js';
import type { Membership } from '../members.schemas.js';

export interface MemberRow {
  readonly id: string;
  readonly member_no: string;
  readonly name: string;
  readonly id_number_cipher: Buffer;
  readonly phone_cipher: Buffer | null;
  readonly org_id: string;
  readonly org_name: string;
  readonly org_path: string;
  readonly enterprise_name: string | null;
  readonly gender: 'F' | 'M' | null;
  readonly joined_on: string | null;
  readonly membership: Membership;
  readonly categories: { code: string; level: string | null; untilOn: string | null }[];
  readonly card_state: string | null;
}

/** What a search text may mean, already turned into what the table holds. */
export interface MemberSearch {
  readonly id?: string;
  readonly namePattern?: string;
  readonly memberNo?: string;
  readonly phoneHashes?: readonly Buffer[];
  readonly idNumberHashes?: readonly Buffer[];
  readonly orgId?: string;
}

// The open card is read here for the list's sake; its table is written by the cards module alone.
const SELECT = `
  SELECT m.id, m.member_no, m.name, m.id_number_cipher, m.phone_cipher, m.org_id, o.name AS org_name, o.path AS org_path, e.name AS enterprise_name,
    m.gender, m.joined_on::text AS joined_on, m.membership, c.state AS card_state,
    coalesce((SELECT json_agg(json_build_object('code', g.code, 'level', g.level, 'untilOn', g.until_on::text) ORDER BY g.code)
      FROM member_category g WHERE g.member_id = m.id AND g.state = 'GRANTED'), '[]'::json) AS categories
  FROM member m
  JOIN union_org o ON o.id = m.org_id
  LEFT JOIN enterprise e ON e.id = m.enterprise_id
  LEFT JOIN card c ON c.member_id = m.id AND c.state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED')`;

/**
 * Members of the subtree, the newest first; `limit + 1` rows so that the caller knows whether more follow. The scope is asked here, by path:
 * who runs it beyond the policies of the tables, as the search does, shows nobody else.
 */
export function listMembers(
  db: Db,
  scope: readonly string[],
  search: MemberSearch,
  limit: number,
  beforeId: string | null,
): Promise<MemberRow[]> {
  const values: unknown[] = [scope, limit + 1];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const either: string[] = [];
  const all: string[] = ['o.path LIKE ANY($1::text[])', 'm.erased_at IS NULL'];
  if (search.namePattern !== undefined) either.push(`m.name LIKE ${add(search.namePattern)}`);
  if (search.memberNo !== undefined) either.push(`m.member_no = ${add(search.memberNo)}`);
  const addHashes = (column: string, hashes: readonly Buffer[]): void => {
    const place = add(hashes);
    either.push(`m.${column} = ANY(${place}::bytea[])`, `m.${column}_even = ANY(${place}::bytea[])`);
  };
  if (search.phoneHashes !== undefined) addHashes('phone_hash', search.phoneHashes);
  if (search.idNumberHashes !== undefined) addHashes('id_number_hash', search.idNumberHashes);
  if (either.length > 0) all.push(`(${either.join(' OR ')})`);
  if (search.id !== undefined) all.push(`m.id = ${add(search.id)}`);
  if (search.orgId !== undefined) {
    all.push(`o.path ^@ (SELECT path FROM union_org WHERE id = ${add(search.orgId)})`);
  }
  if (beforeId !== null) all.push(`m.id < ${add(beforeId)}::uuid`);
  return db.query(`${SELECT} WHERE ${all.join(' AND ')} ORDER BY m.id DESC LIMIT $2`, values);
}

export interface HolderRow {
  readonly memberId: string;
  readonly name: string;
  readonly membership: string;
  /** Both blind indexes of the ID number, in hex. */
  readonly hashes: readonly (string | null)[];
}

/** Members of a subtree by blind index of their ID number; who was erased is nobody. */
export function listHolders(db: Db, orgPath: string, hashes: readonly Buffer[]): Promise<HolderRow[]> {
  return db.query(
    `SELECT m.id AS "memberId", m.name, m.membership, ARRAY[encode(m.id_number_hash, 'hex'), encode(m.id_number_hash_even, 'hex')] AS hashes
     FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE o.path LIKE $1 AND m.erased_at IS NULL AND (m.id_number_hash = ANY($2::bytea[]) OR m.id_number_hash_even = ANY($2::bytea[]))`,
    [`${orgPath}%`, hashes],
  );
}
