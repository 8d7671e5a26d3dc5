import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './app.module.css';

/** Nanchang in one line: the wheel, the bridge over the Gan, the Tengwang Pavilion. */
function Skyline() {
  return (
    <svg className={styles.skyline} viewBox="0 0 360 72" preserveAspectRatio="xMaxYMax slice" fill="none" aria-hidden>
      <g stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="48" cy="34" r="25" />
        <circle cx="48" cy="34" r="3" />
        <path d="M48 9v50M23 34h50M30.300 16.300l35.400 35.400M65.700 16.300 30.300 51.700M48 34 36 70M48 34l12 36M30 70h36" />
        <path d="M84 62h128M112 62V22M184 62V22M112 24 86 62M112 24l13 38M112 24l25 38M112 24l36 38M184 24l26 38M184 24l-13 38M184 24l-25 38M184 24l-36 38" />
        <path d="M84 66c8 3 12-3 20 0s12-3 20 0 12-3 20 0 12-3 20 0 12-3 20 0 12-3 28 0" />
        <path d="M228 70h108M236 70V58M328 70V58M228 58q20-1 22-10h64q2 9 22 10zM250 48V39M314 48V39M240 39q16-1 18-9h48q2 8 18 9zM262 30v-7M302 30v-7M252 23q14-1 18-10h24q4 9 18 10zM282 13V4M266 70V59M282 70V59M298 70V59" />
      </g>
    </svg>
  );
}

interface CardFaceProps {
  readonly holder: string;
  readonly cardNo: string;
  readonly unionName: string;
  readonly badge?: string | null;
  /** The red field alone, without a code area below. */
  readonly alone?: boolean;
  readonly children?: ReactNode;
}

/** The face of the card; what is passed as children stands below the red, on white. */
export function CardFace({ holder, cardNo, unionName, badge, alone = false, children }: CardFaceProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.wholeCard}>
      <div className={`${styles.face} ${alone ? styles.whole : ''}`}>
        <Skyline />
        <div className={styles.faceTop}>
          <h1 className={styles.faceName}>{t('card.name')}</h1>
          {badge ? <span className={styles.faceBadge}>{badge}</span> : null}
        </div>
        <div className={styles.faceMark} />
        <p className={styles.holder}>{holder}</p>
        <p className={styles.number}>{cardNo}</p>
        <p className={styles.unionName}>{unionName}</p>
      </div>
      {children}
    </section>
  );
}
