import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../shared/format.js';
import { Button, Field } from '../shared/ui/controls.js';
import { Panel } from '../shared/ui/dialog.js';
import { ErrorNotice, Notice } from '../shared/ui/states.js';
import { askToLeave, cancelLeaving, type MyMembership } from './api/membership.js';
import styles from './app.module.css';

interface LeaveProps {
  readonly withdrawal: MyMembership['withdrawal'];
  readonly keep: (membership: MyMembership) => void;
}

function LeaveForm({ keep, close }: Pick<LeaveProps, 'keep'> & { readonly close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const asked = useMutation({
    mutationFn: askToLeave,
    onSuccess: (membership) => {
      keep(membership);
      close();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (reason.trim().length > 1) asked.mutate({ reason: reason.trim() });
  };
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('leave.title')}</h2>
      <p>{t('leave.why')}</p>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label={t('membership.reason')}
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(event.target.value)}
          error={checked && reason.trim().length < 2 ? t('membership.reasonMissing') : null}
        />
        <ErrorNotice error={asked.error} />
        <Button look="primary" type="submit" block busy={asked.isPending}>
          {t('leave.action')}
        </Button>
        <Button look="quiet" block onClick={close}>
          {t('leave.stay')}
        </Button>
      </form>
    </Panel>
  );
}

/** Leaving the union: asked here, ended by the union's word alone. */
export function LeavePanel({ withdrawal, keep }: LeaveProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const cancelled = useMutation({ mutationFn: cancelLeaving, onSuccess: keep });
  if (asking) return <LeaveForm keep={keep} close={() => setAsking(false)} />;
  if (withdrawal?.state === 'REQUESTED')
    return (
      <Panel className={styles.form ?? ''}>
        <h2>{t('leave.title')}</h2>
        <p>{t('leave.waits', { at: formatTime(withdrawal.requestedAt) })}</p>
        <ErrorNotice error={cancelled.error} />
        <Button block busy={cancelled.isPending} onClick={() => cancelled.mutate()}>
          {t('leave.cancel')}
        </Button>
      </Panel>
    );
  return (
    <>
      {withdrawal?.state === 'DECLINED' && withdrawal.answer !== null ? (
        <Notice>{t('leave.answer', { answer: withdrawal.answer })}</Notice>
      ) : null}
      <Button look="quiet" block onClick={() => setAsking(true)}>
        {t('leave.title')}
      </Button>
    </>
  );
}
