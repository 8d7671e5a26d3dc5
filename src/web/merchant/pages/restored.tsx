import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import type { ReversalAnswer } from '../api/pos.js';
import styles from '../app.module.css';

/** What the customer has on the card again: vouchers, balance, uses of a service. */
export function Restored({ of }: { readonly of: ReversalAnswer }) {
  const { t } = useTranslation();
  if (!of.restored || of.restored.length === 0) return null;
  return (
    <ul className={styles.item}>
      {of.restored.map(({ campaignId, label, holds, units, fen }) => (
        <li key={campaignId}>{t(`back.${holds}`, { label, count: units, amount: formatFen(fen) })}</li>
      ))}
    </ul>
  );
}
