import { useMutation } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../auth.js';
import { ProblemError } from '../problem.js';
import type { Session } from '../session.js';
import { Button, Field } from './controls.js';
import styles from './ui.module.css';
import { ErrorNotice } from './states.js';

/** The digits a demonstration shows to whoever knew the password; anywhere else there are none. */
function demoDigits(error: unknown): string | null {
  const digits = error instanceof ProblemError ? error.problem['demoTotp'] : null;
  return typeof digits === 'string' ? digits : null;
}

/** User name and password; the authenticator code is asked for only when the account has one. */
export function PasswordForm({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [needsTotp, setNeedsTotp] = useState(false);
  // Asked for it, one types it: the field takes the caret when it appears.
  const focusOnce = useCallback((input: HTMLInputElement | null) => input?.focus(), []);
  const signed = useMutation({
    mutationFn: () => signIn(username.trim(), password, totp),
    onSuccess: (answer) => session.begin(answer),
    onError: (error) =>
      setNeedsTotp((needs) => needs || (error instanceof ProblemError && error.code === 'TOTP_NEEDED')),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (username && password) signed.mutate();
  };
  const demo = demoDigits(signed.error);
  const asksOnly = signed.error instanceof ProblemError && signed.error.code === 'TOTP_NEEDED';
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={t('common.username')}
        autoComplete="username"
        autoCapitalize="none"
        value={username}
        onChange={(event) => setUsername(event.target.value)}
      />
      <Field
        label={t('common.password')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {demo ? <p className={styles.demo}>{t('common.demoTotp', { code: demo })}</p> : null}
      {needsTotp ? (
        <Field
          ref={focusOnce}
          label={t('common.totp')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={totp}
          onChange={(event) => setTotp(event.target.value.replaceAll(/\D/g, ''))}
          hint={<span className={styles.label}>{t('common.totpHint')}</span>}
        />
      ) : null}
      {asksOnly ? null : <ErrorNotice error={signed.error} />}
      <Button look="primary" type="submit" block busy={signed.isPending}>
        {t('common.signIn')}
      </Button>
    </form>
  );
}
