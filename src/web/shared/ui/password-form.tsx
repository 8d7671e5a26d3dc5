import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../auth.js';
import { ProblemError } from '../problem.js';
import type { Session } from '../session.js';
import { Button, Field } from './controls.js';
import styles from './ui.module.css';
import { ErrorNotice } from './states.js';

/** User name and password; the authenticator code is asked for only when the account has one. */
export function PasswordForm({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [needsTotp, setNeedsTotp] = useState(false);
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
      {needsTotp ? (
        <Field
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
