import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice, Loaded, Notice } from '../../shared/ui/states.js';
import {
  cancelTransfer,
  getMembership,
  requestTransfer,
  type MyMembership,
  type UnionName,
} from '../api/membership.js';
import styles from '../app.module.css';
import { LeavePanel } from '../leave-panel.js';
import { UnionPicker } from '../union-picker.js';

type Transfer = NonNullable<MyMembership['transfer']>;

function useKeep() {
  const queries = useQueryClient();
  return (membership: MyMembership): void => {
    queries.setQueryData(['membership'], membership);
  };
}

function TransferState({ transfer }: { readonly transfer: Transfer }) {
  const { t } = useTranslation();
  const cancelled = useMutation({ mutationFn: cancelTransfer, onSuccess: useKeep() });
  const word = (agreed: boolean): string => t(agreed ? 'membership.agreed' : 'membership.waits');
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('membership.transferTo', { union: transfer.toOrgName })}</h2>
      <p>{t(`membership.transfer.${transfer.state}`)}</p>
      {transfer.endedReason && transfer.state === 'REFUSED' ? (
        <Notice>{t('join.reason', { reason: transfer.endedReason })}</Notice>
      ) : null}
      {transfer.state === 'REQUESTED' ? (
        <dl className={styles.facts}>
          <div>
            <dt>{t('membership.oldUnion')}</dt>
            <dd>{word(transfer.fromConfirmed)}</dd>
          </div>
          <div>
            <dt>{t('membership.newUnion')}</dt>
            <dd>{word(transfer.toConfirmed)}</dd>
          </div>
          <div>
            <dt>{t('membership.until')}</dt>
            <dd>{formatDay(transfer.expiresAt)}</dd>
          </div>
        </dl>
      ) : null}
      <ErrorNotice error={cancelled.error} />
      {transfer.mayCancel ? (
        <Button block busy={cancelled.isPending} onClick={() => cancelled.mutate()}>
          {t('membership.cancel')}
        </Button>
      ) : null}
    </Panel>
  );
}

function TransferForm({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const [union, setUnion] = useState<UnionName | null>(null);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const keep = useKeep();
  const asked = useMutation({
    mutationFn: requestTransfer,
    onSuccess: (membership) => {
      keep(membership);
      close();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (union && reason.trim().length > 1) asked.mutate({ orgId: union.id, reason: reason.trim() });
  };
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('membership.ask')}</h2>
      <p className={styles.muted}>{t('membership.askWhy')}</p>
      <form className={styles.form} onSubmit={submit} noValidate>
        <UnionPicker chosen={union} choose={setUnion} error={checked && !union ? t('join.unionMissing') : null} />
        <Field
          label={t('membership.reason')}
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(event.target.value)}
          error={checked && reason.trim().length < 2 ? t('membership.reasonMissing') : null}
        />
        <ErrorNotice error={asked.error} />
        <Button look="primary" type="submit" block busy={asked.isPending}>
          {t('membership.askAction')}
        </Button>
        <Button look="quiet" block onClick={close}>
          {t('common.cancel')}
        </Button>
      </form>
    </Panel>
  );
}

function History({ events }: { readonly events: MyMembership['events'] }) {
  const { t } = useTranslation();
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t('membership.history')}</h2>
      <ol className={styles.list}>
        {events.map(({ kind, fromOrgName, toOrgName, at }, place) => (
          <li key={`${at}-${place}`}>
            {t(`membership.event.${kind}`, { from: fromOrgName ?? '—', to: toOrgName ?? '—', defaultValue: kind })}
            <div className={styles.muted}>{formatTime(at)}</div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** My standing in the union: where I belong, a move to another union, and what happened. */
export default function MembershipPage() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const keep = useKeep();
  const mine = useQuery({ queryKey: ['membership'], queryFn: ({ signal }) => getMembership(signal) });
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('membership.title')}</h1>
        <Link to="/worker/me">{t('common.back')}</Link>
      </div>
      <Loaded of={mine} heights={[120, 160, 160]}>
        {({ membership, orgName, joinedOn, events, transfer, withdrawal }) => (
          <>
            <Panel className={styles.form ?? ''}>
              <h2>{orgName}</h2>
              <p>
                {t(`membership.standing.${membership}`)}
                {joinedOn === null ? null : (
                  <span className={styles.muted}> · {t('membership.since', { day: formatDay(joinedOn) })}</span>
                )}
              </p>
              {membership === 'RETAINED' ? <Notice>{t('membership.retainedWhy')}</Notice> : null}
            </Panel>
            {transfer ? <TransferState transfer={transfer} /> : null}
            {asking ? <TransferForm close={() => setAsking(false)} /> : null}
            {!asking && transfer?.state !== 'REQUESTED' ? (
              <Button block onClick={() => setAsking(true)}>
                {t('membership.ask')}
              </Button>
            ) : null}
            <History events={events} />
            <LeavePanel withdrawal={withdrawal} keep={keep} />
          </>
        )}
      </Loaded>
    </>
  );
}
