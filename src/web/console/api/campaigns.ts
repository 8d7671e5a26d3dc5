import type {
  CampaignActionRequest,
  CampaignDetail,
  CampaignProblem,
  CampaignRow,
} from '../../../modules/benefits/campaigns/campaign-views.schemas.js';
import type { CampaignDefinitionInput } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import type { Board } from '../../../modules/reporting/reporting.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { CampaignDefinitionInput, CampaignDetail, CampaignProblem, CampaignRow };
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
