import type { CampaignDefinition, Mechanism } from '../campaigns/campaign.schemas.js';
import { promisedFen } from '../campaigns/holding.rules.js';
import { compileMechanism, type Held, NOTHING_HELD } from '../campaigns/mechanism.rules.js';

/** What a person of a tier gets, and the UNION share that is kept aside for it. */
export interface Gift extends Held {
  readonly promisedFen: number;
}
/** What publishing gives to an audience. */
export interface GrantPlan {
  /** Categories of the tiers in order, `undefined` for everybody left. */
  readonly tiers: readonly (string | undefined)[];
  /** One for each tier. */
  readonly gifts: readonly Gift[];
}

/** What a campaign gives to everybody of its audience when it is published; null where nothing is given beforehand. */
export function planGrant({ mechanism, funding }: Pick<CampaignDefinition, 'mechanism' | 'funding'>): GrantPlan | null {
  const compiled = compileMechanism(mechanism);
  if (!compiled.audienceFixed) return null;
  const gifts = heldOf(mechanism);
  return {
    tiers: mechanism.type === 'GRANT' ? mechanism.tiers.map(({ category }) => category) : [undefined],
    gifts: gifts.map((held) => ({ ...held, promisedFen: promisedFen({ mechanism: compiled, funding }, held) })),
  };
}

function heldOf(mechanism: Mechanism): Held[] {
  switch (mechanism.type) {
    case 'GRANT':
      return mechanism.tiers.map(({ amountFen }) => ({ units: 0, fen: amountFen }));
    case 'GRANTED_VOUCHER':
      return [{ units: mechanism.count, fen: 0 }];
    case 'SERVICE':
      return [{ units: mechanism.units, fen: 0 }];
    default:
      return [NOTHING_HELD];
  }
}

/** How many people there are in each tier; `tier` is null outside all of them. */
export interface TierCount {
  readonly tier: number | null;
  readonly people: number;
}

/** The UNION money that must be there for everybody, in fen. */
export function costOf({ gifts }: GrantPlan, counts: readonly TierCount[]): number {
  return counts.reduce((sum, { tier, people }) => sum + people * (gifts[tier ?? -1]?.promisedFen ?? 0), 0);
}
