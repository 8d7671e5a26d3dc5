import { CardNumbers } from './card-numbers.js';

const numbers = new CardNumbers(new Uint8Array(32).fill(5));

describe('card numbers', () => {
  it('are all different, dense, and lead back to the sequence', () => {
    const issued = Array.from({ length: 20_000 }, (_, at) => numbers.cardNoOf(at + 1));
    expect(new Set(issued).size).toBe(20_000);
    expect(Math.max(...issued)).toBeLessThanOrEqual(2 ** 20);
    expect(Math.min(...issued)).toBeGreaterThanOrEqual(1);
    for (let at = 0; at < issued.length; at += 97) expect(numbers.sequenceOf(issued[at]!)).toBe(at + 1);
  });

  it('of one batch say nothing of each other: neighbours lie a third of the block apart on average', () => {
    const batch = Array.from({ length: 2000 }, (_, at) => numbers.cardNoOf(50_000 + at));
    const gaps = batch.slice(1).map((cardNo, at) => Math.abs(cardNo - batch[at]!));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    // Two random numbers of a block of 2^20 lie 2^20 / 3 = 349,525 apart on average.
    expect(mean).toBeGreaterThan(320_000);
    expect(mean).toBeLessThan(380_000);
  });

  it('hold at both ends of the whole range and refuse what is outside', () => {
    const last = 2 ** 32 - 1;
    for (const sequence of [1, 2 ** 20, 2 ** 20 + 1, last]) {
      const cardNo = numbers.cardNoOf(sequence);
      expect(cardNo).toBeGreaterThanOrEqual(1);
      expect(cardNo).toBeLessThanOrEqual(last);
      expect(numbers.sequenceOf(cardNo)).toBe(sequence);
    }
    for (const wrong of [0, -1, 1.5, 2 ** 32]) expect(() => numbers.cardNoOf(wrong)).toThrow('run from 1');
  });

  it('are shuffled otherwise under another key, and otherwise in the next block', () => {
    const other = new CardNumbers(new Uint8Array(32).fill(6));
    const firstTen = (of: CardNumbers, from: number): number[] =>
      Array.from({ length: 10 }, (_, at) => of.cardNoOf(from + at) - from);
    expect(firstTen(other, 1)).not.toEqual(firstTen(numbers, 1));
    expect(firstTen(numbers, 2 ** 20 + 1)).not.toEqual(firstTen(numbers, 1));
  });
});
