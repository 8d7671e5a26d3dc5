import { reprice, type StandingBenefit } from '../../benefits/index.js';
import type { CapturedRecord } from '../decision-record.schemas.js';
import type { Verdict } from './explanation.schemas.js';
import type { Replay } from './replay.js';

/** A benefit that was held: what of it was captured, and what today's program would have captured. */
export interface RecapturedBenefit {
  readonly campaignId: string;
  readonly label: string;
  readonly heldFen: number;
  /** Vouchers it still uses up. */
  readonly units: number;
  readonly kept: Verdict;
  readonly today: Verdict;
}

export interface Recapture {
  readonly captured: CapturedRecord;
  /** In order of application. */
  readonly benefits: readonly RecapturedBenefit[];
}

/** Where a hold of nothing would be returned to does not matter to what it gives. */
const RETURNS: StandingBenefit['reversal'] = { untilDays: 0, restoresUse: true };

/** A kept capture priced again from what was held; null when nothing was held first. */
export function recapture({ record, state, decision }: Replay): Recapture | null {
  const { captured } = record;
  if (!captured) return null;
  const held = record.campaigns.flatMap(({ fen, unionFen = 0 }, index): StandingBenefit[] => {
    const campaign = state.campaigns[index]?.campaign;
    if (!campaign || fen === undefined) return [];
    const units = decision.applied.find(({ campaignId }) => campaignId === campaign.id)?.taken?.units ?? 0;
    return [{ campaign, discountFen: fen, unionFen, units, counters: [], reversal: RETURNS }];
  });
  const benefits = reprice(held, captured, () => false).map((part): RecapturedBenefit => {
    const { campaignId, label, keepsFen, keepsUnionFen, backFen, unitsBack } = part;
    const given = captured.given.find(({ id }) => id === campaignId);
    const was = held.find(({ campaign }) => campaign.id === campaignId);
    const offer = was?.campaign.mechanism.give(captured, { units: was.units, fen: was.discountFen });
    const reason = offer && 'reason' in offer ? offer.reason : null;
    return {
      campaignId,
      label,
      heldFen: keepsFen + backFen,
      units: (was?.units ?? 0) - unitsBack,
      kept: { fen: given?.fen ?? 0, unionFen: given?.unionFen ?? 0, reason: given ? null : reason },
      today: { fen: keepsFen, unionFen: keepsUnionFen, reason },
    };
  });
  return { captured, benefits };
}
