import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import { promisedFen } from '../campaigns/holding.rules.js';
import type { LeftOutReason } from '../campaigns/basket.rules.js';

/** The row of a campaign as claims see it. */
export interface ClaimRuntime {
  readonly state: string;
  readonly claims: number;
  readonly freeFen: number;
}
/** Who asks. */
export interface Claimant {
  readonly cardIsActive: boolean;
  readonly isEligible: boolean;
  /** A pack claimed stays claimed, whatever became of it. */
  readonly hasClaimed: boolean;
}
export type ClaimReason = Extract<
  LeftOutReason,
  'CARD_NOT_ACTIVE' | 'CAMPAIGN_NOT_RUNNING' | 'NOT_ELIGIBLE' | 'LIMIT_REACHED' | 'SOLD_OUT' | 'BUDGET_EXHAUSTED'
>;

/** The UNION share that one pack is kept aside with. */
export function packPromisedFen(campaign: CompiledCampaign): number {
  return promisedFen(campaign, { units: campaign.mechanism.pack?.count ?? 0, fen: 0 });
}

/** Why a pack is not given to somebody at an instant (Unix milliseconds), in the order of all reasons; null when it is. */
export function decideClaim(
  campaign: CompiledCampaign,
  runtime: ClaimRuntime,
  claimant: Claimant,
  nowMs: number,
): ClaimReason | null {
  const { pack } = campaign.mechanism;
  if (!claimant.cardIsActive) return 'CARD_NOT_ACTIVE';
  const isOpen = pack !== null && pack.fromMs <= nowMs && nowMs < pack.toMs && nowMs < campaign.schedule.toMs;
  if (!isOpen || runtime.state !== 'PUBLISHED') return 'CAMPAIGN_NOT_RUNNING';
  if (!claimant.isEligible) return 'NOT_ELIGIBLE';
  if (claimant.hasClaimed) return 'LIMIT_REACHED';
  if (runtime.claims >= pack.claims) return 'SOLD_OUT';
  return packPromisedFen(campaign) > runtime.freeFen ? 'BUDGET_EXHAUSTED' : null;
}

/** Decides in the order they came, each on what those before it left. */
export function decideClaims(
  campaign: CompiledCampaign,
  runtime: ClaimRuntime,
  claimants: readonly (Claimant & { readonly memberId: string })[],
  nowMs: number,
): (ClaimReason | null)[] {
  const packFen = packPromisedFen(campaign);
  const served = new Set<string>();
  return claimants.map((claimant) => {
    const now = {
      state: runtime.state,
      claims: runtime.claims + served.size,
      freeFen: runtime.freeFen - served.size * packFen,
    };
    const hasClaimed = claimant.hasClaimed || served.has(claimant.memberId);
    const reason = decideClaim(campaign, now, { ...claimant, hasClaimed }, nowMs);
    if (reason === null) served.add(claimant.memberId);
    return reason;
  });
}
