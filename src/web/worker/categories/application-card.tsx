import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice, Notice } from '../../shared/ui/states.js';
import { sendApplication, withdrawApplication, type ApplicationView } from '../api/categories.js';
import styles from '../app.module.css';
import { categoryText } from './category-text.js';
import { PhotoList } from './photo-list.js';

function WithdrawDialog({ one, close }: { readonly one: ApplicationView; readonly close: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const gone = useMutation({
    mutationFn: () => withdrawApplication(one.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['my-categories'] });
      close();
    },
  });
  return (
    <Dialog title={t('help.withdrawTitle')} close={close}>
      <p>{t('help.withdrawWhy')}</p>
      <ErrorNotice error={gone.error} />
      <Actions>
        <Button onClick={close}>{t('common.cancel')}</Button>
        <Button look="primary" busy={gone.isPending} onClick={() => gone.mutate()}>
          {t('help.withdraw')}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** One application: where it stands, what is still to be done, and the way out of it. */
export function ApplicationCard({ one }: { readonly one: ApplicationView }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState(false);
  const sent = useMutation({
    mutationFn: () => sendApplication(one.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['my-categories'] }),
  });
  const until = one.noticeUntilOn ? formatDay(one.noticeUntilOn) : '';
  return (
    <Panel className={styles.form ?? ''}>
      <div className={styles.row}>
        <h3>{categoryText(t, one)}</h3>
        <span className={styles.muted}>{t(`help.state.${one.state}`)}</span>
      </div>
      <p>{t(`help.meaning.${one.state}`, { until })}</p>
      {one.note ? <Notice>{t('help.note', { note: one.note })}</Notice> : null}
      {one.maySend ? (
        <>
          <PhotoList one={one} />
          <ErrorNotice error={sent.error} />
          <Button
            look="primary"
            block
            busy={sent.isPending}
            disabled={one.files.length < one.filesMin}
            onClick={() => sent.mutate()}
          >
            {t('help.send')}
          </Button>
          {one.files.length < one.filesMin ? <p className={styles.muted}>{t('help.sendAfter')}</p> : null}
        </>
      ) : null}
      {one.mayWithdraw ? (
        <Button look="quiet" onClick={() => setLeaving(true)}>
          {t('help.withdraw')}
        </Button>
      ) : null}
      {leaving ? <WithdrawDialog one={one} close={() => setLeaving(false)} /> : null}
    </Panel>
  );
}
