import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { WorkerBenefit } from '../../../modules/benefits/offers/offer.schemas.js';
import { formatDay, formatFen, formatTime } from '../../shared/format.js';
import { offerText } from '../../shared/offer.js';
import styles from './preview.module.css';

function whatText({ offer, held, claim }: WorkerBenefit, t: TFunction): string {
  if (offer.type === 'GRANT') return t('preview.balance', { amount: formatFen(held?.fen ?? 0) });
  if (offer.type === 'SERVICE') return t('preview.service', { service: offer.service, count: held?.units ?? 0 });
  const what = offerText(offer);
  if (claim && claim.state !== 'CLAIMED') return t('preview.pack', { offer: what, count: offer.count ?? 1 });
  return held ? t('preview.vouchers', { offer: what, count: held.units }) : what;
}

/** `周六、周日 10:00-21:30`; empty where every hour of every day will do. */
function timesText({ weekdays, hours }: WorkerBenefit['when'], t: TFunction): string {
  const days = weekdays.map((day) => t(`weekday.${day}`)).join(t('words.comma'));
  return [days, hours.join(t('words.comma'))].filter(Boolean).join(' ');
}

function Places({ benefit }: { readonly benefit: WorkerBenefit }) {
  const { t } = useTranslation();
  if (benefit.everywhere) return <p className={styles.muted}>{t('campaigns.everywhere')}</p>;
  return (
    <details>
      <summary>{t('preview.places', { count: benefit.places.length })}</summary>
      <ul className={styles.places}>
        {benefit.places.map((place) => (
          <li key={place.storeId}>
            {place.storeName}
            <span className={styles.muted}> {place.address}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Card({ benefit }: { readonly benefit: WorkerBenefit }) {
  const { t } = useTranslation();
  const { claim, when } = benefit;
  const isClaimable = claim !== null && claim.state !== 'CLAIMED';
  const left = benefit.remaining.timesToday;
  return (
    <article className={styles.card}>
      <p className={styles.offer}>{whatText(benefit, t)}</p>
      <p className={styles.strong}>{benefit.label}</p>
      <p className={styles.chips}>
        {left === null || isClaimable ? null : (
          <span className={styles.strong}>{t('preview.today', { count: left })}</span>
        )}
        {timesText(when, t) ? <span>{timesText(when, t)}</span> : null}
        {/* The end is the first instant it cannot be used any more. */}
        <span>{t('preview.until', { day: formatDay(Date.parse(when.to) - 1) })}</span>
      </p>
      {isClaimable ? (
        <>
          <p className={styles.muted}>{t('preview.claimUntil', { time: formatTime(claim.to) })}</p>
          <span className={styles.claim}>{t('preview.claim')}</span>
        </>
      ) : (
        <Places benefit={benefit} />
      )}
    </article>
  );
}

/** The worker's page as it would look; nothing in it can be pressed. */
export function WorkerPreview({ items }: { readonly items: readonly WorkerBenefit[] }) {
  const { t } = useTranslation();
  return (
    <div className={styles.phones}>
      {items.map((benefit) => {
        const isClaimable = benefit.claim !== null && benefit.claim.state !== 'CLAIMED';
        return (
          <figure key={String(isClaimable)} className={styles.phoneBox}>
            <div className={styles.phone}>
              <p className={styles.phoneTitle}>{t(isClaimable ? 'preview.claimTitle' : 'preview.title')}</p>
              <Card benefit={benefit} />
            </div>
            <figcaption className={styles.muted}>
              {t(isClaimable ? 'preview.before' : benefit.held === null ? 'preview.seen' : 'preview.after')}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
