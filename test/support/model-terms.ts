import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import type { Terms } from './model.js';

/** The same terms for both sides: as the model counts them, and as an officer writes them. */
export interface WrittenTerms {
  readonly terms: Terms;
  readonly mechanism: CampaignDefinitionInput['mechanism'];
}

const amountOff = (thresholdFen: number, offFen: number): WrittenTerms => ({
  terms: { minimumFen: thresholdFen, gives: () => offFen },
  mechanism: { type: 'AMOUNT_OFF', thresholdFen, offFen },
});
const percentOff = (bps: number, minimumFen: number): WrittenTerms => ({
  terms: { minimumFen, gives: (fen) => Math.floor((fen * bps) / 10_000) },
  mechanism: { type: 'PERCENT_OFF', bps, thresholdFen: minimumFen },
});

/** What each of the two campaigns may say in one of its versions; it begins with the first. */
export const TERMS = [
  [amountOff(500, 200), amountOff(2_000, 700), amountOff(400, 150)],
  [percentOff(500, 20), percentOff(1_000, 500), percentOff(300, 34)],
] as const;
