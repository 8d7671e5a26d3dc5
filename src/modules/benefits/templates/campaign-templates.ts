import { CARE_TEMPLATES } from './care-templates.js';
import { EVERYDAY_TEMPLATES } from './everyday-templates.js';
import type { CampaignTemplate } from './template.rules.js';

/** Every campaign an officer can begin from; a new one is one entry, its spec holds it to the schema and the label's rule. */
export const CAMPAIGN_TEMPLATES: readonly CampaignTemplate[] = [...EVERYDAY_TEMPLATES, ...CARE_TEMPLATES];
