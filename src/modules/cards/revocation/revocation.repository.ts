import type { Db, Tx } from '../../../platform/database/database.js';
import type { LowestIssues } from '../../../shared/code/revocation-list.js';

export interface ListRow {
  readonly number: number;
  readonly kind: 'FULL' | 'DELTA';
  readonly baseNumber: number;
  readonly cards: number;
  readonly plastics: number;
  readonly content: Buffer;
  readonly madeAt: Date;
}

const STOPPED = `('FROZEN', 'LOST', 'REPLACED', 'CANCELLED', 'EXPIRED')`;
const COLUMNS = 'number, kind, base_number AS "baseNumber", cards, plastics, content, made_at AS "madeAt"';

export interface Revoked {
  readonly cards: Uint32Array;
  readonly plastics: LowestIssues;
}

/**
 * Every card that counts no longer, rising, and of the others those whose plastic was voided before its last day: a till refuses by itself
 * what is past its day, and a piece that was never taken into a batch has no print. One statement, so that a card thawed meanwhile
 * stands in one of the two.
 */
export async function listRevoked(db: Db, sinceOn: string): Promise<Revoked> {
  const rows: Record<'cards' | 'plastics' | 'issues', string | null>[] = await db.query(
    `SELECT (SELECT string_agg(card_no::text, ',' ORDER BY card_no) FROM card WHERE state IN ${STOPPED}) AS cards,
       string_agg(dead.card_no::text, ',' ORDER BY dead.card_no) AS plastics,
       string_agg(dead.lowest::text, ',' ORDER BY dead.card_no) AS issues
     FROM (SELECT c.card_no, max(p.issue_no) + 1 AS lowest FROM card_plastic p JOIN card c ON c.id = p.card_id
       WHERE p.state = 'VOID' AND p.expires_on >= $1 AND c.state NOT IN ${STOPPED} GROUP BY c.card_no) AS dead`,
    [sinceOn],
  );
  const numbers = (text: string | null | undefined): number[] => (text ? text.split(',').map(Number) : []);
  const { cards, plastics, issues } = rows[0] ?? {};
  return {
    cards: Uint32Array.from(numbers(cards)),
    plastics: { cards: Uint32Array.from(numbers(plastics)), issues: Uint16Array.from(numbers(issues)) },
  };
}

/** One list is made at a time, so that numbers rise. Answers the last number given. */
export async function lockNumbers(tx: Tx): Promise<number> {
  await tx.query('LOCK TABLE revocation_list IN SHARE ROW EXCLUSIVE MODE');
  const [row]: { last: number | null }[] = await tx.query('SELECT max(number) AS last FROM revocation_list');
  return row?.last ?? 0;
}

export async function insertList(tx: Tx, list: ListRow): Promise<void> {
  await tx.query(
    'INSERT INTO revocation_list (number, kind, base_number, cards, plastics, content, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [list.number, list.kind, list.baseNumber, list.cards, list.plastics, list.content, list.madeAt],
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
