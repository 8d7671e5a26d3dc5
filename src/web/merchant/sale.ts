import { parseYuan } from '../shared/format.js';
import { randomName } from '../shared/random.js';
import { serverNow } from '../shared/server-clock.js';
import { OfflineError } from '../shared/problem.js';
import {
  listServices,
  quote,
  redeem,
  reverse,
  type QuoteAnswer,
  type RedemptionAnswer,
  type ReversalAnswer,
  type TillServices,
} from './api/pos.js';

/** One customer at the till, step by step. `key` and `ticketNo` are made once, so that every retry is the same attempt. */
export type Sale =
  | { readonly at: 'scan' }
  | { readonly at: 'amount'; readonly basket: Basket }
  | { readonly at: 'services'; readonly basket: Basket; readonly found: TillServices }
  | {
      readonly at: 'offer';
      readonly basket: Basket;
      readonly quote: QuoteAnswer;
      readonly attempt: Attempt;
    }
  | { readonly at: 'waiting'; readonly attempt: Attempt; readonly expiresAt: string }
  | { readonly at: 'unknown'; readonly attempt: Attempt }
  | { readonly at: 'refused'; readonly error: unknown }
  | { readonly at: 'done'; readonly answer: RedemptionAnswer }
  | { readonly at: 'undone'; readonly answer: RedemptionAnswer; readonly reversal: ReversalAnswer };

/** What was scanned and typed, as it was typed; `items` are goods with a price of their own. */
export interface Basket {
  readonly code: string;
  readonly amountText: string;
  readonly items: Readonly<Record<string, string>>;
}

interface Goods {
  readonly amountFen: number;
  readonly items: readonly { readonly item: string; readonly amountFen: number }[];
}

export interface Attempt extends Goods {
  readonly key: string;
  readonly ticketNo: string;
  readonly code: string;
  /** Absent for a service, which is asked for by its own name. */
  readonly quoteId?: string;
  readonly benefit?: string;
  /** What the holder of a plastic card typed, or that the bound phone is asked. */
  readonly pin?: string;
  readonly confirm?: 'PHONE';
  readonly cashier: string;
}

export const scanFirst: Sale = { at: 'scan' };

/** A receipt number of this till: local time and a short random end. */
function newTicketNo(): string {
  const stamp = new Date(serverNow() + 8 * 3_600_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return `W${stamp}${randomName().replaceAll(/[-_]/g, '').slice(0, 4)}`;
}

export const scanned = (code: string): Sale => ({ at: 'amount', basket: { code, amountText: '', items: {} } });

/**
 * The basket in fen, or which part of it is wrong. An item without a price of its own typed is all that the others leave: mostly it is the
 * only thing on the counter.
 */
export function goodsOf({ amountText, items }: Basket): Goods | 'amount' | 'items' {
  const amountFen = parseYuan(amountText);
  if (!amountFen) return 'amount';
  const typed = Object.entries(items).map(([item, text]) => ({ item, typedFen: text === '' ? null : parseYuan(text) }));
  const blank = typed.filter(({ item, typedFen }) => typedFen === null && items[item] === '');
  const sumFen = typed.reduce((sum, { typedFen }) => sum + (typedFen ?? 0), 0);
  const isWrong = typed.some(({ item, typedFen }) => items[item] !== '' && !typedFen);
  const restFen = amountFen - sumFen;
  if (isWrong || restFen < 0 || blank.length > 1 || (blank.length === 1 && restFen === 0)) return 'items';
  return { amountFen, items: typed.map(({ item, typedFen }) => ({ item, amountFen: typedFen ?? restFen })) };
}

const newAttempt = (code: string, cashier: string) => ({ key: randomName(), ticketNo: newTicketNo(), code, cashier });
const itemsOf = ({ items }: Goods) => (items.length > 0 ? { items: [...items] } : {});

/** Asks what would happen, with the PIN of a plastic card where its holder typed one; a refusal of the code ends the sale with its reason. */
export async function askOffer(basket: Basket, goods: Goods, cashier: string, pin?: string): Promise<Sale> {
  const { code } = basket;
  const answer = await quote({ code, amountFen: goods.amountFen, ...itemsOf(goods), pin });
  return {
    at: 'offer',
    basket,
    quote: answer,
    attempt: {
      ...newAttempt(code, cashier),
      ...goods,
      quoteId: answer.quoteId,
      ...(pin === undefined ? {} : { pin }),
    },
  };
}

/** The same basket as an attempt of its own that asks the bound phone. */
export const onPhone = ({ code, cashier, ...rest }: Attempt): Attempt => ({
  ...rest,
  ...newAttempt(code, cashier),
  confirm: 'PHONE',
});

/** Asks which services this card can redeem here. */
export async function askServices(basket: Basket): Promise<Sale> {
  return { at: 'services', basket, found: await listServices(basket.code) };
}

/** One use of a service, which has no price. */
export const serviceAttempt = ({ code }: Basket, benefit: string, cashier: string): Attempt => ({
  ...newAttempt(code, cashier),
  amountFen: 0,
  items: [],
  benefit,
});

/** Redeems; without an answer nobody knows whether it happened, so the same attempt is offered again. */
export async function confirm(attempt: Attempt): Promise<Sale> {
  const { key, ticketNo, code, amountFen, quoteId, benefit, pin, confirm: way, cashier } = attempt;
  try {
    const answer = await redeem(key, {
      code,
      amountFen,
      ticketNo,
      ...itemsOf(attempt),
      quoteId,
      benefit,
      pin,
      confirm: way,
      cashier: cashier.slice(0, 50) || undefined,
    });
    if (answer.code === 'CONFIRMATION_PENDING') return { at: 'waiting', attempt, expiresAt: answer.expiresAt };
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
export function undo(redemptionId: string): Promise<ReversalAnswer> {
  return reverse(`undo-${redemptionId}`, { type: 'CANCEL', redemptionId });
}

/** Takes back what a part of the goods brought; `key` names this one return. */
export function takeBackPart(key: string, redemptionId: string, amountFen: number): Promise<ReversalAnswer> {
  return reverse(key, { type: 'PARTIAL', redemptionId, amountFen });
}
