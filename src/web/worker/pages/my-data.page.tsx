import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, formatTime } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Button } from '../../shared/ui/controls.js';
import { Actions, Dialog, Panel } from '../../shared/ui/dialog.js';
import { ErrorNotice, Loaded, Notice } from '../../shared/ui/states.js';
import {
  answerConsent,
  askErasure,
  askExport,
  cancelErasure,
  type DataExportView,
  getErasure,
  listConsents,
  listExports,
  listLooks,
  type MyConsent,
  saveExport,
} from '../api/privacy.js';
import styles from '../app.module.css';
import { ConsentBody, consentTitle } from '../consent-text.js';

const pollMs = 2_000;

function Consent({ one }: { readonly one: MyConsent }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const answered = useMutation({
    mutationFn: (given: boolean) => answerConsent({ kind: one.kind, version: one.text.version, given }),
    onSuccess: (now) => queries.setQueryData(['consents'], now),
  });
  const [last] = one.history;
  return (
    <Panel className={styles.form ?? ''}>
      <h3>{consentTitle(one.text)}</h3>
      <p className={styles.muted}>
        {last
          ? t(last.given ? 'myData.givenOn' : 'myData.withdrawnOn', {
              time: formatTime(last.at),
              version: last.version,
            })
          : t('myData.neverGiven')}
      </p>
      <details>
        <summary>{t('myData.readText', { version: one.text.version })}</summary>
        <ConsentBody text={one.text} />
      </details>
      <ErrorNotice error={answered.error} />
      {one.given && one.kind === 'SENSITIVE' ? (
        <Button block busy={answered.isPending} onClick={() => answered.mutate(false)}>
          {t('myData.withdraw')}
        </Button>
      ) : null}
      {one.given ? null : (
        <Button block busy={answered.isPending} onClick={() => answered.mutate(true)}>
          {t('myData.give')}
        </Button>
      )}
    </Panel>
  );
}

function Looks() {
  const { t } = useTranslation();
  const looks = useQuery({ queryKey: ['looks'], queryFn: listLooks });
  return (
    <section className={styles.form} aria-labelledby="looks">
      <h2 id="looks">{t('myData.looks')}</h2>
      <Loaded of={looks} heights={[72]}>
        {(all) =>
          all.length === 0 ? (
            <p className={styles.muted}>{t('myData.nobodyLooked')}</p>
          ) : (
            <Panel className={styles.form ?? ''}>
              <dl className={styles.facts}>
                {all.map(({ at, who, purpose }) => (
                  <div key={`${at}-${who}`}>
                    <dt>
                      {formatTime(at)} · {who}
                    </dt>
                    <dd>{purpose}</dd>
                  </div>
                ))}
              </dl>
            </Panel>
          )
        }
      </Loaded>
    </section>
  );
}

function ExportFile({ file }: { readonly file: DataExportView }) {
  const { t } = useTranslation();
  const saved = useMutation({ mutationFn: (form: 'html' | 'json') => saveExport(file.id, form) });
  if (file.state === 'WAITING') return <Notice>{t('myData.making')}</Notice>;
  return (
    <Panel className={styles.form ?? ''}>
      <p>{t('myData.madeOn', { time: formatTime(file.requestedAt), until: formatDay(file.expiresAt) })}</p>
      <ErrorNotice error={saved.error} />
      <Actions>
        <Button busy={saved.isPending} onClick={() => saved.mutate('html')}>
          {t('myData.saveHtml')}
        </Button>
        <Button busy={saved.isPending} onClick={() => saved.mutate('json')}>
          {t('myData.saveJson')}
        </Button>
      </Actions>
    </Panel>
  );
}

function Exports() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const files = useQuery({
    queryKey: ['exports'],
    queryFn: listExports,
    refetchInterval: ({ state }) => (state.data?.some((file) => file.state === 'WAITING') ? pollMs : false),
  });
  const asked = useMutation({ mutationFn: askExport, onSuccess: (now) => queries.setQueryData(['exports'], now) });
  const isWaiting = files.data?.some((file) => file.state === 'WAITING') ?? true;
  return (
    <section className={styles.form} aria-labelledby="exports">
      <h2 id="exports">{t('myData.export')}</h2>
      <p className={styles.muted}>{t('myData.exportWhy')}</p>
      <Loaded of={files} heights={[72]}>
        {(all) => all.map((file) => <ExportFile key={file.id} file={file} />)}
      </Loaded>
      <ErrorNotice error={asked.error} />
      <Button block busy={asked.isPending} disabled={isWaiting} onClick={() => asked.mutate()}>
        {t('myData.exportAction')}
      </Button>
    </section>
  );
}

function Erasure() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const erasure = useQuery({ queryKey: ['erasure'], queryFn: getErasure });
  const done = (now: Awaited<ReturnType<typeof getErasure>>): void => {
    queries.setQueryData(['erasure'], now);
    setAsking(false);
  };
  const asked = useMutation({ mutationFn: askErasure, onSuccess: done });
  const cancelled = useMutation({ mutationFn: cancelErasure, onSuccess: done });
  return (
    <section className={styles.form} aria-labelledby="erasure">
      <h2 id="erasure">{t('myData.erase')}</h2>
      <Loaded of={erasure} heights={[96]}>
        {({ open, waitDays }) =>
          open ? (
            <>
              <Notice tone="warning">
                {open.dueAt ? t('myData.eraseDue', { time: formatTime(open.dueAt) }) : t('myData.eraseByOfficer')}
              </Notice>
              <ErrorNotice error={cancelled.error} />
              {open.dueAt ? (
                <Button block busy={cancelled.isPending} onClick={() => cancelled.mutate()}>
                  {t('myData.eraseCancel')}
                </Button>
              ) : null}
            </>
          ) : (
            <>
              <p className={styles.muted}>{t('myData.eraseWhy', { days: waitDays })}</p>
              <Button block onClick={() => setAsking(true)}>
                {t('myData.eraseAction')}
              </Button>
            </>
          )
        }
      </Loaded>
      {asking ? (
        <Dialog title={t('myData.eraseTitle')} close={() => setAsking(false)}>
          <p>{t('myData.eraseGone')}</p>
          <p>{t('myData.eraseStays')}</p>
          <ErrorNotice error={asked.error} />
          <Actions>
            <Button onClick={() => setAsking(false)}>{t('common.cancel')}</Button>
            <Button look="primary" busy={asked.isPending} onClick={() => asked.mutate()}>
              {t('myData.eraseConfirm')}
            </Button>
          </Actions>
        </Dialog>
      ) : null}
    </section>
  );
}

/** What the platform holds about me: what I agreed to, who looked, a file of it all, and the way out. */
export default function MyDataPage() {
  const { t } = useTranslation();
  const consents = useQuery({ queryKey: ['consents'], queryFn: listConsents });
  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('myData.title')}</h1>
        <Link to="/worker/me">{t('myData.back')}</Link>
      </div>
      <Looks />
      <section className={styles.form} aria-labelledby="consents">
        <h2 id="consents">{t('myData.consents')}</h2>
        <Loaded of={consents} heights={[120, 120]}>
          {(all) => all.map((one) => <Consent key={one.kind} one={one} />)}
        </Loaded>
      </section>
      <Exports />
      <Erasure />
    </>
  );
}
