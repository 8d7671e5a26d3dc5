import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CampaignPreview } from '../../../modules/benefits/previews/preview.schemas.js';
import { campaignDefinitionSchema } from '../../../modules/benefits/campaigns/campaign.schemas.js';
import { useSettled } from '../../shared/hooks.js';
import { previewCampaign } from '../api/campaigns.js';
import { listOrgs } from '../api/organizations.js';
import { type Draft, filledUp } from './draft.js';

const REST_MS = 500;

/** What the draft would cost and how it would look, asked once the officer rests and as soon as there is enough to tell. */
export function usePreview(draft: Draft, unionPays: boolean) {
  const { t } = useTranslation();
  const tops = useQuery({ queryKey: ['orgs'], queryFn: () => listOrgs() });
  const { draft: filled, invented } = filledUp(draft, {
    owner: tops.data?.[0]?.id ?? '',
    label: t('wizard.unnamed'),
    unionPays,
  });
  const written = useSettled(JSON.stringify(filled), REST_MS);
  const parsed = campaignDefinitionSchema.safeParse(JSON.parse(written));
  const preview = useQuery<CampaignPreview>({
    queryKey: ['campaign-preview', written],
    queryFn: ({ signal }) => (parsed.success ? previewCampaign(parsed.data, signal) : Promise.reject(parsed.error)),
    enabled: parsed.success,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  // What was told of an earlier draft is not said of one that cannot be told of.
  return {
    data: parsed.success ? preview.data : undefined,
    isFetching: preview.isFetching,
    error: preview.error,
    invented,
  };
}
