import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../platform/database/database.js';
import { beyondScope } from '../../platform/database/reach.js';
import { Clock } from '../../shared/clock.js';
import { assertPostable, budgetLineAccount, type Entry } from './chart.rules.js';
import {
  type AccountPosting,
  balanceOf,
  type BooksCheck,
  checkBooks,
  postingsOfLine,
  postingsOfRedemption,
  type PostingView,
} from './ledger.queries.js';
import { findContradictions, insertPostings, postingRows } from './ledger.repository.js';

/** The only door to the books: every movement of money has one debit and one credit, and happens once. */
@Injectable()
export class LedgerService {
  constructor(private readonly clock: Clock) {}

  /**
   * Posts entries set-wise; those posted before change nothing. Returns how many movements were new.
   * @throws Error when an event was posted before with other accounts or amounts: the books would no longer tell what happened
   */
  async post(tx: Tx, entries: readonly Entry[]): Promise<number> {
    entries.forEach(assertPostable);
    const rows = postingRows(entries);
    if (rows.length === 0) return 0;
    return beyondScope(tx, 'a movement has two accounts, and one may be of another part of the union', async () => {
      const posted = await insertPostings(tx, rows, this.clock.now());
      if (posted < rows.length) {
        const contradictions = await findContradictions(tx, rows);
        if (contradictions.length > 0)
          throw new Error(`events ${contradictions.join(', ')} were posted before, differently`);
      }
      return posted;
    });
  }

  /** Whether the books hold: balances sum to zero and are the fold of their postings. */
  check(db: Db): Promise<BooksCheck> {
    return checkBooks(db);
  }

  /** Balance of one account in fen; 0 when nothing was ever posted to it. */
  balance(db: Db, code: string): Promise<number> {
    return balanceOf(db, code);
  }

  /** Every posting of one redemption and of its reversals, oldest first. */
  postingsOf(db: Db, redemptionId: string): Promise<PostingView[]> {
    return postingsOfRedemption(db, redemptionId);
  }

  /** The latest movements on a budget line's account, the newest first. */
  postingsOfLine(db: Db, lineId: string, limit: number): Promise<AccountPosting[]> {
    return postingsOfLine(db, budgetLineAccount(lineId), limit);
  }
}
