import { formatFen } from '../shared/format.js';
import type { Visit } from './api/visits.js';
import styles from './app.module.css';
import { backText, usedText } from './mine-text.js';

/** What was given, what of mine it used up, and what came back. */
export function Given({ given, restored }: Pick<Visit, 'given' | 'restored'>) {
  return (
    <>
      {given.map((one) => (
        <div key={one.campaignId} className={styles.row}>
          <span>{one.label}</span>
          {one.holds === 'BALANCE' || one.holds === 'SERVICE' ? null : (
            <span className={styles.saved}>−{formatFen(one.discountFen)}</span>
          )}
          {one.holds === null ? null : <span className={styles.used}>{usedText(one)}</span>}
        </div>
      ))}
      {restored.map((back) => (
        <div key={`${back.campaignId}-${back.units}-${back.fen}`} className={styles.row}>
          <span>{back.label}</span>
          <span className={styles.strong}>{backText(back)}</span>
        </div>
      ))}
    </>
  );
}
