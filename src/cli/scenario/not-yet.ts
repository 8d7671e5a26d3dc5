import type { Product } from './product.js';

/** What somebody has come to hold: vouchers by number, balances in fen, by campaign. */
export interface Holdings {
  readonly vouchers: Readonly<Record<string, number>>;
  readonly grantFen: Readonly<Record<string, number>>;
}

/** Something the platform cannot do yet; told with the line that asks for it. */
export class NotYet extends Error {}

/** Claims a pack of vouchers for a member. */
export function claim(
  _product: Product,
  _memberId: string,
  _campaignId: string,
): Promise<{ outcome: string; reason?: string }> {
  throw new NotYet('claiming vouchers is not available yet');
}

/** What a member holds of each campaign named; nothing held is 0. */
export function holdingsOf(_product: Product, _memberId: string, _campaignIds: readonly string[]): Promise<Holdings> {
  throw new NotYet('vouchers and balances are not available yet');
}

/** How many people claimed each campaign. */
export function claimsOf(_product: Product, _campaignId: string): Promise<number> {
  throw new NotYet('claiming vouchers is not available yet');
}

/** Puts people on named lists, member ids by the name of the list. */
export function loadLists(_product: Product, lists: ReadonlyMap<string, readonly string[]>): Promise<void> {
  if (lists.size > 0) throw new NotYet('named lists are not available yet');
  return Promise.resolve();
}
