import { floorBps } from './funding.rules.js';
import type { Mechanism, MechanismType } from './mechanism.schemas.js';

export interface BasketItem {
  readonly item: string;
  readonly amountFen: number;
}
/** What is rung up at the till; `items` are inside `amountFen`. */
export interface Basket {
  readonly amountFen: number;
  readonly items?: readonly BasketItem[] | undefined;
}

/** What one person still holds of a campaign: vouchers or uses of a service, or the fen of a balance. */
export interface Held {
  readonly units: number;
  readonly fen: number;
}
/** Where nothing is held. */
export const NOTHING_HELD: Held = { units: 0, fen: 0 };
export type HoldingKind = 'VOUCHER' | 'BALANCE' | 'SERVICE';

/** What a mechanism would give for a basket alone, never above the basket, with the vouchers or uses it takes, or why nothing. */
export type Offer =
  | { readonly fen: number; readonly units: number }
  | { readonly reason: 'ITEM_MISSING' | 'BELOW_MINIMUM' | 'VOUCHER_NOT_HELD' };

export interface CompiledMechanism {
  readonly type: MechanismType;
  /** Place in the order of application. */
  readonly rank: number;
  /** The smallest basket that gives at least one fen. */
  readonly minimumFen: number;
  /** The item it is given for; absent when it is given for the whole basket. */
  readonly item?: string;
  /** What a person must hold to get it; null where nothing is handed out beforehand. */
  readonly holds: HoldingKind | null;
  /** Whether whom it is for was settled when it was published. */
  readonly audienceFixed: boolean;
  /** What one voucher gives at most; 0 where there are none. */
  readonly faceFen: number;
  give(basket: Basket, held: Held): Offer;
}

type OfType<Type extends MechanismType> = Extract<Mechanism, { type: Type }>;
interface MechanismRule {
  readonly type: MechanismType;
  compile(mechanism: Mechanism): CompiledMechanism;
}
const isType = <Type extends MechanismType>(mechanism: Mechanism, type: Type): mechanism is OfType<Type> =>
  mechanism.type === type;

interface Terms<Type extends MechanismType> {
  readonly type: Type;
  readonly rank: number;
  readonly holds?: HoldingKind;
  readonly audienceFixed?: boolean;
  minimumFen(mechanism: OfType<Type>): number;
  item?(mechanism: OfType<Type>): string;
  faceFen?(mechanism: OfType<Type>): number;
  /** Asked only for a basket of at least the minimum. */
  give(mechanism: OfType<Type>, basket: Basket, held: Held): Offer;
}

function mechanismRule<Type extends MechanismType>(terms: Terms<Type>): MechanismRule {
  return {
    type: terms.type,
    compile: (mechanism) => {
      if (!isType(mechanism, terms.type)) throw new Error(`A ${mechanism.type} is not a ${terms.type}`);
      const minimumFen = terms.minimumFen(mechanism);
      const item = terms.item?.(mechanism);
      return {
        type: terms.type,
        rank: terms.rank,
        minimumFen,
        ...(item === undefined ? {} : { item }),
        holds: terms.holds ?? null,
        audienceFixed: terms.audienceFixed ?? false,
        faceFen: terms.faceFen?.(mechanism) ?? 0,
        give: (basket, held) => {
          if (item !== undefined && !basket.items?.some((each) => each.item === item))
            return { reason: 'ITEM_MISSING' };
          return basket.amountFen < minimumFen ? { reason: 'BELOW_MINIMUM' } : terms.give(mechanism, basket, held);
        },
      };
    },
  };
}

const off = (fen: number, { amountFen }: Basket): Offer => ({ fen: Math.min(fen, amountFen), units: 0 });

/** As many vouchers at once as the campaign, the person and the basket allow; one that gives less than its face is used up. */
const useVouchers = (
  { voucher: { thresholdFen, offFen }, perRedemption }: OfType<'VOUCHER_PACK' | 'GRANTED_VOUCHER'>,
  { amountFen }: Basket,
  held: Held,
): Offer => {
  const fitting = thresholdFen === 0 ? Infinity : Math.floor(amountFen / thresholdFen);
  const units = Math.min(perRedemption, held.units, fitting);
  return units === 0 ? { reason: 'VOUCHER_NOT_HELD' } : { fen: Math.min(units * offFen, amountFen), units };
};
const vouchers = {
  rank: 3,
  holds: 'VOUCHER',
  minimumFen: ({ voucher }: OfType<'VOUCHER_PACK' | 'GRANTED_VOUCHER'>) => Math.max(voucher.thresholdFen, 1),
  faceFen: ({ voucher }: OfType<'VOUCHER_PACK' | 'GRANTED_VOUCHER'>) => voucher.offFen,
  give: useVouchers,
} as const;

/** Each listed unit of the item is one; the dearest gets the price. */
function priceDearest({ item, priceFen }: OfType<'FIXED_PRICE'>, { items = [] }: Basket): Offer {
  const dearestFen = items.reduce((most, each) => (each.item === item ? Math.max(most, each.amountFen) : most), 0);
  return dearestFen > priceFen ? { fen: dearestFen - priceFen, units: 0 } : { reason: 'BELOW_MINIMUM' };
}

/** Every mechanism that can be decided, in order of application. */
const MECHANISM_RULES: readonly MechanismRule[] = [
  mechanismRule({
    type: 'FIXED_PRICE',
    rank: 1,
    item: ({ item }) => item,
    minimumFen: ({ thresholdFen }) => Math.max(thresholdFen ?? 0, 1),
    give: priceDearest,
  }),
  mechanismRule({
    type: 'AMOUNT_OFF',
    rank: 2,
    minimumFen: ({ thresholdFen }) => Math.max(thresholdFen, 1),
    give: ({ thresholdFen, offFen, repeat, capFen }, basket) => {
      const times = repeat === true ? Math.floor(basket.amountFen / thresholdFen) : 1;
      return off(Math.min(offFen * times, capFen ?? Infinity), basket);
    },
  }),
  mechanismRule({ type: 'VOUCHER_PACK', ...vouchers }),
  mechanismRule({ type: 'GRANTED_VOUCHER', ...vouchers, audienceFixed: true }),
  mechanismRule({
    type: 'PERCENT_OFF',
    rank: 4,
    minimumFen: ({ thresholdFen, bps }) => Math.max(thresholdFen ?? 0, Math.ceil(10_000 / bps)),
    give: ({ bps, capFen }, basket) => off(Math.min(floorBps(basket.amountFen, bps), capFen ?? Infinity), basket),
  }),
  mechanismRule({
    type: 'GRANT',
    rank: 5,
    holds: 'BALANCE',
    audienceFixed: true,
    minimumFen: () => 1,
    give: (_, basket, held) => (held.fen === 0 ? { reason: 'VOUCHER_NOT_HELD' } : off(held.fen, basket)),
  }),
  mechanismRule({
    type: 'SERVICE',
    rank: 6,
    holds: 'SERVICE',
    audienceFixed: true,
    minimumFen: () => 0,
    // A count, not money: whatever else is rung up is not its business.
    give: (_, __, held) => (held.units === 0 ? { reason: 'VOUCHER_NOT_HELD' } : { fen: 0, units: 1 }),
  }),
];

/** Prepares a mechanism for deciding. */
export function compileMechanism(mechanism: Mechanism): CompiledMechanism {
  const rule = MECHANISM_RULES.find(({ type }) => type === mechanism.type);
  if (!rule) throw new Error(`No rule decides ${mechanism.type}`);
  return rule.compile(mechanism);
}
