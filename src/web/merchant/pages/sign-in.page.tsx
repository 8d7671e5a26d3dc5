import { useTranslation } from 'react-i18next';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { PasswordForm } from '../../shared/ui/password-form.js';
import styles from '../app.module.css';
import { session } from '../session.js';

/** Owners and cashiers sign in by user name. */
export default function SignInPage() {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('signIn.title')}</h1>
        <LanguageSwitch />
      </div>
      <Panel className={styles.form ?? ''}>
        <p className={styles.muted}>{t('signIn.intro')}</p>
        <PasswordForm session={session} />
      </Panel>
    </main>
  );
}
