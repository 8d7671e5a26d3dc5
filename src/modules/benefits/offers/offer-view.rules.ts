import { toWireTime } from '../../../shared/time.js';
import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { type Held, NOTHING_HELD, type PackTerms } from '../campaigns/mechanism.rules.js';
import { type HolidayTable, isInPeriod, isOpen } from '../campaigns/schedule.rules.js';
import type { Moment } from '../eligibility/moment.rules.js';
import type { BenefitPlace, WorkerBenefit } from './offer.schemas.js';

/** A benefit meant for somebody, with how many packs of it are claimed. */
export interface Mine {
  readonly campaign: CompiledCampaign;
  readonly definition: CampaignDefinition;
  readonly claims: number;
}

/** What a benefit looks like to its holder at a moment. */
export interface Seen {
  readonly places: readonly BenefitPlace[];
  readonly held: Held | undefined;
  readonly timesToday: number | null;
  readonly moment: Moment;
  readonly holidays: HolidayTable;
}

/** Whether every store that takes the card gives it. */
export const isEverywhere = ({ where }: CampaignDefinition): boolean =>
  where.merchants.length + where.stores.length + where.merchantCategories.length === 0;

/** A benefit as its holder sees it; one for a group looks like any other. */
export function viewBenefit(mine: Mine, seen: Seen): WorkerBenefit {
  const { campaign, definition } = mine;
  const { moment, holidays } = seen;
  const { from, to, weekdays, hours } = definition.when;
  return {
    campaignId: campaign.id,
    label: campaign.label,
    offer: offerOf(definition),
    places: [...seen.places],
    everywhere: isEverywhere(definition),
    when: { from, to, weekdays, hours },
    runningNow: isInPeriod(campaign.schedule, moment.nowMs) && isOpen(campaign.schedule, moment, holidays),
    ...holdingOf(mine, seen.held, moment.nowMs),
    remaining: { timesToday: seen.timesToday },
  };
}

/** The terms a member reads. A balance is told by what is held: its tiers would say why. */
export function offerOf({ mechanism }: CampaignDefinition): WorkerBenefit['offer'] {
  switch (mechanism.type) {
    case 'VOUCHER_PACK':
    case 'GRANTED_VOUCHER': {
      const { type, voucher, count, perRedemption } = mechanism;
      return { type, ...voucher, count, perRedemption };
    }
    case 'GRANT':
      return { type: mechanism.type };
    case 'SERVICE':
      return { type: mechanism.type, service: mechanism.service };
    default:
      return mechanism;
  }
}

function holdingOf(
  { campaign: { mechanism }, claims }: Mine,
  held: Held | undefined,
  nowMs: number,
): Pick<WorkerBenefit, 'held' | 'claim'> {
  const { pack } = mechanism;
  return {
    held: mechanism.holds === null ? null : (held ?? NOTHING_HELD),
    claim: pack && {
      from: toWireTime(pack.fromMs),
      to: toWireTime(pack.toMs),
      state: claimState(pack, held !== undefined, claims, nowMs),
    },
  };
}

function claimState(
  { fromMs, toMs, claims: most }: PackTerms,
  hasClaimed: boolean,
  claims: number,
  nowMs: number,
): NonNullable<WorkerBenefit['claim']>['state'] {
  if (hasClaimed) return 'CLAIMED';
  if (nowMs < fromMs) return 'COMING';
  if (nowMs >= toMs) return 'OVER';
  return claims >= most ? 'SOLD_OUT' : 'OPEN';
}
