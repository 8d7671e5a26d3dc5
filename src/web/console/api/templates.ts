import type { CampaignDetail } from '../../../modules/benefits/campaigns/campaign-views.schemas.js';
import type {
  CampaignTemplateView,
  TemplateDraftRequest,
} from '../../../modules/benefits/templates/template.schemas.js';
import { session } from '../session.js';

export type Template = CampaignTemplateView;
export type TemplateDraft = TemplateDraftRequest;

const base = '/console/v1/campaign-templates';

export async function listTemplates(signal?: AbortSignal): Promise<readonly Template[]> {
  return (await session.request<{ items: readonly Template[] }>('GET', base, { signal })).items;
}

export function draftFromTemplate(id: string, body: TemplateDraft): Promise<CampaignDetail> {
  return session.request('POST', `${base}/${encodeURIComponent(id)}/drafts`, { body });
}
