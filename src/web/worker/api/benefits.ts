import type { WorkerBenefit, WorkerBenefits } from '../../../modules/benefits/offers/offer.schemas.js';
import { session } from '../session.js';

export type Benefit = WorkerBenefit;

export async function listBenefits(signal?: AbortSignal): Promise<readonly Benefit[]> {
  return (await session.request<WorkerBenefits>('GET', '/worker/v1/benefits', { signal })).items;
}
