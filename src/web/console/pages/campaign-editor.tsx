import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../../shared/router.js';
import { serverNow } from '../../shared/server-clock.js';
import { Loaded } from '../../shared/ui/states.js';
import { getCampaign } from '../api/campaigns.js';
import { draftOf, emptyDraft } from '../campaign-wizard/draft.js';
import CampaignWizard from '../campaign-wizard/wizard.js';
import styles from '../console.module.css';

function Blank() {
  const [initial] = useState(() => emptyDraft(serverNow()));
  return <CampaignWizard initial={initial} ownerName={null} />;
}

/** Writes a new campaign or the next draft of one. */
export default function CampaignEditor({ id }: { readonly id: string | null }) {
  const { t } = useTranslation();
  const campaign = useQuery({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => getCampaign(id ?? '', signal),
    enabled: id !== null,
    staleTime: Infinity,
  });
  return (
    <div className={styles.page}>
      <Link to={id ? `/console/campaigns/${id}` : '/console/campaigns'}>{t('common.back')}</Link>
      <div className={styles.head}>
        <h1>{t(id ? 'editor.edit' : 'campaigns.new')}</h1>
      </div>
      {id === null ? (
        <Blank />
      ) : (
        <Loaded of={campaign}>
          {(one) => <CampaignWizard initial={draftOf(one.definition)} ownerName={one.owner.name} />}
        </Loaded>
      )}
    </div>
  );
}
