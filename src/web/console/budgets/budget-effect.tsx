import { useTranslation } from 'react-i18next';
import { formatFen } from '../../shared/format.js';
import styles from './budgets.module.css';

export interface EffectRow {
  readonly name: string;
  readonly beforeFen: number;
  readonly afterFen: number;
}

/** What an action would make of the figures, before anybody confirms it. */
export function BudgetEffect({ rows }: { readonly rows: readonly EffectRow[] }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.effect} aria-label={t('budget.effect')} aria-live="polite">
      {rows.map(({ name, beforeFen, afterFen }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {formatFen(beforeFen)} → <strong>{formatFen(afterFen)}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
