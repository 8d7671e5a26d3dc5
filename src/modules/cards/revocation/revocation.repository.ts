import type { Db, Tx } from '../../../platform/database/database.js';

export interface ListRow {
  readonly number: number;
  readonly kind: 'FULL' | 'DELTA';
  readonly baseNumber: number;
  readonly cards: number;
  readonly content: Buffer;
  readonly madeAt: Date;
}

const COLUMNS = 'number, kind, base_number AS "baseNumber", cards, content, made_at AS "madeAt"';

/** Every card that counts no longer, rising; from its own small index. */
export async function listRevokedCards(db: Db): Promise<Uint32Array> {
  const rows: { cards: string | null }[] = await db.query(
    `SELECT string_agg(card_no::text, ',' ORDER BY card_no) AS cards FROM card WHERE state IN ('FROZEN', 'LOST', 'REPLACED', 'CANCELLED', 'EXPIRED')`,
  );
  const cards = rows[0]?.cards;
  return cards ? Uint32Array.from(cards.split(','), Number) : new Uint32Array();
}

/** One list is made at a time, so that numbers rise. Answers the last number given. */
export async function lockNumbers(tx: Tx): Promise<number> {
  await tx.query('LOCK TABLE revocation_list IN SHARE ROW EXCLUSIVE MODE');
  const [row]: { last: number | null }[] = await tx.query('SELECT max(number) AS last FROM revocation_list');
  return row?.last ?? 0;
}

export async function insertList(tx: Tx, list: ListRow): Promise<void> {
  await tx.query(
    'INSERT INTO revocation_list (number, kind, base_number, cards, content, made_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [list.number, list.kind, list.baseNumber, list.cards, list.content, list.madeAt],
  );
}

/** The newest full list, and the newest delta on it. */
export async function findNewest(db: Db): Promise<{ full: ListRow | null; delta: ListRow | null }> {
  const rows: ListRow[] = await db.query(
    `(SELECT ${COLUMNS} FROM revocation_list WHERE kind = 'FULL' ORDER BY number DESC LIMIT 1)
     UNION ALL (SELECT ${COLUMNS} FROM revocation_list WHERE kind = 'DELTA' ORDER BY number DESC LIMIT 1)`,
  );
  const full = rows.find(({ kind }) => kind === 'FULL') ?? null;
  const delta = rows.find(({ kind, baseNumber }) => kind === 'DELTA' && baseNumber === full?.number) ?? null;
  return { full, delta };
}

/** Keeps the newest full list and what stands on it; the numbers of the others are never given again. */
export async function cleanLists(tx: Tx, before: number): Promise<void> {
  await tx.query('DELETE FROM revocation_list WHERE number < $1', [before]);
}
