import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../shared/ui/states.js';
import { type CampaignDefinitionInput, previewCampaign } from './api/campaigns.js';
import { TillPreview } from './campaign-wizard/till-preview.js';
import { WorkerPreview } from './campaign-wizard/worker-preview.js';
import styles from './console.module.css';

/** What a worker sees of a campaign and what tills say, for who decides on it. */
export default function CampaignPreviewPanel({ definition }: { readonly definition: CampaignDefinitionInput }) {
  const { t } = useTranslation();
  const preview = useQuery({
    queryKey: ['campaign-preview', JSON.stringify(definition)],
    queryFn: ({ signal }) => previewCampaign(definition, signal),
    staleTime: 60_000,
  });
  return (
    <section className={styles.panel}>
      <Loaded of={preview} heights={[240]}>
        {({ worker, tills }) => (
          <>
            <h2>{t('preview.worker')}</h2>
            <WorkerPreview items={worker} />
            <h2>{t('preview.till')}</h2>
            <p className={styles.muted}>{t('preview.tillHint')}</p>
            <TillPreview tills={tills} />
          </>
        )}
      </Loaded>
    </section>
  );
}
