import { useTranslation } from 'react-i18next';
import styles from './system.module.css';
import { useSystem } from './use-system.js';

/** How many dead letters wait for somebody, beside the menu's entry; nothing when none does. */
export function DeadLetterCount() {
  const { t } = useTranslation();
  const count = useSystem().data?.deadLetters ?? 0;
  if (count === 0) return null;
  return (
    <span className={styles.navCount} title={t('system.waitingForYou', { count })}>
      {count > 99 ? '99+' : count}
    </span>
  );
}
