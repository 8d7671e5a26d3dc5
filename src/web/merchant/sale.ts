import { randomName } from '../shared/random.js';
import { serverNow } from '../shared/server-clock.js';
import { OfflineError } from '../shared/problem.js';
import { quote, redeem, reverse, type QuoteAnswer, type RedemptionAnswer, type ReversalAnswer } from './api/pos.js';

/** One customer at the till, step by step. `key` and `ticketNo` are made once, so that every retry is the same attempt. */
export type Sale =
  | { readonly at: 'scan' }
  | { readonly at: 'amount'; readonly code: string; readonly amountText: string }
  | {
      readonly at: 'offer';
      readonly code: string;
      readonly amountText: string;
      readonly quote: QuoteAnswer;
      readonly attempt: Attempt;
    }
  | { readonly at: 'unknown'; readonly attempt: Attempt }
  | { readonly at: 'refused'; readonly error: unknown }
  | { readonly at: 'done'; readonly answer: RedemptionAnswer }
  | { readonly at: 'undone'; readonly answer: RedemptionAnswer };

export interface Attempt {
  readonly key: string;
  readonly ticketNo: string;
  readonly code: string;
  readonly amountFen: number;
  readonly quoteId: string;
  readonly cashier: string;
}

export const scanFirst: Sale = { at: 'scan' };

/** A receipt number of this till: local time and a short random end. */
function newTicketNo(): string {
  const stamp = new Date(serverNow() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `W${stamp}${randomName().replaceAll(/[-_]/g, '').slice(0, 4)}`;
}

/** Asks what would happen; a refusal of the code ends the sale with its reason. */
export async function askOffer(code: string, amountText: string, amountFen: number, cashier: string): Promise<Sale> {
  const answer = await quote({ code, amountFen });
  const attempt = { key: randomName(), ticketNo: newTicketNo(), code, amountFen, quoteId: answer.quoteId, cashier };
  return { at: 'offer', code, amountText, quote: answer, attempt };
}

/** Redeems; without an answer nobody knows whether it happened, so the same attempt is offered again. */
export async function confirm(attempt: Attempt): Promise<Sale> {
  const { key, ticketNo, code, amountFen, quoteId, cashier } = attempt;
  try {
    const answer = await redeem(key, {
      code,
      amountFen,
      ticketNo,
      quoteId,
      cashier: cashier.slice(0, 50) || undefined,
    });
    return { at: 'done', answer };
  } catch (error) {
    return error instanceof OfflineError ? { at: 'unknown', attempt } : { at: 'refused', error };
  }
}

/** Takes an attempt back whose answer never came; also one that has not arrived yet. */
export async function giveUp(attempt: Attempt): Promise<Sale> {
  await reverse(`${attempt.key}-t`, { type: 'TIMEOUT', originalKey: attempt.key });
  return scanFirst;
}

/** Undoes a redemption; the key is its own, so a second press cannot undo twice. */
export async function undo(redemptionId: string): Promise<void> {
  await reverse(`undo-${redemptionId}`, { type: 'CANCEL', redemptionId });
}

/** Takes back what a part of the goods brought; `key` names this one return. */
export function takeBackPart(key: string, redemptionId: string, amountFen: number): Promise<ReversalAnswer> {
  return reverse(key, { type: 'PARTIAL', redemptionId, amountFen });
}
