import type {
  StoreBenefitHelp,
  StoreBenefits,
  WorkerStore,
  WorkerStores,
} from '../../../modules/benefits/stores/store.schemas.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { StoreBenefitHelp, StoreBenefits, WorkerStore };
export type StoreBenefitLeft = StoreBenefits['left'][number];

/** Stores that take the card, those of my park first. */
export async function listStores(words: string, signal?: AbortSignal): Promise<readonly WorkerStore[]> {
  const path = withQuery('/worker/v1/stores', { q: words });
  return (await session.request<WorkerStores>('GET', path, { signal })).items;
}

/** What I get in a store now, and of everything else of mine why not. */
export function explainStore(storeId: string, amountFen: number | null, signal?: AbortSignal): Promise<StoreBenefits> {
  const path = withQuery(`/worker/v1/stores/${storeId}/benefits`, { amountFen: amountFen ?? undefined });
  return session.request('GET', path, { signal });
}
