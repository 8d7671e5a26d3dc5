import type { ClaimAnswer, Wallet, WalletItem } from '../../../modules/benefits/claims/claim.schemas.js';
import type { BenefitPlace, WorkerBenefit, WorkerBenefits } from '../../../modules/benefits/offers/offer.schemas.js';
import { session } from '../session.js';

export type Benefit = WorkerBenefit;
export type Place = BenefitPlace;
export type { ClaimAnswer, WalletItem };

export async function listBenefits(signal?: AbortSignal): Promise<readonly Benefit[]> {
  return (await session.request<WorkerBenefits>('GET', '/worker/v1/benefits', { signal })).items;
}

/** Vouchers, balances and services I was given or claimed, what is left of them included. */
export async function listWallet(signal?: AbortSignal): Promise<readonly WalletItem[]> {
  return (await session.request<Wallet>('GET', '/worker/v1/wallet', { signal })).items;
}

/** Claims a pack: one for each member, however often it is asked. */
export function claimPack(campaignId: string): Promise<ClaimAnswer> {
  return session.request('POST', `/worker/v1/benefits/${campaignId}/claim`);
}
