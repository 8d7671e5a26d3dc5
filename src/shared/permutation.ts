/** A keyed function from (round, half) to a number of at least 16 good low bits; the key stays with who makes it. */
export type RoundFunction = (round: number, half: number) => number;

const ROUNDS = 8;

/** How many bits one half has for `size` values: the smallest square that holds them, so that walking takes under four steps. */
export function halfBitsFor(size: number): number {
  let bits = 1;
  while (4 ** bits < size) bits += 1;
  return bits;
}

/** A shuffle of 0 … size−1 chosen by the key: every value goes to exactly one value, and `unpermute` leads back. */
export function permute(value: number, size: number, round: RoundFunction): number {
  return walk(value, size, (input, bits) => encrypt(input, bits, round));
}

/** Takes back `permute` with the same size and key. */
export function unpermute(value: number, size: number, round: RoundFunction): number {
  return walk(value, size, (input, bits) => decrypt(input, bits, round));
}

// Cycle walking: what falls outside the range is shuffled again, which keeps the whole a one-to-one map of the range.
function walk(value: number, size: number, step: (input: number, bits: number) => number): number {
  if (!Number.isInteger(size) || size < 1 || size > 2 ** 32)
    throw new Error(`A shuffle has 1 to 2^32 values, not ${size}.`);
  if (!Number.isInteger(value) || value < 0 || value >= size)
    throw new Error(`${value} is outside a shuffle of ${size}.`);
  const bits = halfBitsFor(size);
  let walked = step(value, bits);
  while (walked >= size) walked = step(walked, bits);
  return walked;
}

// Division instead of shifts: a value may need all 32 bits, where JavaScript's shifts turn negative.
function encrypt(value: number, bits: number, round: RoundFunction): number {
  const half = 2 ** bits;
  let left = Math.floor(value / half);
  let right = value % half;
  for (let at = 0; at < ROUNDS; at += 1) {
    [left, right] = [right, (left ^ (round(at, right) & (half - 1))) >>> 0];
  }
  return left * half + right;
}

function decrypt(value: number, bits: number, round: RoundFunction): number {
  const half = 2 ** bits;
  let left = Math.floor(value / half);
  let right = value % half;
  for (let at = ROUNDS - 1; at >= 0; at -= 1) {
    [left, right] = [(right ^ (round(at, left) & (half - 1))) >>> 0, left];
  }
  return left * half + right;
}
