import { useTranslation } from 'react-i18next';
import { formatCount, formatRate } from '../../shared/format.js';
import type { Overview } from '../api/overview.js';
import styles from './overview.module.css';

/** From workers to cards in use: each bar is a part of the first, each rate a part of the one above. */
export function Funnel({ of }: { readonly of: Overview }) {
  const { t } = useTranslation();
  const steps = [
    { name: t('overview.workers'), count: of.workers },
    { name: t('overview.members'), count: of.members, rate: of.membershipRate },
    { name: t('overview.cards'), count: of.cards, rate: of.issuanceRate },
    { name: t('overview.activeCards'), count: of.activeCards, rate: of.cards ? of.activeCards / of.cards : 0 },
    { name: t('overview.usedCards'), count: of.usedCards ?? 0, rate: of.activeCardRate ?? 0 },
  ];
  return (
    <section className={styles.panel}>
      <h2>{t('overview.funnel')}</h2>
      <ol className={styles.funnel}>
        {steps.map((step) => (
          <li key={step.name}>
            <div className={styles.funnelHead}>
              <span>{step.name}</span>
              <span>
                <strong className={styles.number}>{formatCount(step.count)}</strong>
                {step.rate === undefined ? null : (
                  <span className={styles.step}>{t('overview.ofAbove', { rate: formatRate(step.rate) })}</span>
                )}
              </span>
            </div>
            <div className={styles.bar} aria-hidden="true">
              <div style={{ width: `${of.workers ? (step.count / of.workers) * 100 : 0}%` }} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
