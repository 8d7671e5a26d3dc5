import type { FundingShare, Payer } from './campaign.schemas.js';

export interface Share {
  readonly payer: Payer;
  readonly fen: number;
}

const WHOLE_BPS = 10_000;

/** floor(fen × bps / 10000), exact for every amount: the product itself would pass 2^53 from 900 million yuan on. */
export function floorBps(fen: number, bps: number): number {
  return Math.floor(fen / WHOLE_BPS) * bps + Math.floor(((fen % WHOLE_BPS) * bps) / WHOLE_BPS);
}

/** Who pays how much of a discount: floored, the fens left over one each in the order listed, so that shares close. */
export function splitShares(discountFen: number, funding: readonly FundingShare[]): Share[] {
  const floored = funding.map((share) => floorBps(discountFen, share.bps));
  const leftOverFen = discountFen - floored.reduce((sum, fen) => sum + fen, 0);
  return funding.map((share, index) => ({
    payer: share.payer,
    fen: (floored[index] ?? 0) + (index < leftOverFen ? 1 : 0),
  }));
}

/** The fens of one payer, 0 if it pays nothing. */
export function shareOf(shares: readonly Share[], payer: Payer): number {
  return shares.reduce((sum, share) => (share.payer === payer ? sum + share.fen : sum), 0);
}
