import type { WorkerRedemption } from '../../../modules/redemption/worker-redemption.schemas.js';
import { withQuery } from '../../shared/http.js';
import type { Page } from '../../../shared/page.js';
import { session } from '../session.js';

export type MyRedemption = WorkerRedemption;
export type MyRedemptionsPage = Page<WorkerRedemption> & { readonly savedThisYearFen: number };

/** Newest first; with a campaign only those it gave something in. */
export function listMyRedemptions(cursor: string, signal?: AbortSignal, campaignId = ''): Promise<MyRedemptionsPage> {
  return session.request('GET', withQuery('/worker/v1/redemptions', { limit: 20, cursor, campaignId }), { signal });
}
