import { at } from './dice.js';

/**
 * Shares a total among weights in whole numbers that sum to it exactly, nobody above their cap.
 * @throws Error when the caps together hold less than the total
 */
export function apportion(total: number, weights: readonly number[], caps?: readonly number[]): number[] {
  const room = weights.map((_, index) => (caps === undefined ? total : at(caps, index)));
  if (room.reduce((sum, each) => sum + each, 0) < total) throw new Error(`${total} do not fit under their caps`);
  const shares = weights.map(() => 0);
  let left = total;
  while (left > 0) {
    const open = weights.flatMap((weight, index) =>
      at(room, index) > at(shares, index) ? [{ index, weight: Math.max(weight, 1e-9) }] : [],
    );
    const sum = open.reduce((whole, each) => whole + each.weight, 0);
    const pot = left;
    for (const { index, weight } of open.toSorted((one, other) => other.weight - one.weight)) {
      // At least one each, so that every round gets on; the largest come first, as largest remainders do.
      const share = Math.min(left, Math.max(1, Math.floor((pot * weight) / sum)), at(room, index) - at(shares, index));
      shares[index] = at(shares, index) + share;
      left -= share;
    }
  }
  return shares;
}
