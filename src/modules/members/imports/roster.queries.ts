import type { Db } from '../../../platform/database/database.js';

export interface KnownRosterRow {
  readonly id: string;
  readonly orgId: string;
  readonly orgPath: string;
  readonly membership: 'ACTIVE' | 'RETAINED' | 'WITHDRAWN';
  readonly name: string;
  readonly enterpriseId: string | null;
  readonly joinedOn: string | null;
  /** Blind indexes in hex. */
  readonly idHashes: readonly string[];
  readonly phoneHashes: readonly string[];
}

/** People with one of these ID numbers or phones, but for those whose data were erased: they come back as new. */
export function listKnown(
  db: Db,
  idHashes: readonly Buffer[],
  phoneHashes: readonly Buffer[],
): Promise<KnownRosterRow[]> {
  const hex = (column: string): string =>
    `array_remove(ARRAY[encode(${column}, 'hex'), encode(${column}_even, 'hex')], NULL)`;
  return db.query(
    `SELECT m.id, m.org_id AS "orgId", o.path AS "orgPath", m.membership, m.name, m.enterprise_id AS "enterpriseId",
       m.joined_on::text AS "joinedOn", ${hex('m.id_number_hash')} AS "idHashes", ${hex('m.phone_hash')} AS "phoneHashes"
     FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE m.erased_at IS NULL AND m.id IN (
       SELECT id FROM member WHERE id_number_hash = ANY($1::bytea[]) UNION SELECT id FROM member WHERE id_number_hash_even = ANY($1::bytea[])
       UNION SELECT id FROM member WHERE phone_hash = ANY($2::bytea[]) UNION SELECT id FROM member WHERE phone_hash_even = ANY($2::bytea[]))`,
    [idHashes, phoneHashes],
  );
}

/** Ids of the unions below a union that rows name, by id and by name; where two have one name neither is found by it. */
export async function listUnionIds(db: Db, orgPath: string, named: readonly string[]): Promise<Map<string, string>> {
  if (named.length === 0) return new Map();
  const rows: { id: string; name: string }[] = await db.query(
    `SELECT id, name FROM union_org WHERE path ^@ $1 AND dissolved_at IS NULL AND (id = ANY($2::text[]) OR name = ANY($2::text[]))`,
    [orgPath, named],
  );
  const namesakes = new Map<string, number>();
  for (const { name } of rows) namesakes.set(name, (namesakes.get(name) ?? 0) + 1);
  const byName = rows.filter(({ name }) => namesakes.get(name) === 1).map(({ id, name }) => [name, id] as const);
  return new Map([...byName, ...rows.map(({ id }) => [id, id] as const)]);
}

/** Ids of enterprises by credit code and by name. */
export async function listEnterpriseIds(
  db: Db,
  creditCodes: readonly string[],
  names: readonly string[],
): Promise<Map<string, string>> {
  if (creditCodes.length + names.length === 0) return new Map();
  const rows: { id: string; creditCode: string; name: string }[] = await db.query(
    `SELECT id, credit_code AS "creditCode", name FROM enterprise WHERE credit_code = ANY($1::text[]) OR name = ANY($2::text[])`,
    [creditCodes, names],
  );
  return new Map(rows.flatMap(({ id, creditCode, name }) => [[name, id] as const, [creditCode, id] as const]));
}

export interface UsedMember {
  readonly id: string;
  readonly use: string;
}

/** Those of an import who signed in, whose standing went on since they joined, or whom a later import changed; with the first of these. */
export function listUsed(db: Db, importId: string, memberIds: readonly string[]): Promise<UsedMember[]> {
  return db.query(
    `SELECT id, CASE WHEN signed_in THEN 'SIGNED_IN' WHEN went_on THEN 'MEMBERSHIP' ELSE 'CHANGED' END AS use
     FROM (SELECT m.id, EXISTS (SELECT FROM session s JOIN login l ON l.id = s.login_id WHERE l.member_id = m.id) AS signed_in,
         EXISTS (SELECT FROM member_event e WHERE e.member_id = m.id AND e.id > (SELECT j.id FROM member_event j
           WHERE j.member_id = m.id AND j.kind IN ('JOINED', 'REJOINED') ORDER BY j.id DESC LIMIT 1)) AS went_on,
         EXISTS (SELECT FROM import_change c WHERE c.subject_id = m.id AND c.import_id > $1) AS changed
       FROM member m WHERE m.id = ANY($2::uuid[])) AS seen
     WHERE signed_in OR went_on OR changed`,
    [importId, memberIds],
  );
}

export interface NamedMember {
  readonly id: string;
  readonly name: string;
  readonly orgId: string;
  readonly enterpriseId: string | null;
  readonly joinedOn: string | null;
}

export function listNamed(db: Db, memberIds: readonly string[]): Promise<NamedMember[]> {
  return db.query(
    `SELECT id, name, org_id AS "orgId", enterprise_id AS "enterpriseId", joined_on::text AS "joinedOn"
     FROM member WHERE id = ANY($1::uuid[])`,
    [memberIds],
  );
}
