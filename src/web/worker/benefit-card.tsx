import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Panel } from '../shared/ui/dialog.js';
import type { Benefit, Place } from './api/benefits.js';
import styles from './app.module.css';
import { lastDay, mineText } from './mine-text.js';

function uses(benefit: Benefit, t: TFunction): string | null {
  const left = benefit.remaining.timesToday;
  if (left === null) return null;
  return left > 0 ? t('benefits.today', { count: left }) : t('benefits.usedToday');
}

/** `周六、周日 10:00-21:30`; empty where every hour of every day will do. */
export function timesText({ weekdays, hours }: Benefit['when'], t: TFunction): string {
  const days = weekdays.map((day) => t(`benefits.weekday.${day}`)).join(t('visit.and'));
  return [days, hours.join(t('visit.and'))].filter(Boolean).join(' ');
}

export function PlaceList({ places }: { readonly places: readonly Place[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.places}>
      {places.map((place) => (
        <li key={place.storeId}>
          <p>{place.storeName}</p>
          <p className={styles.muted}>
            {[place.address, place.openingHours ? t('benefits.hours', { hours: place.openingHours }) : null]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** A benefit nothing need be held of; one for a group looks like any other. */
export function BenefitCard({ benefit }: { readonly benefit: Benefit }) {
  const { t } = useTranslation();
  const left = uses(benefit, t);
  const times = timesText(benefit.when, t);
  return (
    <li>
      <Panel className={styles.benefit ?? ''}>
        <p className={styles.offer}>{mineText(benefit.offer, benefit.held)}</p>
        <h3 className={styles.strong}>{benefit.label}</h3>
        <p className={styles.chips}>
          {benefit.runningNow ? null : <span>{t('benefits.notNow')}</span>}
          {left ? <span className={styles.strong}>{left}</span> : null}
          {times ? <span>{times}</span> : null}
          <span>{t('benefits.until', { day: lastDay(benefit.when.to) })}</span>
        </p>
        {benefit.everywhere ? (
          <p className={styles.muted}>{t('benefits.everywhere')}</p>
        ) : (
          <details>
            <summary>{t('benefits.places', { count: benefit.places.length })}</summary>
            <PlaceList places={benefit.places} />
          </details>
        )}
      </Panel>
    </li>
  );
}
