import type { Db, Tx } from '../database/database.js';
import type { FieldCipher } from './field-cipher.js';

/** Columns of one table that hold sealed values, each sealed for its own table, column and row. */
export interface SealedColumns {
  readonly table: string;
  readonly id: string;
  readonly idType: 'uuid' | 'text' | 'integer';
  readonly columns: readonly string[];
}

/** A column that holds whole sealed files or pieces of them. */
export interface SealedFiles {
  readonly table: string;
  readonly column: string;
  /** Bytes before the first sealed value: `sealFile` writes its length there, a row a piece has none. */
  readonly headBytes: 4 | 0;
}

export interface Chunk {
  /** Where to go on; null at the end of the table. */
  readonly cursor: string | null;
  readonly changed: number;
}

interface SealedRow {
  readonly id: string;
  readonly sealed: readonly (string | null)[];
}

// Version u8, then the key's id as u16: the id can be read where the key is not.
const kidOf = (column: string): string => `(get_byte(${column}, 1) * 256 + get_byte(${column}, 2))`;
const staleIn = ({ columns }: SealedColumns, kid: string): string =>
  columns.map((column) => `(${column} IS NOT NULL AND ${kidOf(column)} <> ${kid})`).join(' OR ');

/** Tables with a column that is sealed by its name, as far as nobody named them. */
export async function listUnnamed(db: Db, named: readonly string[]): Promise<string[]> {
  const rows: { name: string }[] = await db.query(
    `SELECT DISTINCT table_name::text AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' AND (column_name LIKE '%\\_cipher' OR column_name IN ('sealed', 'totp_secret'))
       AND table_name <> ALL ($1::text[]) ORDER BY 1`,
    [named],
  );
  return rows.map(({ name }) => name);
}

/** How many rows hold a value of another key than this one. */
export async function countStale(db: Db, place: SealedColumns, kid: number): Promise<number> {
  const rows: { n: number }[] = await db.query(
    `SELECT count(*)::int AS n FROM ${place.table} WHERE ${staleIn(place, '$1::int')}`,
    [kid],
  );
  return rows[0]?.n ?? 0;
}

/** How many files hold pieces of another key than this one. */
export async function countStaleFiles(db: Db, { table, column, headBytes }: SealedFiles, kid: number): Promise<number> {
  const rows: { n: number }[] = await db.query(
    `SELECT count(*)::int AS n FROM ${table} WHERE octet_length(${column}) > $2::int + 3
       AND (get_byte(${column}, $2::int + 1) * 256 + get_byte(${column}, $2::int + 2)) <> $1::int`,
    [kid, headBytes],
  );
  return rows[0]?.n ?? 0;
}

/**
 * Seals the next rows with the current key. Each value changes only if it is still the one that was read, so what somebody writes
 * meanwhile is never undone; only how a value is sealed changes, never what it says, so no module has to hear of it.
 */
export async function resealChunk(
  tx: Tx,
  cipher: FieldCipher,
  place: SealedColumns,
  after: string | null,
  limit: number,
): Promise<Chunk> {
  const { table, id, idType, columns } = place;
  const rows: SealedRow[] = await tx.query(
    `SELECT ${id}::text AS id, ARRAY[${columns.map((column) => `encode(${column}, 'hex')`).join(', ')}] AS sealed
     FROM ${table} WHERE ($1::text IS NULL OR ${id} > $1::${idType}) AND (${staleIn(place, '$2::int')}) ORDER BY ${id} LIMIT $3`,
    [after, cipher.currentKid, limit],
  );
  for (const [at, column] of columns.entries()) await resealColumn(tx, cipher, place, column, at, rows);
  return { cursor: rows.length < limit ? null : (rows.at(-1)?.id ?? null), changed: rows.length };
}

async function resealColumn(
  tx: Tx,
  cipher: FieldCipher,
  { table, id, idType }: SealedColumns,
  column: string,
  at: number,
  rows: readonly SealedRow[],
): Promise<void> {
  const stale = rows.flatMap((row) => {
    const hex = row.sealed[at];
    const before = hex === null || hex === undefined ? null : Buffer.from(hex, 'hex');
    return before !== null && cipher.isStale(before) ? [{ rowId: row.id, before }] : [];
  });
  if (stale.length === 0) return;
  const after = stale.map(({ rowId, before }) => {
    const place = { table, column, rowId };
    return cipher.seal(place, cipher.open(place, before));
  });
  await tx.query(
    `UPDATE ${table} SET ${column} = r.after FROM unnest($1::${idType}[], $2::bytea[], $3::bytea[]) AS r (id, before, after)
     WHERE ${table}.${id} = r.id AND ${table}.${column} = r.before`,
    [stale.map(({ rowId }) => rowId), stale.map(({ before }) => before), after],
  );
}
