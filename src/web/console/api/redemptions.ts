import type { ConsoleRedemption, ConsoleRedemptionDetail } from '../../../modules/redemption/redemption.schemas.js';
import type { ExplainedCampaign, Explanation } from '../../../modules/redemption/explanation/explanation.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { ConsoleRedemption, ConsoleRedemptionDetail, ExplainedCampaign, Explanation };

const base = '/console/v1/redemptions';

export function listRedemptions(state: string, cursor: string, signal?: AbortSignal): Promise<Page<ConsoleRedemption>> {
  return session.request('GET', withQuery(base, { state, limit: 50, cursor }), { signal });
}

export function getRedemption(id: string, signal?: AbortSignal): Promise<ConsoleRedemptionDetail> {
  return session.request('GET', `${base}/${id}`, { signal });
}

/** Why it came out so; the server notes who looked. */
export function explainRedemption(id: string, signal?: AbortSignal): Promise<Explanation> {
  return session.request('GET', `${base}/${id}/explanation`, { signal });
}
