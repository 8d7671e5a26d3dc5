import { type BasketRequest, decideBasket, type DecisionState, type LeftOutReason } from '../campaigns/basket.rules.js';
import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import { findHint, type Hint } from '../campaigns/views.rules.js';

/** An item of a basket nobody has rung up: dear enough for any fixed price to be below it. */
const PROBE_ITEM_FEN = 10_000_000;

/** The smallest basket that could get this benefit, naming it: what works in a store before anything is rung up. */
export function probeFor({ id, mechanism: { minimumFen, item } }: CompiledCampaign): BasketRequest {
  if (item === undefined) return { amountFen: minimumFen, benefit: id };
  const amountFen = Math.max(minimumFen, PROBE_ITEM_FEN);
  return { amountFen, items: [{ item, amountFen: PROBE_ITEM_FEN }], benefit: id };
}

/** One benefit in a store: given, with what it saves where an amount was asked about, or left out. */
export type StoreVerdict =
  | { readonly campaignId: string; readonly applies: true; readonly discountFen: number | null }
  | {
      readonly campaignId: string;
      readonly applies: false;
      readonly reason: LeftOutReason;
      readonly hint: Hint | null;
    };

/**
 * What each benefit of the state gives at an instant (Unix milliseconds): with an amount the best combination for it; without one, and for
 * services always, each by itself. Decided exactly as at a till.
 */
export function decideForStore(state: DecisionState, amountFen: number | null, nowMs: number): StoreVerdict[] {
  const alone = state.campaigns.filter(({ campaign }) => amountFen === null || campaign.mechanism.holds === 'SERVICE');
  const probed = alone.flatMap((live) => verdictsOf({ ...state, campaigns: [live] }, probeFor(live.campaign), nowMs));
  const verdicts = probed.map((each) => (each.applies ? { ...each, discountFen: null } : each));
  return amountFen === null ? verdicts : [...verdictsOf(state, { amountFen }, nowMs), ...verdicts];
}

function verdictsOf(state: DecisionState, request: BasketRequest, nowMs: number): StoreVerdict[] {
  const { applied, left } = decideBasket(state, request, nowMs);
  return [
    ...applied.map(({ campaignId, discountFen }) => ({ campaignId, applies: true as const, discountFen })),
    ...left.map(({ campaignId, reason }) => {
      if (reason === 'BELOW_MINIMUM' && isUnclaimed(campaignId, state))
        return { campaignId, applies: false as const, reason: 'VOUCHER_NOT_HELD' as const, hint: null };
      const hint = findHint({ campaignId, reason }, state, request, nowMs);
      return { campaignId, applies: false as const, reason, hint };
    }),
  ];
}

/** A till looks at the basket first; to somebody without a voucher it is no help that more in the basket would do for one. */
function isUnclaimed(campaignId: string, { campaigns, holdings }: DecisionState): boolean {
  const live = campaigns.find(({ campaign }) => campaign.id === campaignId);
  return live !== undefined && live.campaign.mechanism.pack !== null && !holdings.has(campaignId);
}
