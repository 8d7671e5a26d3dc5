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

const ends = ['card', 'benefits', 'signIn', 'transfer'] as const;
const stays = ['history', 'limits', 'categories', 'data'] as const;

function Consequences(props: { readonly of: 'ends' | 'stays'; readonly lines: readonly string[] }) {
  const { t } = useTranslation();
  const { of, lines } = props;
  return (
    <section aria-label={t(`leave.${of}.title`)}>
      <h3>{t(`leave.${of}.title`)}</h3>
      <ul className={styles.points}>
        {lines.map((line) => (
          <li key={line}>{t(`leave.${of}.${line}`)}</li>
        ))}
      </ul>
    </section>
  );
}

/** The second look before the union is asked: what ends, and what stays. */
function LeaveCheck(props: Pick<LeaveProps, 'keep'> & { readonly reason: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const { keep, reason, close } = props;
  const asked = useMutation({
    mutationFn: askToLeave,
    onSuccess: (membership) => {
      keep(membership);
      close();
    },
  });
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('leave.checkTitle')}</h2>
      <p>{t('leave.checkWhy')}</p>
      <Consequences of="ends" lines={ends} />
      <Consequences of="stays" lines={stays} />
      <ErrorNotice error={asked.error} />
      <Button look="primary" block busy={asked.isPending} onClick={() => asked.mutate({ reason })}>
        {t('leave.action')}
      </Button>
      <Button look="quiet" block onClick={close}>
        {t('leave.stay')}
      </Button>
    </Panel>
  );
}

function LeaveForm({ keep, close }: Pick<LeaveProps, 'keep'> & { readonly close: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [step, setStep] = useState<'NEW' | 'INCOMPLETE' | 'CHECK'>('NEW');
  const given = reason.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setStep(given.length > 1 ? 'CHECK' : 'INCOMPLETE');
  };
  if (step === 'CHECK') return <LeaveCheck keep={keep} reason={given} close={close} />;
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
          error={step === 'INCOMPLETE' && given.length < 2 ? t('membership.reasonMissing') : null}
        />
        <Button look="primary" type="submit" block>
          {t('leave.next')}
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
