import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { campaignDefinitionSchema } from '../../modules/benefits/campaigns/campaign.schemas.js';
import { checkCampaign, type CampaignDefinitionInput } from './api/campaigns.js';
import { CampaignProblems } from './campaign-problems.js';

const RESTS_MS = 700;

/** What stands in the way of publishing, while it is being written: asked once the officer rests, never while a field is half typed. */
export function LiveProblems({ definition }: { readonly definition: CampaignDefinitionInput }) {
  const written = JSON.stringify(definition);
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(written), RESTS_MS);
    return () => clearTimeout(timer);
  }, [written]);
  const parsed = rested === null ? null : campaignDefinitionSchema.safeParse(JSON.parse(rested));
  const checked = useQuery({
    queryKey: ['campaign-check', rested],
    queryFn: ({ signal }) => (parsed?.success ? checkCampaign(parsed.data, signal) : []),
    enabled: parsed?.success === true,
    placeholderData: keepPreviousData,
  });
  return <CampaignProblems problems={checked.data ?? []} />;
}
