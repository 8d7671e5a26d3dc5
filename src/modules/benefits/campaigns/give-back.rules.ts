import { DAY_MS } from '../../../shared/time.js';
import type { AppliedBenefit } from './basket.rules.js';
import type { CompiledCampaign } from './campaign.rules.js';
import { shareOf, splitShares } from './funding.rules.js';
import type { Basket } from './mechanism.rules.js';

/** A benefit as it stands: what it still gives of what it gave, and the frozen terms it was given on. */
export interface StandingBenefit {
  readonly campaign: Pick<CompiledCampaign, 'id' | 'label' | 'mechanism' | 'funding'>;
  readonly discountFen: number;
  readonly unionFen: number;
  /** Vouchers, or uses of a service, that it still uses up. */
  readonly units: number;
  /** The counters of the periods it was taken in, whatever period it is now. */
  readonly counters: readonly { readonly key: string }[];
  readonly reversal: AppliedBenefit['reversal'];
}
export interface CounterReturn {
  readonly key: string;
  readonly times: number;
  readonly amountFen: number;
}
/** What is left of one benefit after the basket shrank, and what it gives back. */
export interface Repriced {
  readonly campaignId: string;
  readonly label: string;
  readonly keepsFen: number;
  readonly keepsUnionFen: number;
  readonly backFen: number;
  readonly backUnionFen: number;
  /** Whether nothing of it is left. */
  readonly isGone: boolean;
  /** 1 when the benefit is gone and its use counts as not made. */
  readonly uses: 0 | 1;
  /** Vouchers, or uses of a service, that are not used up any more. */
  readonly unitsBack: number;
  /** What of that the person holds again, and what returns to a balance. */
  readonly revives: { readonly units: number; readonly fen: number };
  readonly counters: readonly CounterReturn[];
}

/** The last instant (Unix milliseconds) a redemption may be reversed at, itself included: the strictest of its benefits. */
export function reversibleUntil(redeemedAtMs: number, used: readonly Pick<AppliedBenefit, 'reversal'>[]): number {
  // A redemption that gives nothing has nothing to wait for, yet its till may still take it back the same day.
  const days = used.length === 0 ? 1 : Math.min(...used.map(({ reversal }) => reversal.untilDays));
  return redeemedAtMs + days * DAY_MS;
}

/**
 * Prices what was given anew for the basket that is left: thresholds and percentages by the frozen rules of then, nothing added,
 * nothing gives more than it still does, and the sum never exceeds the basket. Null for a basket that came back whole: it takes everything back.
 * @param hasEnded whether a campaign is over: then no use revives
 */
export function reprice(
  standing: readonly StandingBenefit[],
  basket: Basket | null,
  hasEnded: (campaignId: string) => boolean,
): Repriced[] {
  let roomFen = basket?.amountFen ?? 0;
  const inOrder = standing.toSorted((a, b) => compareApplication(a.campaign, b.campaign));
  return inOrder.map((benefit): Repriced => {
    const { campaign, discountFen, unionFen, counters, reversal } = benefit;
    const { keepsFen, keepsUnits } = priceRest(benefit, basket, roomFen);
    roomFen -= keepsFen;
    const keepsUnionFen = shareOf(splitShares(keepsFen, campaign.funding), 'UNION');
    const backFen = discountFen - keepsFen;
    const unitsBack = benefit.units - keepsUnits;
    const isGone = keepsFen === 0 && keepsUnits === 0 && (backFen > 0 || unitsBack > 0);
    const lives = !hasEnded(campaign.id);
    const uses = isGone && reversal.restoresUse && lives ? 1 : 0;
    return {
      campaignId: campaign.id,
      label: campaign.label,
      keepsFen,
      keepsUnionFen,
      backFen,
      backUnionFen: unionFen - keepsUnionFen,
      isGone,
      uses,
      unitsBack,
      revives: {
        units: lives && reversal.restoresUse ? unitsBack : 0,
        // A balance is money: it returns as money does.
        fen: lives && campaign.mechanism.holds === 'BALANCE' ? backFen : 0,
      },
      // Money always returns to the limits that count money; a use only if the campaign says so and still lives.
      counters: counters.map(({ key }) => ({ key, times: uses, amountFen: backFen })),
    };
  });
}

function priceRest(
  { campaign: { mechanism }, discountFen, units }: StandingBenefit,
  basket: Basket | null,
  roomFen: number,
): { keepsFen: number; keepsUnits: number } {
  if (basket === null) return { keepsFen: 0, keepsUnits: 0 };
  // A service has no price: it is taken back with the whole basket or not at all.
  if (mechanism.holds === 'SERVICE') return { keepsFen: 0, keepsUnits: units };
  const offer = mechanism.give(basket, { units, fen: discountFen });
  const keepsFen = Math.min('fen' in offer ? offer.fen : 0, discountFen, roomFen);
  return { keepsFen, keepsUnits: keepsFen > 0 && 'fen' in offer ? offer.units : 0 };
}

const compareApplication = (a: StandingBenefit['campaign'], b: StandingBenefit['campaign']): number =>
  a.mechanism.rank - b.mechanism.rank || (a.id < b.id ? -1 : 1);

/** What of a repriced benefit returns to what its holder has; nothing where nothing was held. */
export function revivalOf(
  standing: readonly StandingBenefit[],
  { campaignId, revives }: Repriced,
  memberId: string,
): { revives?: { campaign: StandingBenefit['campaign']; memberId: string; units: number; fen: number } } {
  const campaign = standing.find((each) => each.campaign.id === campaignId)?.campaign;
  if (!campaign || revives.units + revives.fen === 0) return {};
  return { revives: { campaign, memberId, ...revives } };
}

interface Item {
  readonly item: string;
  readonly amountFen: number;
}
export type RestOfBasket =
  | {
      readonly allowed: true;
      readonly basket: { readonly amountFen: number; readonly items: readonly Item[] };
      readonly goodsFen: number;
    }
  | { readonly allowed: false; readonly reason: 'OVER_AMOUNT' };

/**
 * What is left of a basket when the customer brings goods back: the items named, else other goods first, and then items, those
 * with a price of their own last and the dearest of them at the very end. An item is gone once touched. More than is left is refused.
 */
export function decideRest(
  basket: { readonly amountFen: number; readonly items: readonly Item[] },
  back: { readonly amountFen?: number | undefined; readonly items?: readonly Item[] | undefined },
  priced: ReadonlySet<string>,
): RestOfBasket {
  const left = [...basket.items];
  let itemsFen = 0;
  for (const { item, amountFen } of back.items ?? []) {
    const at = left.findIndex((each) => each.item === item && each.amountFen === amountFen);
    if (at < 0) return { allowed: false, reason: 'OVER_AMOUNT' };
    left.splice(at, 1);
    itemsFen += amountFen;
  }
  const goodsFen = back.amountFen ?? itemsFen;
  if (goodsFen > basket.amountFen || goodsFen < itemsFen) return { allowed: false, reason: 'OVER_AMOUNT' };
  const amountFen = basket.amountFen - goodsFen;
  // Other goods are gone and more comes back: items are touched one after the other.
  const rankOf = ({ item, amountFen: fen }: Item): number => (priced.has(item) ? fen : -1);
  const inOrder = left.toSorted((a, b) => rankOf(a) - rankOf(b));
  while (inOrder.reduce((sum, each) => sum + each.amountFen, 0) > amountFen) inOrder.shift();
  return { allowed: true, basket: { amountFen, items: inOrder }, goodsFen };
}
