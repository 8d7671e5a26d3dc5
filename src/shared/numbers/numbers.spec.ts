import * as fc from 'fast-check';

import { cardNoCheckDigit, formatCardNo, parseCardNo, printCardNo } from './card-no.js';
import { isCreditCode, makeCreditCode, normaliseCreditCode } from './credit-code.js';
import { toHalfWidth } from './half-width.js';
import { isIdNumber, makeIdNumber, normaliseIdNumber, readIdNumber } from './id-number.js';
import { maskCardNo, maskIdNumber, maskName, maskPhone, maskValue } from './masks.js';
import { isPhone, normalisePhone } from './phone.js';

const anIdNumber = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('360102', '360111', '110105', '440304', '810000'),
      fc.date({ min: new Date('1930-01-01'), max: new Date('2010-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
    )
    .map(([area, born, sequence]) => makeIdNumber(area, born.toISOString().slice(0, 10), sequence));

describe('ID numbers (GB 11643)', () => {
  it("reads the standard's own example with birth day, gender and area", () => {
    expect(readIdNumber('11010519491231002X')).toEqual({
      valid: true,
      value: { idNumber: '11010519491231002X', area: '110105', bornOn: '1949-12-31', gender: 'FEMALE' },
    });
    // The standard's second example: order code 123 is odd.
    expect(readIdNumber('440524188001010014')).toEqual({ valid: false, reason: 'ID_NUMBER_BIRTH_DATE' });
    expect(readIdNumber(makeIdNumber('360102', '1990-01-31', 123))).toMatchObject({ value: { gender: 'MALE' } });
  });

  it('takes a small or full-width x, full-width digits and blanks as the same number', () => {
    for (const typed of ['11010519491231002x', '１１０１０５１９４９１２３１００２Ｘ', ' 110105 19491231 002X\n']) {
      expect(normaliseIdNumber(typed)).toBe('11010519491231002X');
      expect(isIdNumber(typed)).toBe(true);
    }
  });

  it.each([
    ['1101051949123100', 'ID_NUMBER_LENGTH'],
    ['110105491231002', 'ID_NUMBER_LENGTH'],
    ['', 'ID_NUMBER_LENGTH'],
    ['1101051949123100XX', 'ID_NUMBER_CHARACTERS'],
    ['一10105194912310021', 'ID_NUMBER_CHARACTERS'],
    ['000105194912310021', 'ID_NUMBER_AREA'],
    ['110105194902300021', 'ID_NUMBER_BIRTH_DATE'],
    ['110105190002290021', 'ID_NUMBER_BIRTH_DATE'],
    ['110105199013010021', 'ID_NUMBER_BIRTH_DATE'],
    ['110105199000000021', 'ID_NUMBER_BIRTH_DATE'],
    ['110105194912310021', 'ID_NUMBER_CHECK'],
  ])('says what is wrong with %s', (typed, reason) => {
    expect(readIdNumber(typed)).toEqual({ valid: false, reason });
  });

  it('takes 29 February in leap years only, 2000 among them', () => {
    expect(isIdNumber(makeIdNumber('360102', '2000-02-29', 1))).toBe(true);
    expect(() => makeIdNumber('360102', '2001-02-29', 1)).toThrow('ID_NUMBER_BIRTH_DATE');
    expect(() => makeIdNumber('360102', '2000-02-29', 1000)).toThrow('0–999');
  });

  it('refuses a birth after today, and takes one on this very day', () => {
    const born = makeIdNumber('360102', '2026-11-22', 7);
    expect(readIdNumber(born, '2026-11-22').valid).toBe(true);
    expect(readIdNumber(born, '2026-11-21')).toEqual({ valid: false, reason: 'ID_NUMBER_BIRTH_DATE' });
  });

  it('notices any one wrong digit', () => {
    fc.assert(
      fc.property(anIdNumber(), fc.nat(17), fc.integer({ min: 1, max: 9 }), (made, at, by) => {
        const digit = made.charAt(at) === 'X' ? 10 : Number(made.charAt(at));
        const wrong = String((digit + by) % 10);
        expect(isIdNumber(made)).toBe(true);
        expect(isIdNumber(made.slice(0, at) + wrong + made.slice(at + 1))).toBe(wrong === made.charAt(at));
      }),
    );
  });
});

describe('unified social credit codes (GB 32100)', () => {
  it('takes a real one however it is typed and refuses one wrong character', () => {
    expect(isCreditCode('91350100M000100Y43')).toBe(true);
    expect(isCreditCode(' 91350100m000100y43')).toBe(true);
    expect(normaliseCreditCode('９１３５０１００Ｍ０００１００Ｙ４３')).toBe('91350100M000100Y43');
    expect(isCreditCode('91350100M000100Y44')).toBe(false);
    expect(isCreditCode('91350100M000100I43')).toBe(false);
    expect(isCreditCode('91350100M000100Y4')).toBe(false);
  });

  it('makes codes that are valid, each its own', () => {
    const made = Array.from({ length: 3000 }, (_, sequence) => makeCreditCode('360100', sequence));
    expect(made.every(isCreditCode)).toBe(true);
    expect(new Set(made).size).toBe(3000);
    expect(() => makeCreditCode('360100', 100_000_000)).toThrow('99999999');
    expect(() => makeCreditCode('3601', 1)).toThrow('No credit code');
  });

  it('notices any one wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.nat(17), fc.nat(30), (sequence, at, sign) => {
        const made = makeCreditCode('360111', sequence);
        const wrong = made.slice(0, at) + alphabet.charAt(sign) + made.slice(at + 1);
        expect(isCreditCode(wrong)).toBe(wrong === made);
      }),
    );
  });
});

describe('phones', () => {
  it.each(['13807911234', '+86 138-0791-1234', '8613807911234', '008613807911234', '１３８０７９１１２３４'])(
    'takes %s as 13807911234',
    (typed) => {
      expect(isPhone(typed)).toBe(true);
      expect(normalisePhone(typed)).toBe('13807911234');
    },
  );

  it.each(['12807911234', '1380791123', '138079112345', '079186412345', '', '1380791123a'])('refuses %s', (typed) => {
    expect(isPhone(typed)).toBe(false);
  });
});

describe('half-width', () => {
  it('turns every full-width sign and blank and leaves Chinese alone', () => {
    expect(toHalfWidth('王小明　（Ａ～！９）')).toBe('王小明 (A~!9)');
  });
});

describe('masks', () => {
  it('shows the ends of a phone and of an ID number, never the birth day', () => {
    expect(maskPhone('13807911234')).toBe('138****1234');
    expect(maskIdNumber('360102199001311234')).toBe('3601**********1234');
  });

  it('shows the surname alone, both characters of a compound one', () => {
    expect(['王明', '王小明', '欧阳修', '阿不都·热合曼', '欧阳', ''].map(maskName)).toEqual([
      '王**',
      '王**',
      '欧阳**',
      '阿**',
      '欧**',
      '**',
    ]);
  });

  it('hides the middle of a printed card number and most of anything else', () => {
    expect(maskCardNo('0000 1234 567')).toBe('0000****567');
    expect(['', '12', '12345', '123456789'].map(maskValue)).toEqual(['', '**', '1****5', '12****89']);
    expect(maskPhone('1380791')).toBe('1****1');
    expect(maskIdNumber('3601')).toBe('3****1');
    expect(maskCardNo('77')).toBe('**');
  });
});

describe('printed card numbers', () => {
  it('prints ten digits and the ISO 7064 MOD 11,10 check digit in groups', () => {
    // The standard's own example: 0794 has check digit 5.
    expect(cardNoCheckDigit('0794')).toBe(5);
    expect(printCardNo(123)).toHaveLength(11);
    expect(formatCardNo(4_294_967_295)).toBe(`4294 9672 95${cardNoCheckDigit('4294967295')}`);
    expect(() => printCardNo(0)).toThrow('between 1 and');
    expect(() => printCardNo(2 ** 32)).toThrow('between 1 and');
  });

  it('reads back what it printed, grouped, hyphened or full-width, and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 - 1 }), (cardNo) => {
        expect(parseCardNo(formatCardNo(cardNo))).toBe(cardNo);
        expect(parseCardNo(printCardNo(cardNo))).toBe(cardNo);
      }),
    );
    expect(parseCardNo('０７９４')).toBeNull();
    expect(parseCardNo(printCardNo(123).replaceAll('0', '０'))).toBe(123);
    expect(['', '123', '0000000000', '000000000011', 'abcdefghijk'].map(parseCardNo)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(parseCardNo(`0000000000${cardNoCheckDigit('0000000000')}`)).toBeNull();
    expect(parseCardNo(`4294967296${cardNoCheckDigit('4294967296')}`)).toBeNull();
  });

  it('notices every wrong digit, and nearly every swap of neighbours', () => {
    let digitsMissed = 0;
    let swaps = 0;
    let swapsMissed = 0;
    for (let cardNo = 1; cardNo < 2 ** 32; cardNo += 2_147_483) {
      const printed = printCardNo(cardNo);
      for (let at = 0; at < printed.length; at += 1) {
        for (let digit = 0; digit < 10; digit += 1) {
          const wrong = printed.slice(0, at) + String(digit) + printed.slice(at + 1);
          if (parseCardNo(wrong) !== (wrong === printed ? cardNo : null)) digitsMissed += 1;
        }
        const swapped = printed.slice(0, at) + printed.charAt(at + 1) + printed.charAt(at) + printed.slice(at + 2);
        if (swapped === printed || at === printed.length - 1) continue;
        swaps += 1;
        if (parseCardNo(swapped) !== null) swapsMissed += 1;
      }
    }
    expect(digitsMissed).toBe(0);
    expect(swapsMissed / swaps).toBeLessThan(0.03);
  });
});
