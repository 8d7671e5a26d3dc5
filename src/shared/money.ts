import { z } from 'zod';

/** The largest amount the platform handles, ¥10 billion: far above any budget, far below where numbers lose a fen. */
export const AMOUNT_MAX_FEN = 1_000_000_000_000;

/** An integer number of fen, zero allowed. Strings, fractions and negatives are refused, never converted. */
export const fenSchema = z
  .number({ error: 'must be a whole number of fen, such as 15800 for ¥158.00' })
  .int('must be a whole number of fen, such as 15800 for ¥158.00')
  .min(0, 'must not be negative')
  .max(AMOUNT_MAX_FEN, `must be at most ${AMOUNT_MAX_FEN} fen`);

/** An amount to pay: at least one fen. */
export const positiveFenSchema = fenSchema.min(1, 'must be at least 1 fen');

/** Fen as a person reads it, `¥158.00`. */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(fen) / 100).toString();
  const cents = (Math.abs(fen) % 100).toString().padStart(2, '0');
  return `${sign}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
