import type {
  CampaignActionRequest,
  CampaignDetail,
  CampaignProblem,
  CampaignRow,
} from '../../../modules/benefits/campaigns/campaign-views.schemas.js';
import type { CampaignScheduleRequest } from '../../../modules/benefits/campaigns/campaign-views.schemas.js';
import type { CampaignDiff } from '../../../modules/benefits/campaigns/campaign-diff.schemas.js';
import type { CampaignDefinitionInput } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import type { CampaignPreview } from '../../../modules/benefits/previews/preview.schemas.js';
import type { CampaignHoldings, CampaignHoldingsAnswer } from '../../../modules/benefits/holdings/holding.schemas.js';
import type { Board } from '../../../modules/reporting/reporting.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type {
  Board,
  CampaignDefinitionInput,
  CampaignDetail,
  CampaignDiff,
  CampaignHoldings,
  CampaignProblem,
  CampaignRow,
};
export type CampaignAction = CampaignActionRequest['action'];

const base = '/console/v1/campaigns';
const at = (id: string): string => `${base}/${encodeURIComponent(id)}`;

export function listCampaigns(
  state: string,
  q: string,
  cursor: string,
  signal?: AbortSignal,
): Promise<Page<CampaignRow>> {
  return session.request('GET', withQuery(base, { state, q, limit: 50, cursor }), { signal });
}

export function getCampaign(id: string, signal?: AbortSignal): Promise<CampaignDetail> {
  return session.request('GET', at(id), { signal });
}

export function getBoard(id: string, signal?: AbortSignal): Promise<Board> {
  return session.request('GET', `${at(id)}/board`, { signal });
}

/** Saves a new draft, or changes the one with this id. */
export function saveCampaign(definition: CampaignDefinitionInput, isNew: boolean): Promise<CampaignDetail> {
  return session.request(isNew ? 'POST' : 'PUT', isNew ? base : at(definition.id), { body: { definition } });
}

export function actOnCampaign(id: string, body: CampaignActionRequest): Promise<unknown> {
  return session.request('POST', `${at(id)}/actions`, { body });
}

export function planPublishing(id: string, body: CampaignScheduleRequest): Promise<CampaignDetail> {
  return session.request('PUT', `${at(id)}/publish-at`, { body });
}

/** The working copy, or a version, against the one before it or the one asked for. */
export function getDiff(
  id: string,
  versions: { readonly from?: number; readonly to?: number },
  signal?: AbortSignal,
): Promise<CampaignDiff> {
  return session.request('GET', withQuery(`${at(id)}/diff`, { from: versions.from, to: versions.to }), { signal });
}

/** What a definition nobody has saved yet would cost, look like and give; and what stands in the way of publishing it. */
export function previewCampaign(definition: CampaignDefinitionInput, signal?: AbortSignal): Promise<CampaignPreview> {
  return session.request('POST', `${base}/preview`, { body: { definition }, signal });
}

/** What became of all that a campaign handed out; null where nothing is. */
export async function getHoldings(id: string, signal?: AbortSignal): Promise<CampaignHoldings | null> {
  return (await session.request<CampaignHoldingsAnswer>('GET', `${at(id)}/holdings`, { signal })).holdings;
}

/** What a running campaign may give in all; the difference comes from its line or returns to it. */
export function changeBudget(id: string, totalFen: number): Promise<CampaignDetail> {
  return session.request('PUT', `${at(id)}/budget`, { body: { totalFen } });
}
