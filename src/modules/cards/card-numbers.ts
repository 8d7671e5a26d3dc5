import { keyedRound } from '../../platform/crypto/keyed-round.js';
import { CARD_NO_MAX } from '../../shared/numbers/card-no.js';
import { permute, unpermute, type RoundFunction } from '../../shared/permutation.js';

const BLOCK_SIZE = 2 ** 20;
const BLOCKS_REMEMBERED_MAX = 8;

/**
 * Gives the n-th card issued (from 1) its number: each block of 2^20 numbers is shuffled by itself, so numbers stay dense enough
 * for an exact revocation list, and neighbours in one batch get numbers that say nothing of each other.
 */
export class CardNumbers {
  private readonly rounds = new Map<number, RoundFunction>();

  constructor(private readonly key: Uint8Array) {}

  cardNoOf(sequence: number): number {
    return this.shuffled(sequence, permute);
  }

  sequenceOf(cardNo: number): number {
    return this.shuffled(cardNo, unpermute);
  }

  private shuffled(number: number, shuffle: typeof permute): number {
    if (!Number.isInteger(number) || number < 1 || number > CARD_NO_MAX) {
      throw new Error(`Card numbers run from 1 to ${CARD_NO_MAX}; ${number} is none.`);
    }
    const block = Math.floor((number - 1) / BLOCK_SIZE);
    const first = block * BLOCK_SIZE + 1;
    // The last block lacks one number, since 0 is no card.
    const size = Math.min(BLOCK_SIZE, CARD_NO_MAX - first + 1);
    return first + shuffle(number - first, size, this.roundOf(block));
  }

  private roundOf(block: number): RoundFunction {
    const known = this.rounds.get(block);
    if (known) return known;
    if (this.rounds.size >= BLOCKS_REMEMBERED_MAX) this.rounds.clear();
    const round = keyedRound(this.key, `card-number/${block}`);
    this.rounds.set(block, round);
    return round;
  }
}
