import type { Mechanism, MechanismType } from './campaign.schemas.js';
import { floorBps } from './funding.rules.js';

export interface BasketItem {
  readonly item: string;
  readonly amountFen: number;
}
/** What is rung up at the till; `items` are inside `amountFen`. */
export interface Basket {
  readonly amountFen: number;
  readonly items?: readonly BasketItem[] | undefined;
}

/** What a mechanism would give for a basket alone, at least 1 fen and never above the basket, or why nothing. */
export type Offer = { readonly fen: number } | { readonly reason: 'ITEM_MISSING' | 'BELOW_MINIMUM' };

export interface CompiledMechanism {
  readonly type: MechanismType;
  /** Place in the order of application. */
  readonly rank: number;
  /** The smallest basket that gives at least one fen. */
  readonly minimumFen: number;
  /** The item it is given for; absent when it is given for the whole basket. */
  readonly item?: string;
  give(basket: Basket): Offer;
}

type OfType<Type extends MechanismType> = Extract<Mechanism, { type: Type }>;
interface MechanismRule {
  readonly type: MechanismType;
  compile(mechanism: Mechanism): CompiledMechanism;
}
const isType = <Type extends MechanismType>(mechanism: Mechanism, type: Type): mechanism is OfType<Type> =>
  mechanism.type === type;

function mechanismRule<Type extends MechanismType>(rule: {
  type: Type;
  rank: number;
  minimumFen(mechanism: OfType<Type>): number;
  give(mechanism: OfType<Type>, basket: Basket): number;
}): MechanismRule {
  return {
    type: rule.type,
    compile: (mechanism) => {
      if (!isType(mechanism, rule.type)) throw new Error(`A ${mechanism.type} is not a ${rule.type}`);
      const minimumFen = rule.minimumFen(mechanism);
      return {
        type: rule.type,
        rank: rule.rank,
        minimumFen,
        give: (basket) =>
          basket.amountFen < minimumFen
            ? { reason: 'BELOW_MINIMUM' }
            : { fen: Math.min(rule.give(mechanism, basket), basket.amountFen) },
      };
    },
  };
}

/** Every mechanism that can be decided; ranks leave room for FIXED_PRICE (1), vouchers (3) and GRANT (5). */
const MECHANISM_RULES: readonly MechanismRule[] = [
  mechanismRule({
    type: 'AMOUNT_OFF',
    rank: 2,
    minimumFen: ({ thresholdFen }) => Math.max(thresholdFen, 1),
    give: ({ thresholdFen, offFen, repeat, capFen }, { amountFen }) =>
      Math.min(offFen * (repeat === true ? Math.floor(amountFen / thresholdFen) : 1), capFen ?? Infinity),
  }),
  mechanismRule({
    type: 'PERCENT_OFF',
    rank: 4,
    minimumFen: ({ thresholdFen, bps }) => Math.max(thresholdFen ?? 0, Math.ceil(10_000 / bps)),
    give: ({ bps, capFen }, { amountFen }) => Math.min(floorBps(amountFen, bps), capFen ?? Infinity),
  }),
];

/** Prepares a mechanism for deciding. */
export function compileMechanism(mechanism: Mechanism): CompiledMechanism {
  const rule = MECHANISM_RULES.find(({ type }) => type === mechanism.type);
  if (!rule) throw new Error(`No rule decides ${mechanism.type}`);
  return rule.compile(mechanism);
}
