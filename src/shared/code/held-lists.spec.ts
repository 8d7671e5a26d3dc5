import { generateKeyPairSync, sign, verify } from 'node:crypto';

import { decideListed, type HeldLists, type IsSignedBy, NO_LISTS, takeRevocationList } from './held-lists.js';
import type { PhoneCode } from './phone-code.js';
import type { PlasticCode } from './plastic-code.js';
import {
  buildRevocationList,
  NO_PLASTICS,
  type RevocationList,
  revocationBytesToSign,
  signRevocationList,
} from './revocation-list.js';

const SIGNER_KID = 4;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const isSignedBy: IsSignedBy = (kid, bytes, signature) =>
  Promise.resolve(kid === SIGNER_KID && verify(null, bytes, publicKey, signature));

const signed = (change: Partial<RevocationList> = {}): Uint8Array => {
  const body = buildRevocationList(
    {
      kind: 'FULL',
      number: 7,
      baseNumber: 7,
      madeAtSeconds: 1_795_600_000,
      policyEpoch: 3,
      revokedKids: [9],
      added: Uint32Array.of(10, 11),
      removed: new Uint32Array(),
      plastics: { cards: Uint32Array.of(20, 21), issues: Uint16Array.of(2, 3) },
      ...change,
    },
    SIGNER_KID,
  );
  return signRevocationList(body, new Uint8Array(sign(null, revocationBytesToSign(body), privateKey)));
};
const full = signed();
const delta = (number: number, baseNumber: number): Uint8Array =>
  signed({
    kind: 'DELTA',
    number,
    baseNumber,
    policyEpoch: 4,
    revokedKids: [9, 8],
    added: Uint32Array.of(12),
    removed: Uint32Array.of(11),
    plastics: { cards: Uint32Array.of(21, 22), issues: Uint16Array.of(4, 2) },
  });

/** What a till holds after these lists, in turn; what is refused changes nothing. */
async function holding(...lists: Uint8Array[]): Promise<HeldLists> {
  let held = NO_LISTS;
  for (const list of lists) {
    const outcome = await takeRevocationList(held, list, isSignedBy);
    if (outcome.taken) held = outcome.held;
  }
  return held;
}
const reasonOf = async (held: HeldLists, bytes: Uint8Array): Promise<string> => {
  const outcome = await takeRevocationList(held, bytes, isSignedBy);
  return outcome.taken ? 'TAKEN' : outcome.reason;
};
const phone = (cardNo: number, pass: { kid?: number; policyEpoch?: number } = {}): PhoneCode =>
  ({ kind: 'D', pass: { cardNo, kid: 1, policyEpoch: 4, ...pass } }) as PhoneCode;
const plastic = (cardNo: number, issueNo: number, kid = 2): PlasticCode =>
  ({ kind: 'S', card: { cardNo, issueNo, kid } }) as PlasticCode;

describe('a till that takes lists', () => {
  it('refuses a list with any single byte changed, and nothing throws', async () => {
    const reasons = new Set<string>();
    for (const list of [full, delta(8, 7)]) {
      const held = list === full ? NO_LISTS : await holding(full);
      expect(await reasonOf(held, list)).toBe('TAKEN');
      for (let at = 0; at < list.length; at += 1) {
        for (const mask of [0x01, 0x80, 0xff])
          reasons.add(
            await reasonOf(
              held,
              list.map((byte, place) => (place === at ? byte ^ mask : byte)),
            ),
          );
        reasons.add(await reasonOf(held, list.subarray(0, at)));
      }
    }
    expect([...reasons].toSorted()).toEqual(['FORGED', 'UNREADABLE']);
  });

  it('never goes backwards, and puts no delta on another full list', async () => {
    const held = await holding(full, delta(9, 7));
    expect([held.full?.number, held.delta?.number]).toEqual([7, 9]);
    expect(await reasonOf(NO_LISTS, delta(9, 7))).toBe('NOT_NEWER');
    for (const list of [
      full,
      delta(8, 7),
      delta(9, 7),
      delta(10, 6),
      delta(10, 8),
      signed({ number: 8, baseNumber: 8 }),
    ])
      expect(await reasonOf(held, list)).toBe('NOT_NEWER');
    expect(await reasonOf(held, delta(10, 7))).toBe('TAKEN');
    const next = await holding(full, delta(9, 7), signed({ number: 10, baseNumber: 10 }));
    expect([next.full?.number, next.delta]).toEqual([10, null]);
  });
});

describe('a code against the lists of a till', () => {
  const judged = (held: HeldLists, code: PhoneCode | PlasticCode) => decideListed(held, code);

  it('is refused by plastic alone where only the plastic was replaced, and the phone of that card goes on', async () => {
    const first = await holding(full);
    expect([1, 2].map((issueNo) => judged(first, plastic(20, issueNo)))).toEqual(['PLASTIC_REVOKED', null]);
    expect(judged(first, phone(20))).toBeNull();
    const later = await holding(full, delta(8, 7));
    expect([2, 3, 4].map((issueNo) => judged(later, plastic(21, issueNo)))).toEqual([
      'PLASTIC_REVOKED',
      'PLASTIC_REVOKED',
      null,
    ]);
    expect([judged(first, plastic(22, 1)), judged(later, plastic(22, 1))]).toEqual([null, 'PLASTIC_REVOKED']);
    expect([20, 21, 22].map((cardNo) => judged(later, phone(cardNo)))).toEqual([null, null, null]);
  });

  it('is refused on phone and plastic where the card was, and counts again after a delta that takes it off', async () => {
    const first = await holding(full);
    expect([phone(11), plastic(11, 1)].map((code) => judged(first, code))).toEqual(['CARD_REVOKED', 'CARD_REVOKED']);
    const later = await holding(full, delta(8, 7));
    expect([phone(11), plastic(11, 1)].map((code) => judged(later, code))).toEqual([null, null]);
    expect([phone(12), plastic(12, 1)].map((code) => judged(later, code))).toEqual(['CARD_REVOKED', 'CARD_REVOKED']);
  });

  it('is refused with a withdrawn key or a pass of an earlier epoch, by the newest list', async () => {
    const first = await holding(full);
    const later = await holding(full, delta(8, 7));
    expect([judged(first, phone(1, { kid: 8 })), judged(later, phone(1, { kid: 8 }))]).toEqual([null, 'KEY_REVOKED']);
    expect(judged(first, plastic(1, 1, 9))).toBe('KEY_REVOKED');
    expect([judged(first, phone(1, { policyEpoch: 3 })), judged(later, phone(1, { policyEpoch: 3 }))]).toEqual([
      null,
      'PASS_REVOKED',
    ]);
  });

  it('never counts where there is no list', () => {
    expect([phone(1), plastic(1, 1)].map((code) => judged(NO_LISTS, code))).toEqual(['NO_LIST', 'NO_LIST']);
  });

  it('of a list without plastic is as good as any issue', async () => {
    const held = await holding(signed({ plastics: NO_PLASTICS }));
    expect(judged(held, plastic(20, 1))).toBeNull();
  });
});
