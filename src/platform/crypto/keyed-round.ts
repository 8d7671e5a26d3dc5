import { createHmac } from 'node:crypto';

import type { RoundFunction } from '../../shared/permutation.js';

const HALF_BITS_REMEMBERED = 12;

/** The secret round function of a shuffle; `tweak` gives each block of numbers a shuffle of its own. Small halves are remembered, since a bulk issue asks for each of them many times. */
export function keyedRound(key: Uint8Array, tweak: string): RoundFunction {
  const remembered = new Map<number, number>();
  const compute = (round: number, half: number): number =>
    createHmac('sha256', key).update(`shuffle/v1\0${tweak}\0${round}\0${half}`).digest().readUInt32BE(0);

  return (round, half) => {
    if (half >= 2 ** HALF_BITS_REMEMBERED) return compute(round, half);
    const place = round * 2 ** HALF_BITS_REMEMBERED + half;
    const known = remembered.get(place);
    if (known !== undefined) return known;
    const computed = compute(round, half);
    remembered.set(place, computed);
    return computed;
  };
}
