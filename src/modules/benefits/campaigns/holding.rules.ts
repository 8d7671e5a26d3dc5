import type { CompiledCampaign } from './campaign.rules.js';
import { shareOf, splitShares } from './funding.rules.js';
import type { Held } from './mechanism.rules.js';

/** What a use takes from what a person holds. */
export interface Taken {
  /** Vouchers, or uses of a service. */
  readonly units: number;
  /** Of a balance. */
  readonly fen: number;
  /** UNION fen that were promised for it: no longer promised, whatever of it is spent. */
  readonly promisedFen: number;
}

/** The UNION share that is kept aside for what a person holds: every voucher at its face, a balance as a whole. */
export function promisedFen(
  { mechanism, funding }: Pick<CompiledCampaign, 'mechanism' | 'funding'>,
  held: Held,
): number {
  const unionOf = (fen: number): number => shareOf(splitShares(fen, funding), 'UNION');
  switch (mechanism.holds) {
    case 'VOUCHER':
      return held.units * unionOf(mechanism.faceFen);
    case 'BALANCE':
      return unionOf(held.fen);
    case 'SERVICE':
    case null:
      return 0;
  }
}

/** What giving so much takes from what is held; null where nothing is held beforehand. */
export function decideTaken(
  campaign: Pick<CompiledCampaign, 'mechanism' | 'funding'>,
  held: Held,
  given: { readonly fen: number; readonly units: number },
): Taken | null {
  const { holds } = campaign.mechanism;
  if (holds === null) return null;
  const fen = holds === 'BALANCE' ? given.fen : 0;
  const rest = { units: held.units - given.units, fen: held.fen - fen };
  return { units: given.units, fen, promisedFen: promisedFen(campaign, held) - promisedFen(campaign, rest) };
}
