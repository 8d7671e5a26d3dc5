import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { offerText } from '../../shared/offer.js';
import { Field } from '../../shared/ui/controls.js';
import { Panel } from '../../shared/ui/dialog.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { listBenefits, type Benefit } from '../api/benefits.js';
import styles from '../app.module.css';

function uses(benefit: Benefit, t: TFunction): string | null {
  const left = benefit.remaining.timesToday;
  if (left === null) return null;
  return left > 0 ? t('benefits.today', { count: left }) : t('benefits.usedToday');
}

function BenefitCard({ benefit }: { readonly benefit: Benefit }) {
  const { t } = useTranslation();
  const left = uses(benefit, t);
  return (
    <li>
      <Panel className={styles.benefit ?? ''}>
        <p className={styles.offer}>{offerText(benefit.offer)}</p>
        <h2 className={styles.strong}>{benefit.label}</h2>
        <p className={styles.chips}>
          {benefit.runningNow ? null : <span>{t('benefits.notNow')}</span>}
          {left ? <span className={styles.strong}>{left}</span> : null}
          <span>{t('benefits.until', { day: formatDay(benefit.when.to) })}</span>
        </p>
        {benefit.everywhere ? (
          <p className={styles.muted}>{t('benefits.everywhere')}</p>
        ) : (
          <details>
            <summary>{t('benefits.places', { count: benefit.places.length })}</summary>
            <ul className={styles.places}>
              {benefit.places.map((place) => (
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
          </details>
        )}
      </Panel>
    </li>
  );
}

function matches(benefit: Benefit, words: string): boolean {
  const places = benefit.places.map((place) => `${place.storeName} ${place.merchantName} ${place.address ?? ''}`);
  return `${benefit.label} ${offerText(benefit.offer)} ${places.join(' ')}`.toLowerCase().includes(words.toLowerCase());
}

/** What I get, those that work now first; targeted ones stand among the others and look the same. */
export default function BenefitsPage() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const benefits = useQuery({ queryKey: ['benefits'], queryFn: ({ signal }) => listBenefits(signal) });
  return (
    <>
      <h1 className={styles.title}>{t('benefits.title')}</h1>
      <Field
        label={t('benefits.search')}
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <Loaded of={benefits} heights={[128, 128, 128]}>
        {(items) => {
          const shown = items
            .filter((benefit) => matches(benefit, words.trim()))
            .sort((left, right) => Number(right.runningNow) - Number(left.runningNow));
          if (shown.length === 0) return <EmptyState title={t(items.length ? 'benefits.noMatch' : 'benefits.empty')} />;
          return (
            <ul className={styles.list}>
              {shown.map((benefit) => (
                <BenefitCard key={benefit.campaignId} benefit={benefit} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </>
  );
}
