import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { countWaiting } from '../api/membership.js';
import styles from '../system.module.css';

const everyMs = 60_000;

/** Applications, transfers and wishes to leave that wait for this officer. */
export function useWaiting(mayDecide = true) {
  return useQuery({
    queryKey: ['membership-waiting'],
    queryFn: countWaiting,
    refetchInterval: everyMs,
    enabled: mayDecide,
  });
}

/** How many there are, beside the menu's entry; nothing when none does. */
export function WaitingCount() {
  const { t } = useTranslation();
  const { applications = 0, transfers = 0, withdrawals = 0 } = useWaiting().data ?? {};
  const count = applications + transfers + withdrawals;
  if (count === 0) return null;
  return (
    <span className={styles.navCount} title={t('membership.waitingForYou', { applications, transfers, withdrawals })}>
      {count > 99 ? '99+' : count}
    </span>
  );
}
