import * as fc from 'fast-check';

import {
  decodeShortNumber,
  encodeShortNumber,
  nearestStep,
  shortMacInput,
  shortMacOf,
  shortSecretInfo,
} from './short-number.js';
import { cardNoOf, decodeTillCode } from './presented-code.js';

const hmac = new Uint8Array(32).fill(0);
hmac.set([0x3b, 0x9a, 0xca, 0x07], 28);

describe('a short number', () => {
  it('lays out 98, the card in ten digits, three of the step and nine that only the phone knows', () => {
    // 0x3b9aca07 is 10^9 + 7.
    expect(shortMacOf(hmac)).toBe(7);
    const text = encodeShortNumber({ cardNo: 4_000_000_001, step: 59_833_042, hmac });
    expect(text).toBe('984000000001042000000007');
    expect(decodeShortNumber(text)).toEqual({ kind: 'N', cardNo: 4_000_000_001, stepDigits: 42, mac: 7 });
    const code = decodeTillCode(text);
    expect(code && cardNoOf(code)).toBe(4_000_000_001);
  });

  it('takes all 32 bytes into its nine digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(shortMacOf(bytes)).toBe(Number(BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % 1_000_000_000n));
      }),
    );
  });

  it('binds card, slot and step, big-endian', () => {
    expect(Buffer.from(shortSecretInfo(0x01020304, 0x0506)).toString('hex')).toBe('010203040506');
    expect(Buffer.from(shortMacInput(0x01020304, 0x0506, 0x0708090a)).toString('latin1')).toBe(
      'UCARD/N/v1\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a',
    );
  });

  it.each([
    ['a digit less', '98' + '0'.repeat(9) + '1' + '0'.repeat(11)],
    ['a letter', '98000000000104200000000O'],
    ['card 0', '98' + '0'.repeat(22)],
    ['a card beyond 2^32', `984294967296${'0'.repeat(12)}`],
    ['full-width digits', `９８4000000001${'0'.repeat(12)}`],
    ['a newline', `984000000001${'0'.repeat(11)}\n`],
  ])('F05 with %s is malformed', (_, text) => {
    expect(decodeTillCode(text)).toBeNull();
  });

  it('means the nearest step that ends so', () => {
    expect([999, 0, 1, 500, 501].map((digits) => nearestStep(digits, 5_000))).toEqual([
      4_999, 5_000, 5_001, 5_500, 4_501,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 2 ** 31 }), fc.integer({ min: -499, max: 500 }), (now, away) => {
        expect(nearestStep((now + away) % 1_000, now)).toBe(now + away);
      }),
    );
  });
});
