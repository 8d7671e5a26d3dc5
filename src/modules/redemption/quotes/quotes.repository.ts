import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import { type Prepared, PreparedPool } from '../../../platform/database/prepared-pool.js';
import type { DecisionRecord } from '../decision-record.schemas.js';
import type { Showing } from '../codes.repository.js';

/** What a till asked for a member's card, and what it was decided on. */
export interface NewQuote {
  readonly id: string;
  readonly memberId: string;
  readonly terminalId: string;
  readonly storeId: string;
  readonly decision: DecisionRecord;
  readonly quotedAt: Date;
}

/** The binding and the quote stand and fall together, in one round trip. */
const KEEP: Prepared = {
  name: 'quote-keep',
  text: `
    WITH bound AS (
      INSERT INTO code_binding AS b (card_no, slot, step, ctr, terminal_id, until, quote_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (card_no, slot, step, ctr) DO UPDATE
        SET terminal_id = excluded.terminal_id, until = excluded.until, quote_id = excluded.quote_id
        WHERE b.terminal_id = excluded.terminal_id OR b.until < $8
      RETURNING 1
    )
    INSERT INTO till_quote (id, member_id, terminal_id, store_id, decision, quoted_at)
    SELECT $7::uuid, $9::uuid, $5::text, $10::text, $11::json, $8::timestamptz FROM bound RETURNING id`,
};

/** Without a quote; one this till has got for the showing stays good. */
const BIND: Prepared = {
  name: 'code-bind',
  text: `
    INSERT INTO code_binding AS b (card_no, slot, step, ctr, terminal_id, until) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (card_no, slot, step, ctr) DO UPDATE
      SET terminal_id = excluded.terminal_id, until = excluded.until, quote_id = CASE WHEN b.terminal_id = excluded.terminal_id THEN b.quote_id END
      WHERE b.terminal_id = excluded.terminal_id OR b.until < $7
    RETURNING 1 AS bound`,
};

/** Without a binding: its code was refused, or is a plastic card's, which no till can have to itself. */
const KEEP_UNBOUND: Prepared = {
  name: 'quote-keep-unbound',
  text: `INSERT INTO till_quote (id, member_id, terminal_id, store_id, decision, quoted_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/** Quotes of the last day, and the codes they keep for their tills. */
@Injectable()
export class QuotesRepository {
  constructor(private readonly pool: PreparedPool) {}

  /** Keeps a quote and its showing for the terminal; false while another till keeps the showing. */
  async keep(quote: NewQuote, { cardNo, slot, step, ctr }: Showing, until: Date): Promise<boolean> {
    if (slot === null) {
      await this.keepUnbound(quote, null);
      return true;
    }
    const kept = await this.pool.run(KEEP, [
      cardNo,
      slot,
      step,
      ctr,
      quote.terminalId,
      until,
      quote.id,
      quote.quotedAt,
      quote.memberId,
      quote.storeId,
      JSON.stringify(quote.decision),
    ]);
    return kept.length > 0;
  }

  /** Keeps a showing for the terminal without a quote; false while another till keeps it. */
  async bind(terminalId: string, { cardNo, slot, step, ctr }: Showing, until: Date, now: Date): Promise<boolean> {
    // A plastic card's code is no till's alone.
    if (slot === null) return true;
    return (await this.pool.run(BIND, [cardNo, slot, step, ctr, terminalId, until, now])).length > 0;
  }

  /** Keeps that a code was refused, so that its holder is told. */
  keepRefused(quote: NewQuote, reason: string): Promise<void> {
    return this.keepUnbound(quote, reason);
  }

  private async keepUnbound(quote: NewQuote, reason: string | null): Promise<void> {
    const { id, memberId, terminalId, storeId, decision, quotedAt } = quote;
    await this.pool.run(KEEP_UNBOUND, [id, memberId, terminalId, storeId, JSON.stringify(decision), quotedAt, reason]);
  }

  /** Forgets quotes of before. */
  async clean(tx: Tx, before: Date): Promise<void> {
    await tx.query('DELETE FROM till_quote WHERE quoted_at < $1', [before]);
  }
}
