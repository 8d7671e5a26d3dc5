import { Keyring } from '../../platform/crypto/keyring.js';
import { CODE_DIGITS, encodeDigits } from '../../shared/code/code-text.js';
import {
  decodePlasticCode,
  encodePlasticCode,
  plasticDayAt,
  type PlasticCode,
} from '../../shared/code/plastic-code.js';
import { cardNoOf, decodeTillCode } from '../../shared/code/presented-code.js';
import { verifyPlastic } from './code-verifier.js';
import { issuePlasticCode, type PlasticOrder } from './plastic-issuer.js';
import { decidePlastic, type PlasticFacts } from './plastic.rules.js';

const now = new Date('2026-11-25T10:00:00+08:00');
const keyring = Keyring.inMemory(now);
const lookup = (kid: number) => keyring.passKeys.get(kid);
const CARD: PlasticOrder = { cardNo: 4_000_000_001, issueNo: 3, cardClass: 2, fromDay: 2_520, toDay: 6_000 };

const aText = (order: Partial<PlasticOrder> = {}, use: 'PASS' | 'STATIC' = 'STATIC'): Promise<string> =>
  issuePlasticCode(keyring.passSigner(use, now), { ...CARD, ...order });

async function aCode(order: Partial<PlasticOrder> = {}): Promise<PlasticCode> {
  const code = decodePlasticCode(await aText(order));
  if (!code) throw new Error('a plastic code that cannot be read');
  return code;
}

describe('the code of a plastic card', () => {
  it('is 199 digits that begin with 9912 and give back what was signed', async () => {
    const text = await aText();
    expect(text).toMatch(/^9912[0-9]{195}$/);
    const code = decodeTillCode(text);
    expect(code).toMatchObject({ kind: 'S', card: { ...CARD, suite: 0 } });
    expect(code && cardNoOf(code)).toBe(CARD.cardNo);
    expect(await verifyPlastic(lookup, await aCode())).toEqual({ genuine: true });
  });

  it('is refused without a throw whichever byte is flipped', async () => {
    const { raw } = await aCode();
    expect(raw).toHaveLength(78);
    for (let at = 0; at < raw.length; at += 1)
      for (const mask of [0x01, 0x80, 0xff]) {
        const flipped = Uint8Array.from(raw);
        flipped[at] = (flipped[at] ?? 0) ^ mask;
        const code = decodeTillCode(`9912${encodeDigits(flipped)}`);
        const genuine = code?.kind === 'S' && (await verifyPlastic(lookup, code)).genuine;
        expect({ at, mask, genuine }).toEqual({ at, mask, genuine: false });
      }
  });

  it('has one text only', async () => {
    const text = await aText();
    const group = `${2 ** 48}`.padStart(15, '0');
    for (const wrong of [
      text.slice(0, -1),
      `${text}0`,
      `9911${text.slice(4)}`,
      `${text.slice(0, 50)}x${text.slice(51)}`,
      `9912${group}${text.slice(4 + group.length)}`,
      '',
    ])
      expect(decodeTillCode(wrong)).toBeNull();
    expect(text).toHaveLength(4 + CODE_DIGITS.S);
  });

  it('is not signed by a key for passes, nor a pass by a key for cards', async () => {
    const code = decodePlasticCode(await aText({}, 'PASS'));
    expect(code && (await verifyPlastic(lookup, code))).toEqual({ genuine: false, reason: 'KEY_UNKNOWN' });
    // The very signature of a pass key, under the name of the key for cards.
    const kid = keyring.passSigner('STATIC', now).kid;
    const disguised = decodePlasticCode(
      await issuePlasticCode(
        { ...keyring.passSigner('PASS', now), kid, sign: (bytes) => keyring.passSigner('PASS', now).sign(bytes) },
        CARD,
      ),
    );
    expect(disguised && (await verifyPlastic(lookup, disguised))).toEqual({ genuine: false, reason: 'CODE_FORGED' });
  });

  it('does not wrap a field that does not fit', async () => {
    await expect(aText({ issueNo: 256 })).rejects.toThrow('issueNo does not fit 8 bits');
    await expect(aText({ toDay: -1 })).rejects.toThrow('toDay does not fit 16 bits');
    expect(() => encodePlasticCode(new Uint8Array(13), new Uint8Array(64))).toThrow('14 bytes');
  });
});

describe('whether a plastic card counts', () => {
  const key = { use: 'STATIC', suite: 0, from: new Date(0), to: null, status: 'ACTIVE' } as const;
  const card = { ...CARD, suite: 0, kid: 2 };
  const facts: PlasticFacts = { now, code: { card }, key, plasticIssueNo: CARD.issueNo };

  it('counts its days from 2020-01-01 in Shanghai', () => {
    const dayOf = (text: string): number => plasticDayAt(Date.parse(text) / 1000);
    expect(dayOf('2020-01-01T00:00:00+08:00')).toBe(0);
    expect(dayOf('2019-12-31T23:59:59+08:00')).toBe(-1);
    expect(dayOf('2026-11-25T10:00:00+08:00')).toBe(2_520);
  });

  test.each<[string, Partial<PlasticFacts>, ReturnType<typeof decidePlastic>]>([
    ['on its first day', {}, null],
    ['the day before its first', { now: new Date('2026-11-24T23:59:59+08:00') }, 'PASS_INVALID'],
    ['on its last day', { code: { card: { ...card, toDay: 2_520 } } }, null],
    ['the day after its last', { code: { card: { ...card, fromDay: 1, toDay: 2_519 } } }, 'PASS_EXPIRED'],
    ['before 2020, good since ever', { now: new Date('2017-01-01'), code: { card: { ...card, fromDay: 0 } } }, null],
    ['of an earlier issue', { plasticIssueNo: 4 }, 'PASS_INVALID'],
    ['of a later issue', { plasticIssueNo: 2 }, 'PASS_INVALID'],
    ['not activated yet, or void', { plasticIssueNo: null }, 'PASS_INVALID'],
    ['of a key nobody has', { key: undefined }, 'KEY_UNKNOWN'],
    ['of a key for passes', { key: { ...key, use: 'PASS' } }, 'KEY_UNKNOWN'],
    ['of a key that was revoked', { key: { ...key, status: 'REVOKED' } }, 'KEY_UNKNOWN'],
    ['of a key that signs no more', { key: { ...key, status: 'RETIRED' } }, null],
    ['of another suite', { key: { ...key, suite: 1 } }, 'KEY_UNKNOWN'],
  ])('%s', (_when, change, expected) => {
    expect(decidePlastic({ ...facts, ...change })).toBe(expected);
  });
});
