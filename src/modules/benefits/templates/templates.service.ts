import { Injectable } from '@nestjs/common';
import type { OfficerCaller } from '../../../shared/caller.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { campaignDefinitionSchema } from '../campaigns/campaign.schemas.js';
import { CampaignsService } from '../campaigns/campaigns.service.js';
import { CAMPAIGN_TEMPLATES } from './campaign-templates.js';
import { templateErrors } from './template.errors.js';
import { decideDraft, viewOf } from './template.rules.js';
import type { CampaignTemplateQuery, CampaignTemplateView, TemplateDraftRequest } from './template.schemas.js';

/** Ready campaigns of the ten categories and the four seasons: an officer changes figures and submits. */
@Injectable()
export class TemplatesService {
  constructor(private readonly campaigns: CampaignsService) {}

  list({ category, season }: CampaignTemplateQuery): CampaignTemplateView[] {
    return CAMPAIGN_TEMPLATES.filter(
      (template) =>
        (category === undefined || template.category === category) &&
        (season === undefined || template.season === season),
    ).map(viewOf);
  }

  /**
   * Makes a draft of a template; from then on it is a campaign like any other. Answers its id.
   * @throws Refusal TEMPLATE_NOT_FOUND, REQUEST_INVALID, CAMPAIGN_ID_TAKEN, CAMPAIGN_OWNER_UNKNOWN
   */
  async draft(caller: OfficerCaller, templateId: string, request: TemplateDraftRequest): Promise<string> {
    const template = CAMPAIGN_TEMPLATES.find(({ id }) => id === templateId);
    if (!template) throw new Refusal(templateErrors.TEMPLATE_NOT_FOUND);
    const decision = decideDraft(template, request);
    if (!decision.allowed) throw invalid(decision.field, decision.message);
    const parsed = campaignDefinitionSchema.safeParse(decision.definition);
    const [issue] = parsed.error?.issues ?? [];
    if (!parsed.success) throw invalid(issue?.path.join('.') ?? '', issue?.message ?? '');
    await this.campaigns.create(caller, parsed.data);
    return parsed.data.id;
  }
}

const invalid = (field: string, message: string): Refusal =>
  new Refusal(commonErrors.REQUEST_INVALID, { field, detail: `${field}: ${message}` });
