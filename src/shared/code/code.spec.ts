import * as fc from 'fast-check';

import { fromBase64Url, toBase64Url } from './base64url.js';
import { CODE_PREFIX_PATTERN, findPrefixTrouble } from './code-prefixes.js';
import { decodeDigits, DEFAULT_CODE_PREFIXES, encodeDigits, presentedKind } from './code-text.js';
import {
  buildPass,
  buildTap,
  decodeCode,
  deviceSignatureOf,
  encodePhoneCode,
  isPassDueForRenewal,
  issuerSignatureOf,
  passBytesToSign,
  passEndsAt,
  passOf,
  readPass,
  signPass,
  signTap,
  stepAt,
  tapBytesToSign,
  type Pass,
} from './phone-code.js';

const u = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: 2 ** bits - 1 });
const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
const aPass = (): fc.Arbitrary<Pass> =>
  fc.record({
    suite: u(8),
    kid: u(16),
    cardNo: u(32),
    notBeforeMinutes: u(32),
    lifeMinutes: u(16),
    deviceSlot: u(16),
    offlineClass: u(8),
    offlineCap: u(8),
    policyEpoch: u(16),
    devicePublicKey: bytes(32),
  });

const pass: Pass = {
  suite: 0,
  kid: 0x0102,
  cardNo: 0x03040506,
  notBeforeMinutes: 0x0708090a,
  lifeMinutes: 4320,
  deviceSlot: 0x0b0c,
  offlineClass: 0x0d,
  offlineCap: 0x0e,
  policyEpoch: 0x0f10,
  devicePublicKey: new Uint8Array(32).fill(0xaa),
};
const signed = signPass(buildPass(pass), new Uint8Array(64).fill(0xbb));
const code = signTap(buildTap(signed, { step: 0x11121314, ctr: 0x15161718 }), new Uint8Array(64).fill(0xcc));
const text = encodePhoneCode(code);

describe('the layout of a phone code', () => {
  it('puts every field big-endian at its documented place', () => {
    const hex = Buffer.from(code).toString('hex');
    const head = '11000102030405060708090a10e00b0c0d0e0f10';
    expect(hex).toBe(`${head}${'aa'.repeat(32)}${'bb'.repeat(64)}1112131415161718${'cc'.repeat(64)}`);
    expect(code).toHaveLength(188);
  });

  it('signs bytes 0–51 and 0–123, each under its own domain', () => {
    expect(Buffer.from(passBytesToSign(code))).toEqual(
      Buffer.concat([Buffer.from('UCARD/PASS/v1\0'), code.subarray(0, 52)]),
    );
    expect(passBytesToSign(signed)).toEqual(passBytesToSign(code));
    expect(Buffer.from(tapBytesToSign(code))).toEqual(
      Buffer.concat([Buffer.from('UCARD/TAP/v1\0'), code.subarray(0, 124)]),
    );
    expect(passOf(code)).toEqual(signed);
    expect(issuerSignatureOf(code)).toEqual(new Uint8Array(64).fill(0xbb));
    expect(deviceSignatureOf(code)).toEqual(new Uint8Array(64).fill(0xcc));
  });

  it('gives back every field of every code', () => {
    fc.assert(
      fc.property(aPass(), u(32), u(32), bytes(64), bytes(64), (fields, step, ctr, issuer, device) => {
        const made = signTap(buildTap(signPass(buildPass(fields), issuer), { step, ctr }), device);
        const decoded = decodeCode(encodePhoneCode(made));
        expect(decoded).toEqual({ readable: true, code: { kind: 'D', pass: fields, tap: { step, ctr }, raw: made } });
        expect(readPass(made)).toEqual(fields);
      }),
    );
  });

  it('wraps no number that does not fit, and takes no signature of another length', () => {
    expect(() => buildPass({ ...pass, kid: 65_536 })).toThrow('kid does not fit 16 bits');
    expect(() => buildPass({ ...pass, cardNo: -1 })).toThrow('cardNo');
    expect(() => buildPass({ ...pass, lifeMinutes: 0.5 })).toThrow('lifeMinutes');
    expect(() => buildPass({ ...pass, devicePublicKey: new Uint8Array(31) })).toThrow('32 bytes');
    expect(() => buildTap(signed, { step: 2 ** 32, ctr: 0 })).toThrow('step');
    expect(() => signPass(buildPass(pass), new Uint8Array(63))).toThrow('116');
    expect(() => signTap(code, new Uint8Array(64))).toThrow('188');
    expect(() => readPass(new Uint8Array(51))).toThrow('52');
  });
});

describe('digits', () => {
  it('are 15 for 6 bytes and lead back, one text for each payload', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (payload) => {
        const digits = encodeDigits(payload);
        expect(digits).toHaveLength(Math.ceil(payload.length / 6) * 15);
        expect(decodeDigits(digits, payload.length)).toEqual(payload);
      }),
    );
  });

  it('of any kind decode to a payload that encodes to them again, or not at all', () => {
    const digits = fc.stringMatching(/^0[0-9]{14}(?:0{5}|[0-9]{5})[0-9]{10}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: 7, max: 12 }), (anyDigits, length) => {
        const payload = decodeDigits(anyDigits, length);
        expect(payload === null || encodeDigits(payload) === anyDigits).toBe(true);
      }),
    );
  });

  it('reach up to 2^48 − 1 in a group and not beyond', () => {
    expect(decodeDigits('281474976710655', 6)).toEqual(new Uint8Array(6).fill(255));
    expect(decodeDigits('281474976710656', 6)).toBeNull();
  });
});

describe('the text of a phone code', () => {
  it('is 484 digits under the prefix 9911', () => {
    expect(text).toMatch(/^9911[0-9]{480}$/);
  });

  const padding = (bytesOfLastGroup: string): string => text.slice(0, -15) + bytesOfLastGroup.padStart(15, '0');
  const last = Number(text.slice(-15));
  it.each([
    ['nothing', ''],
    ['one digit less', text.slice(0, -1)],
    ['one digit more', `${text}0`],
    ['a newline', `${text}\n`],
    ['a newline for a digit', `${text.slice(0, -1)}\n`],
    ['a blank before it', ` ${text}`],
    ['full-width digits', text.replaceAll('1', '１')],
    ['Arabic-Indic digits', text.replaceAll('1', '١')],
    ['a letter', `${text.slice(0, 100)}O${text.slice(101)}`],
    ['a sign', `${text.slice(0, 19)}-${text.slice(20)}`],
    ['a group of 2^48', `${text.slice(0, 4)}281474976710656${text.slice(19)}`],
    ['a group of nines', `${text.slice(0, 4)}${'9'.repeat(15)}${text.slice(19)}`],
    ['padding of 1', padding(String(last + 1))],
    ['padding of 2^31', padding(String(last + 2 ** 31))],
    ['another prefix', `9913${text.slice(4)}`],
    ["the plastic card's prefix", `9912${text.slice(4)}`],
    ['a plastic card', `9912${'0'.repeat(195)}`],
    ['a short number', `98${'0'.repeat(22)}`],
    ['another format byte', `9911${encodeDigits(Uint8Array.from(code, (byte, at) => (at === 0 ? 0x12 : byte)))}`],
    ['a megabyte', '9'.repeat(1_000_000)],
  ])('F05 with %s is malformed', (_, wrong) => {
    expect(decodeCode(wrong)).toEqual({ readable: false, reason: 'CODE_MALFORMED' });
  });

  it('F05 never throws, whatever a scanner types', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ minLength: 484, maxLength: 484 })), (typed) => {
        expect(decodeCode(typed).readable).toBe(false);
      }),
    );
  });

  it('tells the three kinds apart by prefix and length, and takes other prefixes', () => {
    const prefixes = { ...DEFAULT_CODE_PREFIXES, D: '620011' };
    expect(presentedKind(text)).toBe('D');
    expect(presentedKind(`9912${'0'.repeat(195)}`)).toBe('S');
    expect(presentedKind(`98${'0'.repeat(22)}`)).toBe('N');
    expect(presentedKind(`98${'0'.repeat(23)}`)).toBeNull();
    expect(decodeCode(encodePhoneCode(code, prefixes), prefixes).readable).toBe(true);
    expect(decodeCode(text, prefixes).readable).toBe(false);
  });

  it('lets a till tell codes apart by how they begin', () => {
    const trouble = (change: Partial<typeof DEFAULT_CODE_PREFIXES>) =>
      findPrefixTrouble({ ...DEFAULT_CODE_PREFIXES, ...change });
    expect(trouble({})).toBeNull();
    expect(trouble({ D: '881', S: '882', N: '80' })).toBeNull();
    expect(trouble({ S: '9911' })).toEqual({ kind: 'D', begins: 'S' });
    expect(trouble({ N: '99' })).toEqual({ kind: 'N', begins: 'D' });
    expect(trouble({ S: '9899' })).toEqual({ kind: 'N', begins: 'S' });
    expect(trouble({ N: '13' })).toEqual({ kind: 'N', wallet: 'WeChat Pay' });
    expect(trouble({ N: '28' })).toEqual({ kind: 'N', wallet: 'Alipay' });
    expect(trouble({ D: '6200' })).toEqual({ kind: 'D', wallet: 'UnionPay' });
    expect([trouble({ N: '16' }), trouble({ N: '31' }), trouble({ N: '24' })]).toEqual([null, null, null]);
    expect(['9', '99a1', '123456789', '９９'].filter((text) => CODE_PREFIX_PATTERN.test(text))).toEqual([]);
  });
});

describe('the times of a code', () => {
  it('steps every 30 seconds', () => {
    expect([0, 29.999, 30, 1_795_000_000].map(stepAt)).toEqual([0, 0, 1, 59_833_333]);
  });

  it('asks for a new pass when less than 48 h are left', () => {
    const fresh = { notBeforeMinutes: 1000, lifeMinutes: 4320 };
    const renewAt = (1000 + 4320 - 2880) * 60;
    expect(passEndsAt(fresh)).toBe(5320 * 60);
    expect(isPassDueForRenewal(fresh, renewAt)).toBe(false);
    expect(isPassDueForRenewal(fresh, renewAt + 1)).toBe(true);
  });
});

describe('base64url', () => {
  it('leads back and has one spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 130 }), (payload) => {
        expect(toBase64Url(payload)).toBe(Buffer.from(payload).toString('base64url'));
        expect(fromBase64Url(toBase64Url(payload))).toEqual(payload);
      }),
    );
    expect(['A', 'AB', 'AA==', 'A+/A', 'AA\n'].map(fromBase64Url)).toEqual([null, null, null, null, null]);
  });
});
