import { formatFen } from '../format.js';
import styles from './ui.module.css';

/** An amount; `smallCents` for the till, where yuan must be read from an arm's length. */
export function Money({ fen, smallCents = false }: { readonly fen: number; readonly smallCents?: boolean }) {
  const text = formatFen(fen);
  if (!smallCents) return <span className={styles.money}>{text}</span>;
  return (
    <span className={styles.money}>
      {text.slice(0, -3)}
      <span className={styles.cents}>{text.slice(-3)}</span>
    </span>
  );
}
