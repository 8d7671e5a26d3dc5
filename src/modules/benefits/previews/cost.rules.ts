import { AMOUNT_MAX_FEN } from '../../../shared/money.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { shareOf, splitShares } from '../campaigns/funding.rules.js';
import { promisedFen } from '../campaigns/holding.rules.js';
import { compileMechanism } from '../campaigns/mechanism.rules.js';
import type { CampaignCost } from './preview.schemas.js';

/** How many people publishing would give to, and the UNION fen it takes; null where nothing is given beforehand. */
export type Gift = { readonly people: number; readonly fen: number } | null;

type Terms = Pick<CampaignDefinition, 'mechanism' | 'funding' | 'limits' | 'budget'>;

/**
 * The most a campaign can cost the union, by its own terms. Never too low: a share grows with the discount it is of, so the dearest
 * use bounds every other.
 */
export function decideCost(definition: Terms, gift: Gift): CampaignCost {
  const perVoucherFen = voucherFen(definition);
  const perUseFen = useFen(definition, perVoucherFen);
  const people = definition.mechanism.type === 'VOUCHER_PACK' ? definition.mechanism.claims : (gift?.people ?? null);
  const perPersonFen = personFen(definition, perVoucherFen, perUseFen);
  const budgetFen = definition.budget?.totalFen;
  return {
    perVoucherFen,
    perUseFen: bounded(perUseFen),
    perPersonFen: bounded(perPersonFen),
    people,
    totalFen: bounded(totalFen(definition, perUseFen, gift)),
    usesCovered: budgetFen === undefined || !perUseFen ? null : Math.floor(budgetFen / perUseFen),
  };
}

/** No budget is larger than the largest amount there is. */
const bounded = (fen: number | null): number | null => (fen === null ? null : Math.min(fen, AMOUNT_MAX_FEN));

const unionOf = (fen: number, { funding }: Terms): number => shareOf(splitShares(fen, funding), 'UNION');

function voucherFen(definition: Terms): number | null {
  const { mechanism } = definition;
  return 'voucher' in mechanism ? unionOf(mechanism.voucher.offFen, definition) : null;
}

/** The most one use gives in all, before it is shared; null when nothing bounds it. */
function discountFen({ mechanism }: Terms): number | null {
  switch (mechanism.type) {
    case 'PERCENT_OFF':
      return mechanism.capFen ?? null;
    case 'AMOUNT_OFF':
      return mechanism.repeat === true
        ? (mechanism.capFen ?? null)
        : Math.min(mechanism.offFen, mechanism.capFen ?? Infinity);
    case 'FIXED_PRICE':
      return null;
    case 'VOUCHER_PACK':
    case 'GRANTED_VOUCHER':
      return Math.min(mechanism.perRedemption, mechanism.count) * mechanism.voucher.offFen;
    case 'GRANT':
      return Math.max(...mechanism.tiers.map(({ amountFen }) => amountFen));
    case 'SERVICE':
      return 0;
  }
}

function useFen(definition: Terms, perVoucherFen: number | null): number | null {
  if (unionOf(10_000, definition) === 0) return 0;
  const fen = discountFen(definition);
  if (fen === null) return null;
  // Several vouchers used at once keep aside what each of them would.
  const { mechanism } = definition;
  if ('voucher' in mechanism) return Math.min(mechanism.perRedemption, mechanism.count) * (perVoucherFen ?? 0);
  return unionOf(fen, definition);
}

function personFen(definition: Terms, perVoucherFen: number | null, perUseFen: number | null): number | null {
  const { mechanism } = definition;
  if ('voucher' in mechanism) return mechanism.count * (perVoucherFen ?? 0);
  const { holds } = compileMechanism(mechanism);
  if (holds !== null) return perUseFen;
  return times(definition, 'MEMBER', perUseFen);
}

/** What the limits of a scope over the whole campaign leave at most; only limits of times bound the union's share to the fen. */
function times({ limits }: Terms, per: 'MEMBER' | 'CAMPAIGN', perUseFen: number | null): number | null {
  if (perUseFen === 0) return 0;
  const most = limits.flatMap((limit) =>
    limit.per === per && limit.period === 'ALL' && limit.share === undefined ? (limit.times ?? []) : [],
  );
  return perUseFen === null || most.length === 0 ? null : Math.min(...most) * perUseFen;
}

function totalFen(definition: Terms, perUseFen: number | null, gift: Gift): number | null {
  if (gift) return gift.fen;
  const { mechanism, funding } = definition;
  if (mechanism.type === 'VOUCHER_PACK')
    return (
      mechanism.claims *
      promisedFen({ mechanism: compileMechanism(mechanism), funding }, { units: mechanism.count, fen: 0 })
    );
  return times(definition, 'CAMPAIGN', perUseFen);
}
