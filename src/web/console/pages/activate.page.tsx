import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '../../shared/router.js';
import { Button, Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { QrCanvas } from '../../shared/ui/qr-canvas.js';
import { ErrorNotice, ErrorState, Skeleton } from '../../shared/ui/states.js';
import uiStyles from '../../shared/ui/ui.module.css';
import { finishActivation, openActivation, type OpenedActivation } from '../api/officers.js';
import styles from '../console.module.css';

function Steps({ code, opened }: { readonly code: string; readonly opened: OpenedActivation }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const finished = useMutation({
    mutationFn: () => finishActivation({ code, password, totp }),
    onSuccess: () => navigate('/console', 'replace'),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (password && totp) finished.mutate();
  };
  return (
    <form className={uiStyles.form} onSubmit={submit} noValidate>
      <p>{t('activate.hello', { name: opened.displayName, username: opened.username })}</p>
      <p>{t('activate.scan')}</p>
      <QrCanvas text={opened.otpauthUrl} sizePx={220} label={t('activate.picture')} />
      <p>
        {t('activate.byHand')} <code style={{ wordBreak: 'break-all' }}>{opened.totpSecret}</code>
      </p>
      {opened.demoTotp ? <p className={uiStyles.demo}>{t('common.demoTotp', { code: opened.demoTotp })}</p> : null}
      <Field
        label={t('activate.password')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <p>{t('account.hint')}</p>
      <Field
        label={t('common.totp')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        value={totp}
        onChange={(event) => setTotp(event.target.value)}
      />
      {finished.error ? <ErrorNotice error={finished.error} /> : null}
      <Button type="submit" look="primary" busy={finished.isPending}>
        {t('activate.finish')}
      </Button>
    </form>
  );
}

/** Where the link of a new officer leads: scan, choose a password, prove the first digits. The code stays behind the `#` and reaches no log. */
export default function ActivatePage() {
  const { t } = useTranslation();
  const [code] = useState(() => location.hash.slice(1));
  const opened = useQuery({ queryKey: ['activation', code], queryFn: () => openActivation(code), retry: false });
  return (
    <main className={styles.signIn}>
      <div className={styles.head}>
        <h1>{t('activate.title')}</h1>
        <LanguageSwitch />
      </div>
      <Panel>
        {opened.isPending ? <Skeleton /> : null}
        {opened.error ? <ErrorState error={opened.error} retry={() => void opened.refetch()} /> : null}
        {opened.data ? <Steps code={code} opened={opened.data} /> : null}
      </Panel>
    </main>
  );
}
