import type { Moment } from '../eligibility/moment.rules.js';
import { counterKey } from '../campaigns/campaign.rules.js';
import type { CampaignLimit } from '../campaigns/campaign.schemas.js';
import type { CounterState } from '../campaigns/limits.rules.js';

/** What of a campaign is needed to say how often a person may still use it. */
export interface Limited {
  readonly id: string;
  readonly limits: readonly CampaignLimit[];
}

/** The counters of the person's own limits, each once. */
export function memberCounterKeys(campaign: Limited, memberId: string, moment: Moment): string[] {
  return [...new Set(memberLimits(campaign).map((limit) => keyOf(campaign, limit, memberId, moment)))];
}

/**
 * How often the person may still use it today by their own limits; null where none counts. Money that is used up counts as no time
 * left, money that is not says nothing about times.
 */
export function timesToday(
  campaign: Limited,
  memberId: string,
  moment: Moment,
  counters: ReadonlyMap<string, CounterState>,
): number | null {
  const left = memberLimits(campaign).flatMap((limit) => {
    const used = counters.get(keyOf(campaign, limit, memberId, moment));
    if (limit.times !== undefined) return [Math.max(0, limit.times - (used?.times ?? 0))];
    return (used?.amountFen ?? 0) >= (limit.amountFen ?? Infinity) ? [0] : [];
  });
  return left.length === 0 ? null : Math.min(...left);
}

const memberLimits = ({ limits }: Limited): CampaignLimit[] => limits.filter(({ per }) => per === 'MEMBER');

const keyOf = ({ id }: Limited, limit: CampaignLimit, memberId: string, moment: Moment): string =>
  counterKey(id, limit, { memberId, storeId: '', merchantId: '' }, moment);
