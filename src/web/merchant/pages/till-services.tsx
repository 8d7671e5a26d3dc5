import { useTranslation } from 'react-i18next';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Panel } from '../../shared/ui/dialog.js';
import { EmptyState } from '../../shared/ui/states.js';
import type { TillServices } from '../api/pos.js';
import styles from '../app.module.css';

interface ServicesStepProps {
  readonly found: TillServices;
  readonly busy: boolean;
  readonly redeem: (campaignId: string) => void;
  readonly change: () => void;
  readonly back: () => void;
}

/** The services of this card here, one tap each; there is nothing to collect, and a mistake is undone on the next page. */
export function ServicesStep({ found, busy, redeem, change, back }: ServicesStepProps) {
  const { t } = useTranslation();
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('till.services')}</h2>
      <p className={styles.muted}>{t('till.holder', { holder: found.holder })}</p>
      {found.services.length === 0 ? <EmptyState title={t('till.servicesNone')} /> : null}
      {found.services.map(({ campaignId, label }) => (
        <Button key={campaignId} look="success" block busy={busy} onClick={() => redeem(campaignId)}>
          {t('till.redeemService', { label })}
        </Button>
      ))}
      <Actions>
        <Button onClick={change} disabled={busy}>
          {t('till.withAmount')}
        </Button>
        <Button onClick={back} disabled={busy}>
          {t('till.again')}
        </Button>
      </Actions>
    </Panel>
  );
}
