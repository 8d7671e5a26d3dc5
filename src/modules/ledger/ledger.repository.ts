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

/**
 * Writes the postings nobody wrote yet and moves the balances by exactly those, in one statement. Returns how many were new.
 * Balances come last, since many packs share a merchant's account and its lock must be short; and in the order of their codes, so
 * that two packs never wait for each other in a ring. An account begins with its first posting.
 */
export async function insertPostings(tx: Tx, rows: readonly PostingRow[], postedAt: Date): Promise<number> {
  const codes = [...new Set(rows.flatMap((row) => [row.debit, row.credit]))];
  const [{ posted }]: [{ posted: number }] = await tx.query(
    `WITH posted AS (
       INSERT INTO posting (event_id, seq, debit_account, credit_account, amount_fen, reason, redemption_id, occurred_at, posted_at)
       SELECT event_id, seq, debit, credit, amount_fen, reason, redemption_id, occurred_at, $2 FROM json_to_recordset($1::json) AS r (
         event_id uuid, seq smallint, debit text, credit text, amount_fen bigint, reason text, redemption_id uuid, occurred_at timestamptz)
       ON CONFLICT ON CONSTRAINT posting_once DO NOTHING
       RETURNING debit_account, credit_account, amount_fen
     ), moved AS (
       SELECT code, sum(delta)::bigint AS delta FROM (
         SELECT debit_account AS code, amount_fen AS delta FROM posted
         UNION ALL
         SELECT credit_account, -amount_fen FROM posted) AS sides
       GROUP BY code
     ), folded AS (
       INSERT INTO ledger_account AS a (code, kind, balance_fen)
       SELECT code, kind, delta FROM moved JOIN unnest($3::text[], $4::text[]) AS chart (code, kind) USING (code) ORDER BY code COLLATE "C"
       ON CONFLICT (code) DO UPDATE SET balance_fen = a.balance_fen + excluded.balance_fen
     )
     SELECT count(*)::int AS posted FROM posted`,
    [JSON.stringify(rows), postedAt, codes, codes.map(accountKind)],
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
