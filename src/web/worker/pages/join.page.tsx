import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isIdNumber } from '../../../shared/numbers/id-number.js';
import { formatTime } from '../../shared/format.js';
import { currentLanguage } from '../../shared/texts.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { ErrorNotice, Loaded, Notice } from '../../shared/ui/states.js';
import { apply, cancelJoining, getJoining, type MyJoining, type UnionName } from '../api/membership.js';
import styles from '../app.module.css';
import { provedPhone } from '../proved-phone.js';
import { session } from '../session.js';
import { UnionPicker } from '../union-picker.js';

const everyMs = 20_000;

type Consent = NonNullable<MyJoining['consent']>;

/** What is agreed to, whole, above the tick. */
function ConsentBox(props: {
  readonly consent: Consent;
  readonly agreed: boolean;
  readonly agree: (agreed: boolean) => void;
  readonly error: string | null;
}) {
  const { t } = useTranslation();
  const english = currentLanguage() === 'en-US';
  const { titleEn, titleZh, bodyEn, bodyZh } = props.consent;
  return (
    <div className={styles.form}>
      <details>
        <summary>{english ? titleEn : titleZh}</summary>
        <p className={styles.muted}>{english ? bodyEn : bodyZh}</p>
      </details>
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={props.agreed}
          aria-invalid={props.error ? true : undefined}
          onChange={(event) => props.agree(event.target.checked)}
        />
        <span>{t('join.agree', { title: english ? titleEn : titleZh })}</span>
      </label>
      {props.error ? (
        <p role="alert" className={styles.wrong}>
          {props.error}
        </p>
      ) : null}
    </div>
  );
}

function JoinForm({ consent }: { readonly consent: Consent }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [phone, setPhone] = useState(provedPhone);
  const [union, setUnion] = useState<UnionName | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [checked, setChecked] = useState(false);
  const applied = useMutation({
    mutationFn: apply,
    onSuccess: (joining) => queries.setQueryData(['joining'], joining),
  });
  const wrong = {
    name: name.trim() ? null : t('join.nameMissing'),
    idNumber: isIdNumber(idNumber) ? null : t('join.idNumberWrong'),
    phone: /^1\d{10}$/.test(phone) ? null : t('signIn.phoneWrong'),
    union: union ? null : t('join.unionMissing'),
    consent: agreed ? null : t('join.agreeMissing'),
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (!union || Object.values(wrong).some((said) => said !== null)) return;
    applied.mutate({ name: name.trim(), idNumber, phone, orgId: union.id, consentVersion: consent.version });
  };
  const said = (text: string | null): string | null => (checked ? text : null);
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={t('join.name')}
        value={name}
        maxLength={50}
        autoComplete="name"
        onChange={(event) => setName(event.target.value)}
        error={said(wrong.name)}
      />
      <Field
        label={t('join.idNumber')}
        value={idNumber}
        maxLength={24}
        autoComplete="off"
        onChange={(event) => setIdNumber(event.target.value)}
        error={said(wrong.idNumber)}
      />
      {provedPhone() ? null : (
        <Field
          label={t('signIn.phone')}
          type="tel"
          inputMode="numeric"
          value={phone}
          maxLength={11}
          onChange={(event) => setPhone(event.target.value.replaceAll(/\D/g, ''))}
          error={said(wrong.phone)}
        />
      )}
      <UnionPicker chosen={union} choose={setUnion} error={said(wrong.union)} />
      <ConsentBox consent={consent} agreed={agreed} agree={setAgreed} error={said(wrong.consent)} />
      <ErrorNotice error={applied.error} />
      <Button look="primary" type="submit" block busy={applied.isPending}>
        {t('join.submit')}
      </Button>
    </form>
  );
}

function State({ application }: { readonly application: NonNullable<MyJoining['application']> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancelled = useMutation({
    mutationFn: cancelJoining,
    onSuccess: (joining) => queries.setQueryData(['joining'], joining),
  });
  const { state, orgName, nameMasked, reason, createdAt, decidedAt } = application;
  return (
    <Panel className={styles.form ?? ''}>
      <h2>{t(`join.state.${state}`)}</h2>
      <p>{t(`join.next.${state}`, { union: orgName })}</p>
      {reason ? <Notice tone="danger">{t('join.reason', { reason })}</Notice> : null}
      <dl className={styles.facts}>
        <div>
          <dt>{t('join.name')}</dt>
          <dd>{nameMasked}</dd>
        </div>
        <div>
          <dt>{t('join.union')}</dt>
          <dd>{orgName}</dd>
        </div>
        <div>
          <dt>{t('join.at')}</dt>
          <dd className="tabular">{formatTime(decidedAt ?? createdAt)}</dd>
        </div>
      </dl>
      <ErrorNotice error={cancelled.error} />
      {state === 'PENDING' ? (
        <Button block busy={cancelled.isPending} onClick={() => cancelled.mutate()}>
          {t('join.cancel')}
        </Button>
      ) : null}
    </Panel>
  );
}

/** For who proved a phone and is no member: apply to a union, and see what becomes of it. */
export default function JoinPage() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const joining = useQuery({
    queryKey: ['joining'],
    queryFn: ({ signal }) => getJoining(signal),
    refetchInterval: everyMs,
  });
  const isJoined = joining.data?.application?.state === 'JOINED';
  useEffect(() => {
    // The login has become the member's: the session says so once it is renewed.
    if (isJoined) void session.refresh();
  }, [isJoined]);
  const signOut = async (): Promise<void> => {
    queries.clear();
    await session.end();
  };
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('join.title')}</h1>
        <LanguageSwitch />
      </div>
      <Loaded of={joining} heights={[220, 160]}>
        {({ application, consent }) => (
          <>
            {application ? <State application={application} /> : <p>{t('join.intro')}</p>}
            {consent && (!application || application.state === 'REFUSED' || application.state === 'CANCELLED') ? (
              <Panel className={styles.form ?? ''}>
                <h2>{t('join.form')}</h2>
                <JoinForm consent={consent} />
              </Panel>
            ) : null}
          </>
        )}
      </Loaded>
      <p className={styles.muted}>{t('join.alreadyMember')}</p>
      <Button look="quiet" block onClick={() => void signOut()}>
        {t('join.otherPhone')}
      </Button>
    </main>
  );
}
