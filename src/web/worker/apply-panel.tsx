import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button } from '../shared/ui/controls.js';
import { Panel } from '../shared/ui/dialog.js';
import { ErrorNotice } from '../shared/ui/states.js';
import { applyForCard, type MyCard } from './api/cards.js';
import styles from './app.module.css';

/** No card on this phone yet: take it at once, or ask for plastic and wait for it. */
export default function ApplyPanel({ mine }: { readonly mine: MyCard }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const applied = useMutation({
    mutationFn: applyForCard,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['card'] }),
  });
  const waiting = mine.card !== null;
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t(waiting ? 'apply.waiting' : 'apply.title')}</h2>
      <p className={styles.muted}>{t(waiting ? 'apply.waitingWhy' : 'apply.why')}</p>
      {mine.card?.plastic ? <p>{t(`care.plasticState.${mine.card.plastic.state}`)}</p> : null}
      <ErrorNotice error={applied.error} />
      <Button
        look="primary"
        block
        busy={applied.isPending && applied.variables === 'PHONE'}
        onClick={() => applied.mutate('PHONE')}
      >
        {t('apply.phone')}
      </Button>
      {waiting ? null : (
        <Button
          block
          busy={applied.isPending && applied.variables === 'PLASTIC'}
          onClick={() => applied.mutate('PLASTIC')}
        >
          {t('apply.plastic')}
        </Button>
      )}
    </Panel>
  );
}
