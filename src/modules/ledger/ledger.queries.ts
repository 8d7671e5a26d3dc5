import type { Db } from '../../platform/database/database.js';

export interface AccountMismatch {
  readonly code: string;
  readonly balanceFen: number;
  readonly foldFen: number;
}

export interface BooksCheck {
  /** True when the balances sum to zero and each is the fold of its postings. */
  readonly balanced: boolean;
  readonly sumFen: number;
  readonly postings: number;
  readonly mismatches: readonly AccountMismatch[];
}

export interface PostingView {
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amountFen: number;
  readonly reason: string;
  readonly occurredAt: Date;
  readonly postedAt: Date;
}

/** Recomputes the books from their postings in one statement, so that the answer is true of one instant. */
export async function checkBooks(db: Db): Promise<BooksCheck> {
  const [row]: [{ sum_fen: number; postings: number; mismatches: AccountMismatch[] }] = await db.query(
    `WITH fold AS (
       SELECT code, sum(delta)::bigint AS fold_fen FROM (
         SELECT debit_account AS code, amount_fen AS delta FROM posting
         UNION ALL
         SELECT credit_account, -amount_fen FROM posting) AS sides
       GROUP BY code
     )
     SELECT (SELECT coalesce(sum(balance_fen), 0)::bigint FROM ledger_account) AS sum_fen,
       (SELECT count(*)::bigint FROM posting) AS postings,
       coalesce((
         SELECT jsonb_agg(jsonb_build_object('code', a.code, 'balanceFen', a.balance_fen, 'foldFen', coalesce(f.fold_fen, 0)) ORDER BY a.code)
         FROM ledger_account a LEFT JOIN fold f ON f.code = a.code
         WHERE a.balance_fen <> coalesce(f.fold_fen, 0)), '[]') AS mismatches`,
  );
  const { sum_fen: sumFen, postings, mismatches } = row;
  return { balanced: sumFen === 0 && mismatches.length === 0, sumFen, postings, mismatches };
}

/** Balance of one account; 0 when nothing was ever posted to it. */
export async function balanceOf(db: Db, code: string): Promise<number> {
  const rows: { balance_fen: number }[] = await db.query('SELECT balance_fen FROM ledger_account WHERE code = $1', [
    code,
  ]);
  return rows[0]?.balance_fen ?? 0;
}

/** Every posting of one redemption and of its reversals, oldest first. */
export async function postingsOfRedemption(db: Db, redemptionId: string): Promise<PostingView[]> {
  return db.query(
    `SELECT debit_account AS "debitAccount", credit_account AS "creditAccount", amount_fen AS "amountFen", reason,
       occurred_at AS "occurredAt", posted_at AS "postedAt"
     FROM posting WHERE redemption_id = $1 ORDER BY occurred_at, event_id, seq`,
    [redemptionId],
  );
}

export interface AccountPosting extends PostingView {
  readonly eventId: string;
}

/** What moved on a budget line's account, the newest first. Only those accounts have the index for it. */
export async function postingsOfLine(db: Db, account: string, limit: number): Promise<AccountPosting[]> {
  const side = (column: string) =>
    `SELECT * FROM (SELECT event_id, seq, debit_account, credit_account, amount_fen, reason, occurred_at, posted_at FROM posting
       WHERE ${column} = $1 AND ${column} LIKE 'budget-line:%' ORDER BY event_id DESC LIMIT $2) AS ${column}_side`;
  return db.query(
    `SELECT event_id AS "eventId", debit_account AS "debitAccount", credit_account AS "creditAccount", amount_fen AS "amountFen", reason,
       occurred_at AS "occurredAt", posted_at AS "postedAt"
     FROM (${side('debit_account')} UNION ALL ${side('credit_account')}) AS sides ORDER BY event_id DESC, seq LIMIT $2`,
    [account, limit],
  );
}
