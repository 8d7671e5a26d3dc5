import { useTranslation } from 'react-i18next';
import { Panel } from '../../shared/ui/dialog.js';
import { LanguageSwitch } from '../../shared/ui/language-switch.js';
import { PasswordForm } from '../../shared/ui/password-form.js';
import styles from '../console.module.css';
import { session } from '../session.js';

/** Officers sign in by user name, with an authenticator where the account has one. */
export default function SignInPage() {
  const { t } = useTranslation();
  return (
    <main className={styles.signIn}>
      <div className={styles.head}>
        <h1>{t('brand')}</h1>
        <LanguageSwitch />
      </div>
      <Panel>
        <PasswordForm session={session} />
      </Panel>
    </main>
  );
}
