import { createHash, randomBytes } from 'node:crypto';
import { NONCE_LIFE_S } from '../../../shared/pos-signature.js';

const GENERATION_MS = (NONCE_LIFE_S * 1000) / 2;
/** The current generation and two older ones: whatever is remembered stays so for at least the nonce's life. */
const GENERATIONS = 3;
const SLOTS_MIN = 1_024;
/** 16 MiB a generation at most, room for 7,000 requests a second. */
const SLOTS_MAX = 2 ** 22;

export type NonceVerdict = 'FRESH' | 'REUSED' | 'FULL';

/** A set of 64-bit numbers in open addressing: eight bytes an entry where a Set of strings takes a hundred. */
class FingerprintSet {
  private high = new Uint32Array(SLOTS_MIN);
  private low = new Uint32Array(SLOTS_MIN);
  private size = 0;

  get full(): boolean {
    return this.size * 2 >= SLOTS_MAX;
  }

  has(high: number, low: number): boolean {
    const at = this.slotOf(high, low);
    return this.high[at] === high && this.low[at] === low;
  }

  add(high: number, low: number): void {
    if (this.size * 2 >= this.high.length) this.grow();
    const at = this.slotOf(high, low);
    this.high[at] = high;
    this.low[at] = low;
    this.size += 1;
  }

  /** The slot that holds the number, or the free one where it belongs; half of all slots are free, so there is one. */
  private slotOf(high: number, low: number): number {
    const mask = this.high.length - 1;
    let at = low & mask;
    while ((this.high[at] !== 0 || this.low[at] !== 0) && (this.high[at] !== high || this.low[at] !== low))
      at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { high, low } = this;
    this.high = new Uint32Array(high.length * 2);
    this.low = new Uint32Array(low.length * 2);
    for (let from = 0; from < high.length; from += 1) {
      const oldHigh = high[from] ?? 0;
      const oldLow = low[from] ?? 0;
      if (oldHigh === 0 && oldLow === 0) continue;
      const at = this.slotOf(oldHigh, oldLow);
      this.high[at] = oldHigh;
      this.low[at] = oldLow;
    }
  }
}

/** Remembers nonces for at least their life in bounded memory. When it is full it says so rather than forget: a replay must never pass. */
export class NonceMemory {
  // Kept secret and drawn at start, so that nobody can prepare two nonces that look alike here.
  private readonly salt = randomBytes(16);
  private generations: { number: number; seen: FingerprintSet }[] = [];

  claim(keyId: string, nonce: string, nowMs: number): NonceVerdict {
    const current = this.generationAt(nowMs);
    const digest = createHash('sha256').update(this.salt).update(keyId).update('\0').update(nonce).digest();
    const high = digest.readUInt32BE(0) || 1;
    const low = digest.readUInt32BE(4);
    if (this.generations.some(({ seen }) => seen.has(high, low))) return 'REUSED';
    if (current.full) return 'FULL';
    current.add(high, low);
    return 'FRESH';
  }

  private generationAt(nowMs: number): FingerprintSet {
    // A clock set back keeps filling the newest generation; forgetting would let a replay pass.
    const number = Math.max(Math.floor(nowMs / GENERATION_MS), this.generations[0]?.number ?? -Infinity);
    const newest = this.generations[0];
    if (newest?.number === number) return newest.seen;
    const fresh = { number, seen: new FingerprintSet() };
    this.generations = [fresh, ...this.generations.filter((generation) => generation.number > number - GENERATIONS)];
    return fresh.seen;
  }
}
