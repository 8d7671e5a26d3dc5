import type { EvidenceTx } from '../../../platform/database/evidence-database.js';
import type { EvidenceMedia } from './evidence-file.rules.js';

export interface ApplicationRow {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly level: string | null;
  readonly appliedBy: 'WORKER' | 'OFFICER';
  readonly statementCipher: Buffer | null;
  readonly consentVersion: string | null;
}

/** Makes the folder of a case; one that is there already stays as it is. */
export async function insertApplication(tx: EvidenceTx, row: ApplicationRow, now: Date): Promise<void> {
  await tx.query(
    `INSERT INTO evidence.application (id, member_id, code, level, applied_by, statement_cipher, consent_version, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [row.id, row.memberId, row.code, row.level, row.appliedBy, row.statementCipher, row.consentVersion, now],
  );
}

export async function findApplication(tx: EvidenceTx, id: string): Promise<ApplicationRow | null> {
  const { rows } = await tx.query<ApplicationRow>(
    `SELECT id, member_id AS "memberId", code, level, applied_by AS "appliedBy", statement_cipher AS "statementCipher",
       consent_version AS "consentVersion" FROM evidence.application WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface FileRow {
  readonly id: string;
  readonly applicationId: string;
  readonly media: EvidenceMedia;
  readonly bytes: number;
  readonly addedAt: Date;
}

/** Locks a folder and answers which of its places are taken, so that files sent at once never exceed the limit. */
export async function lockSlots(tx: EvidenceTx, applicationId: string): Promise<number[]> {
  await tx.query('SELECT FROM evidence.application WHERE id = $1 FOR UPDATE', [applicationId]);
  const { rows } = await tx.query<{ slot: number }>('SELECT slot FROM evidence.file WHERE application_id = $1', [
    applicationId,
  ]);
  return rows.map(({ slot }) => slot);
}

/** The file with these very bytes, if the folder holds it. */
export async function findSame(tx: EvidenceTx, applicationId: string, sha256: Buffer): Promise<FileRow | null> {
  const { rows } = await tx.query<FileRow>(`${FILE} WHERE application_id = $1 AND sha256 = $2`, [
    applicationId,
    sha256,
  ]);
  return rows[0] ?? null;
}

export async function insertFile(
  tx: EvidenceTx,
  row: FileRow & {
    readonly slot: number;
    readonly sha256: Buffer;
    readonly content: Buffer;
    readonly addedBy: string;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO evidence.file (id, application_id, slot, media, bytes, sha256, content, added_by, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [row.id, row.applicationId, row.slot, row.media, row.bytes, row.sha256, row.content, row.addedBy, row.addedAt],
  );
}

const FILE = `SELECT id, application_id AS "applicationId", media, bytes, added_at AS "addedAt" FROM evidence.file`;

/** The files of many folders without their content, in the order they came. */
export async function listFiles(tx: EvidenceTx, applicationIds: readonly string[]): Promise<FileRow[]> {
  const { rows } = await tx.query<FileRow>(`${FILE} WHERE application_id = ANY($1::uuid[]) ORDER BY added_at, id`, [
    applicationIds,
  ]);
  return rows;
}

export async function findContent(
  tx: EvidenceTx,
  applicationId: string,
  fileId: string,
): Promise<{ media: EvidenceMedia; content: Buffer } | null> {
  const { rows } = await tx.query<{ media: EvidenceMedia; content: Buffer }>(
    'SELECT media, content FROM evidence.file WHERE application_id = $1 AND id = $2',
    [applicationId, fileId],
  );
  return rows[0] ?? null;
}

export async function deleteFile(tx: EvidenceTx, applicationId: string, fileId: string): Promise<boolean> {
  const { rowCount } = await tx.query('DELETE FROM evidence.file WHERE application_id = $1 AND id = $2', [
    applicationId,
    fileId,
  ]);
  return rowCount === 1;
}

export interface VisitRow {
  readonly id: string;
  readonly visitedOn: string;
  readonly visitedBy: string;
  readonly noteCipher: Buffer;
  readonly addedAt: Date;
}

export async function insertVisit(
  tx: EvidenceTx,
  row: VisitRow & { readonly applicationId: string; readonly addedBy: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO evidence.visit (id, application_id, visited_on, visited_by, note_cipher, added_by, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.applicationId, row.visitedOn, row.visitedBy, row.noteCipher, row.addedBy, row.addedAt],
  );
}

export async function listVisits(tx: EvidenceTx, applicationId: string): Promise<VisitRow[]> {
  const { rows } = await tx.query<VisitRow>(
    `SELECT id, visited_on::text AS "visitedOn", visited_by AS "visitedBy", note_cipher AS "noteCipher", added_at AS "addedAt"
     FROM evidence.visit WHERE application_id = $1 ORDER BY visited_on, id`,
    [applicationId],
  );
  return rows;
}

/** How much lies in a folder: files and visits count alike. */
export async function countPieces(tx: EvidenceTx, applicationId: string): Promise<number> {
  const { rows } = await tx.query<{ pieces: number }>(
    `SELECT (SELECT count(*) FROM evidence.file WHERE application_id = $1)::int
       + (SELECT count(*) FROM evidence.visit WHERE application_id = $1)::int AS pieces`,
    [applicationId],
  );
  return rows[0]?.pieces ?? 0;
}

/** Removes whole folders with all that lies in them. */
export async function deleteApplications(tx: EvidenceTx, ids: readonly string[]): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM evidence.application WHERE id = ANY($1::uuid[])', [ids]);
  return rowCount ?? 0;
}

export async function deleteOfMember(tx: EvidenceTx, memberId: string): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM evidence.application WHERE member_id = $1', [memberId]);
  return rowCount ?? 0;
}

/** Folders older than an instant, some at a time. */
export async function listOlder(
  tx: EvidenceTx,
  before: Date,
  afterId: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM evidence.application WHERE created_at < $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3',
    [before, afterId, limit],
  );
  return rows.map(({ id }) => id);
}

/** Every sealed column of the schema, and at which byte the number of its key begins: in a file a length comes first. */
export const SEALED = [
  { table: 'evidence.application', column: 'statement_cipher', kidAt: 1 },
  { table: 'evidence.visit', column: 'note_cipher', kidAt: 1 },
  { table: 'evidence.file', column: 'content', kidAt: 5 },
] as const;
export type SealedPlace = (typeof SEALED)[number];

const staleIn = ({ column, kidAt }: SealedPlace): string =>
  `${column} IS NOT NULL AND get_byte(${column}, ${kidAt}) * 256 + get_byte(${column}, ${kidAt + 1}) <> $1::int`;

/** How many values of a column were sealed with another key. */
export async function countStaleIn(tx: EvidenceTx, place: SealedPlace, kid: number): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${place.table} WHERE ${staleIn(place)}`,
    [kid],
  );
  return rows[0]?.n ?? 0;
}

/** Locks some of them. */
export async function lockStaleIn(
  tx: EvidenceTx,
  place: SealedPlace,
  kid: number,
  limit: number,
): Promise<{ id: string; sealed: Buffer }[]> {
  const { rows } = await tx.query<{ id: string; sealed: Buffer }>(
    `SELECT id, ${place.column} AS sealed FROM ${place.table} WHERE ${staleIn(place)} ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [kid, limit],
  );
  return rows;
}

export async function updateSealed(tx: EvidenceTx, place: SealedPlace, id: string, sealed: Buffer): Promise<void> {
  await tx.query(`UPDATE ${place.table} SET ${place.column} = $2 WHERE id = $1`, [id, sealed]);
}
