import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { askOtp, verifyOtp } from '../../shared/auth.js';
import { useSession } from '../../shared/hooks.js';
import { randomName } from '../../shared/random.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { ErrorNotice } from '../../shared/ui/states.js';
import styles from '../app.module.css';
import { CardFace } from '../card-face.js';
import { rememberPhone } from '../proved-phone.js';
import { session } from '../session.js';

const deviceKey = 'worker-device';

/** A random name of this browser: a code sent to it cannot be used from another. */
function deviceName(): string {
  const known = localStorage.getItem(deviceKey);
  if (known) return known;
  const made = randomName();
  localStorage.setItem(deviceKey, made);
  return made;
}

function PhoneForm(props: { readonly send: (phone: string) => void; readonly busy: boolean }) {
  const { t } = useTranslation();
  const [phone, setPhone] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const valid = /^1\d{10}$/.test(phone);
    setWrong(!valid);
    if (valid) props.send(phone);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={t('signIn.phone')}
        type="tel"
        inputMode="numeric"
        autoComplete="tel-national"
        maxLength={11}
        value={phone}
        onChange={(event) => setPhone(event.target.value.replaceAll(/\D/g, ''))}
        error={wrong ? t('signIn.phoneWrong') : null}
      />
      <Button look="primary" type="submit" block busy={props.busy}>
        {t('signIn.send')}
      </Button>
    </form>
  );
}

function CodeForm(props: {
  readonly phone: string;
  readonly demoCode: string | undefined;
  readonly busy: boolean;
  readonly verify: (code: string) => void;
  readonly back: () => void;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code.length === 6) props.verify(code);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t('signIn.sentTo', { phone: props.phone })}</p>
      {props.demoCode ? <p className={styles.strong}>{t('signIn.demo', { code: props.demoCode })}</p> : null}
      <Field
        label={t('signIn.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        value={code}
        onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ''))}
      />
      <Button look="primary" type="submit" block busy={props.busy} disabled={code.length !== 6}>
        {t('common.signIn')}
      </Button>
      <Button look="quiet" block onClick={props.back}>
        {t('signIn.other')}
      </Button>
    </form>
  );
}

/** Phone number, then the one-time code. */
export default function SignInPage() {
  const { t } = useTranslation();
  const [phone, setPhone] = useState('');
  const ended = useSession(session);
  const endedBecause = ended.status === 'signed-out' && !phone ? ended.why : undefined;
  const asked = useMutation({ mutationFn: (number: string) => askOtp(number, deviceName()) });
  const verified = useMutation({
    mutationFn: (code: string) => verifyOtp(asked.data?.challengeId ?? '', deviceName(), code),
    onSuccess: (answer) => {
      rememberPhone(phone);
      session.begin(answer);
    },
  });
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <span />
        <LanguageSwitch />
      </div>
      <CardFace alone holder={t('signIn.intro')} cardNo="" unionName="" />
      <Panel className={styles.form ?? ''}>
        <ErrorNotice error={verified.error ?? asked.error ?? endedBecause} />
        {asked.data ? (
          <CodeForm
            phone={phone}
            demoCode={asked.data.demoCode}
            busy={verified.isPending}
            verify={(code) => verified.mutate(code)}
            back={() => {
              verified.reset();
              asked.reset();
            }}
          />
        ) : (
          <PhoneForm
            busy={asked.isPending}
            send={(number) => {
              setPhone(number);
              asked.mutate(number);
            }}
          />
        )}
      </Panel>
    </main>
  );
}
