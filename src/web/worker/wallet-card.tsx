import { t } from 'i18next';
import { useServerNow } from '../shared/hooks.js';
import { Link } from '../shared/router.js';
import type { WalletItem } from './api/benefits.js';
import styles from './app.module.css';
import { expiryText, mineText } from './mine-text.js';

const MINUTE_MS = 60_000;
const types: Readonly<Record<WalletItem['kind'], string>> = {
  VOUCHER: 'VOUCHER_PACK',
  BALANCE: 'GRANT',
  SERVICE: 'SERVICE',
};

/** What is left of it, in one line. */
export function walletText({ kind, voucher, service, units, fen }: WalletItem): string {
  return mineText({ type: types[kind], ...voucher, service }, { units, fen });
}

export function isLive({ state }: WalletItem): boolean {
  return state === 'HELD' || state === 'PAUSED';
}

/** One thing I hold: what is left of it and until when; a tap shows where it can be used and what became of the rest. */
export function WalletCard({ item }: { readonly item: WalletItem }) {
  const nowMs = useServerNow(MINUTE_MS);
  const live = isLive(item);
  return (
    <li>
      <Link to={`/worker/wallet/${item.campaignId}`} className={`${styles.ticket} ${live ? '' : styles.ticketOver}`}>
        <span className={styles.ticketWhat}>{walletText(item)}</span>
        <span className={styles.strong}>{item.label}</span>
        <span className={styles.ticketWhen}>
          {item.state === 'HELD' ? expiryText(item.from, item.to, nowMs) : t(`wallet.state.${item.state}`)}
        </span>
      </Link>
    </li>
  );
}
