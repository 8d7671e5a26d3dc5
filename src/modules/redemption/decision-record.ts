import type { BasketDecision } from '../benefits/index.js';
import type { RedemptionRequest } from './redemption.schemas.js';
import type { TillFacts } from './till-facts.service.js';

/** What a redemption was decided on, kept beside it for the auditors: never in an answer to a merchant, never a code's text. */
export function recordOf(
  { state }: TillFacts,
  decision: BasketDecision,
  request: RedemptionRequest,
): Record<string, unknown> {
  const involved = new Set(decision.applied.map(({ campaignId }) => campaignId));
  return {
    basket: { amountFen: request.amountFen, items: request.items ?? [], benefit: request.benefit ?? null },
    card: state.card,
    codeKind: state.codeKind,
    person: state.person,
    applied: decision.applied,
    left: decision.left,
    runtimes: state.campaigns
      .filter(({ campaign }) => involved.has(campaign.id))
      .map(({ campaign, runtime }) => ({ campaignId: campaign.id, version: campaign.version, ...runtime })),
    counters: decision.applied.flatMap(({ counters }) =>
      counters.map(({ key }) => ({ key, ...(state.counters.get(key) ?? { times: 0, amountFen: 0 }) })),
    ),
  };
}
