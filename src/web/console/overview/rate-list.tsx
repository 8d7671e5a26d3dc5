import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount, formatDay, formatRate } from '../../shared/format.js';
import type { Indicator, Outlook, Overview } from '../api/overview.js';
import styles from './overview.module.css';
import { indicators, monthText } from './rates.js';

/** Each rate with what it is made of, its goal and when it comes at this pace. */
export function RateList(props: {
  readonly of: Overview;
  readonly goals: readonly Outlook[];
  readonly edit: (() => void) | null;
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h2>{t('overview.rates')}</h2>
        {props.edit ? <Button onClick={props.edit}>{t('overview.editGoals')}</Button> : null}
      </div>
      <ul className={styles.rates}>
        {indicators.map((name) => (
          <Rate key={name} name={name} of={props.of} goal={props.goals.find(({ indicator }) => indicator === name)} />
        ))}
      </ul>
    </section>
  );
}

function Rate(props: { readonly name: Indicator; readonly of: Overview; readonly goal: Outlook | undefined }) {
  const { t } = useTranslation();
  const { name, of, goal } = props;
  const rate = of[name];
  return (
    <li>
      <div className={styles.rateHead}>
        <span>{t(`overview.${name}`)}</span>
        <strong>{rate === null ? '—' : formatRate(rate)}</strong>
        <span className={styles.muted}>{t(`overview.made.${name}`, partsOf(name, of))}</span>
      </div>
      <div className={styles.track} aria-hidden="true">
        <div style={{ width: `${Math.min(1, rate ?? 0) * 100}%` }} />
        {goal ? <span style={{ left: `${goal.goalBps / 100}%` }} /> : null}
      </div>
      {goal ? <GoalLine goal={goal} /> : <p className={styles.muted}>{t('overview.noGoal')}</p>}
    </li>
  );
}

function GoalLine({ goal }: { readonly goal: Outlook }) {
  const { t, i18n } = useTranslation();
  const said = t('overview.goal', { rate: formatRate(goal.goalBps / 10_000), day: formatDay(goal.byOn) });
  if (goal.gapBps === null) return <p className={styles.muted}>{said}</p>;
  if (goal.gapBps === 0)
    return (
      <p>
        {said} <span className={styles.good}>{t('overview.reached')}</span>
      </p>
    );
  const month = goal.reachedIn === null ? null : monthText(goal.reachedIn, i18n.language);
  const isLate = goal.reachedIn === null || goal.reachedIn > goal.byOn;
  return (
    <p>
      {said} · {t('overview.gap', { points: (goal.gapBps / 100).toFixed(1) })} ·{' '}
      <span className={isLate ? styles.late : styles.good}>
        {month === null ? t('overview.notAtThisPace') : t('overview.atThisPace', { month })}
      </span>
    </p>
  );
}

function partsOf(name: Indicator, of: Overview): { part: string; whole: string } {
  const made: Readonly<Record<Indicator, readonly [number | null, number | null]>> = {
    establishmentRate: [of.enterprisesWithUnion, of.enterprises],
    membershipRate: [of.members, of.workers],
    issuanceRate: [of.cards, of.members],
    activeCardRate: [of.usedCards, of.activeCards],
    standardRate: [of.standardUnions, of.unions],
  };
  const [part, whole] = made[name];
  return { part: formatCount(part ?? 0), whole: formatCount(whole ?? 0) };
}
