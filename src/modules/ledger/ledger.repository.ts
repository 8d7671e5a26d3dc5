import type { Tx } from '../../platform/database/database.js';
import { accountKind, type Entry } from './chart.rules.js';

interface PostingRow {
  event_id: string;
  seq: number;
  debit: string;
  credit: string;
  amount_fen: number;
  reason: string;
  redemption_id: string | null;
  occurred_at: Date;
}

/** The rows of entries, one per movement, numbered within their event. */
export function postingRows(entries: readonly Entry[]): PostingRow[] {
  return entries.flatMap((entry) =>
    entry.lines.map((line, seq) => ({
      event_id: entry.eventId,
      seq,
      debit: line.debit,
      credit: line.credit,
      amount_fen: line.amountFen,
      reason: line.reason,
      redemption_id: entry.redemptionId ?? null,
      occurred_at: entry.occurredAt,
    })),
  );
}

/** Makes sure the accounts exist and locks them in the order of their codes, so that two packs never wait for each other in a ring. */
export async function lockAccounts(tx: Tx, codes: readonly string[]): Promise<void> {
  const sorted = [...new Set(codes)].sort();
  await tx.query(
    `INSERT INTO ledger_account (code, kind) SELECT code, kind FROM unnest($1::text[], $2::text[]) AS t (code, kind)
     ORDER BY code COLLATE "C" ON CONFLICT (code) DO NOTHING`,
    [sorted, sorted.map(accountKind)],
  );
  await tx.query('SELECT code FROM ledger_account WHERE code = ANY($1) ORDER BY code COLLATE "C" FOR NO KEY UPDATE', [
    sorted,
  ]);
}

/** Writes the postings nobody wrote yet and moves the balances by exactly those, in one statement. Returns how many were new. */
export async function insertPostings(tx: Tx, rows: readonly PostingRow[], postedAt: Date): Promise<number> {
  const [{ posted }]: [{ posted: number }] = await tx.query(
    `WITH input AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (
         event_id uuid, seq smallint, debit text, credit text, amount_fen bigint, reason text, redemption_id uuid, occurred_at timestamptz)
     ), posted AS (
       INSERT INTO posting (event_id, seq, debit_account, credit_account, amount_fen, reason, redemption_id, occurred_at, posted_at)
       SELECT event_id, seq, debit, credit, amount_fen, reason, redemption_id, occurred_at, $2 FROM input
       ON CONFLICT ON CONSTRAINT posting_once DO NOTHING
       RETURNING debit_account, credit_account, amount_fen
     ), moved AS (
       SELECT code, sum(delta)::bigint AS delta FROM (
         SELECT debit_account AS code, amount_fen AS delta FROM posted
         UNION ALL
         SELECT credit_account, -amount_fen FROM posted) AS sides
       GROUP BY code
     ), folded AS (
       UPDATE ledger_account a SET balance_fen = a.balance_fen + moved.delta FROM moved WHERE a.code = moved.code
     )
     SELECT count(*)::int AS posted FROM posted`,
    [JSON.stringify(rows), postedAt],
  );
  return posted;
}

/** Postings of these rows' events that say something else than the rows do. */
export async function findContradictions(tx: Tx, rows: readonly PostingRow[]): Promise<string[]> {
  const found: { event_id: string }[] = await tx.query(
    `SELECT DISTINCT r.event_id FROM jsonb_to_recordset($1::jsonb) AS r (event_id uuid, seq smallint, debit text, credit text, amount_fen bigint)
     JOIN posting p ON p.event_id = r.event_id AND p.seq = r.seq
     WHERE (p.debit_account, p.credit_account, p.amount_fen) IS DISTINCT FROM (r.debit, r.credit, r.amount_fen)`,
    [JSON.stringify(rows)],
  );
  return found.map((row) => row.event_id);
}
