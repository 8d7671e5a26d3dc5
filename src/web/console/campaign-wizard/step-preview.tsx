import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../shared/ui/states.js';
import { CampaignProblems } from '../campaign-problems.js';
import { CostLine } from './cost-line.js';
import { TillPreview } from './till-preview.js';
import { useWizard } from './wizard-state.js';
import styles from './wizard.module.css';
import { WorkerPreview } from './worker-preview.js';

/** ⑥ How it would look and what it would cost; saved only when it is well. */
export function StepPreview() {
  const { t } = useTranslation();
  const { preview, previewError, isPreviewing } = useWizard();
  if (!preview)
    return previewError ? (
      <ErrorNotice error={previewError} />
    ) : (
      <p>{t(isPreviewing ? 'common.loading' : 'preview.notYet')}</p>
    );
  return (
    <>
      <CampaignProblems problems={preview.problems} />
      <h3 className={styles.sub}>{t('preview.worker')}</h3>
      <WorkerPreview items={preview.worker} />
      <h3 className={styles.sub}>{t('preview.till')}</h3>
      <p className={styles.hint}>{t('preview.tillHint')}</p>
      <TillPreview tills={preview.tills} />
      <CostLine />
    </>
  );
}
