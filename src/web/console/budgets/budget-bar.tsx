import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import type { BudgetTreeLine } from '../api/budgets.js';
import styles from './budgets.module.css';

/** Where a line's money is, drawn: spent, held at tills, handed out and not used, free. The figures stand beside it for who cannot see it. */
export function BudgetBar({ line }: { readonly line: BudgetTreeLine }) {
  const { t } = useTranslation();
  const { totalFen, handedFen, spentFen, heldFen, freeFen } = line;
  const part = (fen: number): string => `${totalFen > 0 ? (fen / totalFen) * 100 : 0}%`;
  const waitingFen = Math.max(0, handedFen - spentFen - heldFen);
  const label = t('budget.barLabel', {
    spent: formatFen(spentFen),
    held: formatFen(heldFen),
    waiting: formatFen(waitingFen),
    free: formatFen(freeFen),
  });
  return (
    <div className={styles.bar} title={label} aria-hidden>
      <div className={styles.spent} style={{ width: part(spentFen) }} />
      <div className={styles.held} style={{ width: part(heldFen) }} />
      <div className={styles.waiting} style={{ width: part(waitingFen) }} />
    </div>
  );
}

/** What the colours of the bars mean. */
export function BudgetLegend() {
  const { t } = useTranslation();
  return (
    <ul className={styles.legend}>
      {(['spent', 'held', 'waiting', 'free'] as const).map((part) => (
        <li key={part}>
          <span className={`${styles.swatch} ${styles[part]}`} aria-hidden />
          {t(`budget.${part}`)}
        </li>
      ))}
    </ul>
  );
}
