import * as fc from 'fast-check';

import { BlindIndex } from './blind-index.js';
import { FieldCipher, FieldCipherError } from './field-cipher.js';
import { Lru } from './lru.js';

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const place = { table: 'member', column: 'phone', rowId: '0190c0de-0000-7000-8000-000000000001' };
const cipher = new FieldCipher([{ kid: 1, key: key(1) }], 1);

describe('a sealed field', () => {
  it('opens in its own place with the text it was given, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = cipher.seal(place, text);
        expect(cipher.open(place, sealed)).toBe(text);
        expect(cipher.seal(place, text).equals(sealed)).toBe(false);
      }),
    );
  });

  it('takes 31 bytes more than its text: version, key id, iv and tag', () => {
    expect(cipher.seal(place, '13807911234')).toHaveLength(31 + 11);
  });

  it('F57 does not open in another row, column or table', () => {
    const sealed = cipher.seal(place, '13807911234');
    for (const moved of [{ rowId: 'other' }, { column: 'id_number' }, { table: 'terminal' }]) {
      expect(() => cipher.open({ ...place, ...moved }, sealed)).toThrow(FieldCipherError);
    }
  });

  it('F57 does not open with its key id swapped, even for the same key', () => {
    const twins = new FieldCipher(
      [1, 2].map((kid) => ({ kid, key: key(1) })),
      1,
    );
    const sealed = twins.seal(place, '13807911234');
    sealed.writeUInt16BE(2, 1);
    expect(() => twins.open(place, sealed)).toThrow('altered or moved');
    sealed.writeUInt16BE(9, 1);
    expect(() => twins.open(place, sealed)).toThrow('no field key 9');
  });

  it('does not open with any byte flipped or cut off, and its error holds no text', () => {
    const sealed = cipher.seal(place, '13807911234');
    for (let at = 0; at < sealed.length; at += 1) {
      const flipped = Buffer.from(sealed);
      flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
      expect(() => cipher.open(place, flipped)).toThrow(FieldCipherError);
      expect(() => cipher.open(place, sealed.subarray(0, at))).toThrow(FieldCipherError);
    }
    expect(() => cipher.open({ ...place, rowId: 'x' }, sealed)).toThrow(/^(?!.*138)/);
  });

  it('keeps opening old values after a new key came, and knows them as stale', () => {
    const rotated = new FieldCipher(
      [1, 2].map((kid) => ({ kid, key: key(kid) })),
      2,
    );
    const old = cipher.seal(place, '旧');
    expect(rotated.open(place, old)).toBe('旧');
    expect(rotated.isStale(old)).toBe(true);
    expect(rotated.isStale(rotated.seal(place, '新'))).toBe(false);
  });

  it('wants whole keys, and seals no novels', () => {
    expect(() => new FieldCipher([{ kid: 1, key: new Uint8Array(16) }], 1)).toThrow('16 bytes');
    expect(() => new FieldCipher([{ kid: 1, key: key(1) }], 2)).toThrow('no field key 2');
    expect(() => cipher.seal(place, 'x'.repeat(65_537))).toThrow('at most');
  });
});

describe('a blind index', () => {
  it('is equal for equal texts of one kind and of nothing else', () => {
    const index = new BlindIndex(key(3));
    expect(index.of('phone', '13807911234')).toEqual(index.of('phone', '13807911234'));
    expect(index.of('phone', '13807911234')).toHaveLength(32);
    const others = [
      index.of('phone', '13807911235'),
      index.of('id-number', '13807911234'),
      new BlindIndex(key(4)).of('phone', '13807911234'),
    ];
    for (const other of others) expect(other.equals(index.of('phone', '13807911234'))).toBe(false);
    expect(() => new BlindIndex(new Uint8Array(8))).toThrow('8 bytes');
  });
});

describe('a bounded memory', () => {
  it('drops what was used longest ago', () => {
    const lru = new Lru<number>(2);
    lru.set('a', 1);
    lru.set('b', 2);
    expect(lru.get('a')).toBe(1);
    lru.set('c', 3);
    expect([lru.get('a'), lru.get('b'), lru.get('c'), lru.size]).toEqual([1, undefined, 3, 2]);
    lru.set('c', 4);
    expect([lru.get('c'), lru.size]).toEqual([4, 2]);
  });
});
