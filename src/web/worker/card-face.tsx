import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SKYLINE } from '../../shared/card-picture.js';
import styles from './app.module.css';

/** The drawing of the plastic card, on the screen's red field. */
function Skyline() {
  const { width, height, lineWidth, circles, paths } = SKYLINE;
  return (
    <svg
      className={styles.skyline}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMaxYMax slice"
      fill="none"
      aria-hidden
    >
      <g stroke="currentColor" strokeWidth={lineWidth} strokeLinecap="round" strokeLinejoin="round">
        {circles.map(({ x, y, r }) => (
          <circle key={r} cx={x} cy={y} r={r} />
        ))}
        {paths.map((path) => (
          <path key={path} d={path} />
        ))}
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
