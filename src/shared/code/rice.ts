/** Sorted numbers as the gaps between them: each gap's high part in unary, its low `k` bits as they are. */
export interface GapBlock {
  count: number;
  k: number;
  bits: Uint8Array;
}

const K_MAX = 31;
const VALUE_END = 2 ** 32;

/** Encodes ascending numbers from 1 to 2^32−1, each once, with the `k` that makes them shortest; throws on any other order. */
export function encodeGaps(values: Uint32Array): GapBlock {
  const gaps = new Float64Array(values.length);
  let before = 0;
  for (const [at, value] of values.entries()) {
    // One less than the distance: two cards never share a number, so 0 would be wasted.
    gaps[at] = value - before - 1;
    if (value <= before) throw new Error('Numbers of a list must rise.');
    before = value;
  }
  const k = shortestK(gaps);
  const bits = new Uint8Array(Math.ceil(bitsFor(gaps, k) / 8));
  let place = 0;
  const put = (bit: number): void => {
    if (bit === 1) bits[place >>> 3] = (bits[place >>> 3] ?? 0) | (0x80 >>> (place & 7));
    place += 1;
  };
  for (const gap of gaps) {
    for (let high = Math.floor(gap / 2 ** k); high > 0; high -= 1) put(1);
    put(0);
    for (let low = k - 1; low >= 0; low -= 1) put(Math.floor(gap / 2 ** low) % 2);
  }
  return { count: values.length, k, bits };
}

/** Takes back `encodeGaps`; null unless these bits are the whole and only form of so many rising numbers. */
export function decodeGaps({ count, k, bits }: GapBlock): Uint32Array | null {
  const total = bits.length * 8;
  // Every number takes k bits and one more, so a count that cannot be there asks for no memory.
  if (k > K_MAX || count * (k + 1) > total) return null;
  const values = new Uint32Array(count);
  let place = 0;
  let before = 0;
  for (let at = 0; at < count; at += 1) {
    let gap = 0;
    while (place < total && bitAt(bits, place) === 1) {
      gap += 1;
      place += 1;
    }
    if (place + 1 + k > total) return null;
    place += 1;
    for (let low = 0; low < k; low += 1, place += 1) gap = gap * 2 + bitAt(bits, place);
    before += gap + 1;
    if (before >= VALUE_END) return null;
    values[at] = before;
  }
  return isFilled(bits, place) ? values : null;
}

function shortestK(gaps: Float64Array): number {
  const bits = Array.from({ length: K_MAX + 1 }, (_, k) => bitsFor(gaps, k));
  return bits.indexOf(Math.min(...bits));
}

function bitsFor(gaps: Float64Array, k: number): number {
  const unit = 2 ** k;
  let sum = gaps.length * (k + 1);
  for (const gap of gaps) sum += Math.floor(gap / unit);
  return sum;
}

const bitAt = (bits: Uint8Array, place: number): number => ((bits[place >>> 3] ?? 0) >>> (7 - (place & 7))) & 1;

/** Less than a byte is left, and all of it is zero. */
function isFilled(bits: Uint8Array, place: number): boolean {
  if (bits.length !== Math.ceil(place / 8)) return false;
  for (let at = place; at < bits.length * 8; at += 1) if (bitAt(bits, at) === 1) return false;
  return true;
}
