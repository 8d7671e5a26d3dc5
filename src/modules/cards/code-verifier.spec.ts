import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { rawEd25519PublicKey } from '../../platform/crypto/ed25519.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { fromBase64Url } from '../../shared/code/base64url.js';
import {
  buildTap,
  decodeCode,
  encodePhoneCode,
  readPass,
  signTap,
  tapBytesToSign,
  type PhoneCode,
} from '../../shared/code/phone-code.js';
import { CodeVerifier } from './code-verifier.js';
import { issuePass } from './pass-issuer.js';

const now = new Date('2026-11-22T10:00:10+08:00');
const keyring = Keyring.inMemory(now);
const FORGED = { genuine: false, reason: 'CODE_FORGED' };
const UNKNOWN = { genuine: false, reason: 'KEY_UNKNOWN' };

const aPhone = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

async function aPassFor(phone: KeyObject, cardNo = 123, signer = keyring.passSigner('PASS', now)): Promise<Uint8Array> {
  const devicePublicKey = rawEd25519PublicKey(phone);
  const order = { cardNo, deviceSlot: 1, devicePublicKey, now, policyEpoch: 0, offlineClass: 0, offlineCap: 0 };
  return fromBase64Url((await issuePass(signer, order)).pass)!;
}

function show(pass: Uint8Array, phone: KeyObject, ctr = 1): Uint8Array {
  const tap = buildTap(pass, { step: Math.floor(now.getTime() / 30_000), ctr });
  return signTap(tap, sign(null, tapBytesToSign(tap), phone));
}

function codeOf(raw: Uint8Array): PhoneCode {
  const decoded = decodeCode(encodePhoneCode(raw));
  if (!decoded.readable) throw new Error(decoded.reason);
  return decoded.code;
}

async function isAccepted(verifier: CodeVerifier, raw: Uint8Array): Promise<boolean> {
  const decoded = decodeCode(encodePhoneCode(raw));
  return decoded.readable && (await verifier.verify(decoded.code)).genuine;
}

const aVerifier = (): CodeVerifier => new CodeVerifier((kid) => keyring.passKeys.get(kid));

describe('issuing a pass', () => {
  it('gives 72 hours from the minute it is asked for, to be renewed after 24', async () => {
    const phone = aPhone();
    const devicePublicKey = rawEd25519PublicKey(phone);
    const order = { cardNo: 9, deviceSlot: 2, devicePublicKey, now, policyEpoch: 5, offlineClass: 1, offlineCap: 30 };
    const issued = await issuePass(keyring.passSigner('PASS', now), order);
    expect(issued.expiresAt).toEqual(new Date('2026-11-25T10:00:00+08:00'));
    expect(issued.renewFrom).toEqual(new Date('2026-11-23T10:00:00+08:00'));
    const bytes = fromBase64Url(issued.pass)!;
    expect(bytes).toHaveLength(116);
    expect(readPass(bytes)).toEqual({
      suite: 0,
      kid: 1,
      cardNo: 9,
      notBeforeMinutes: Math.floor(now.getTime() / 60_000),
      lifeMinutes: 4320,
      deviceSlot: 2,
      offlineClass: 1,
      offlineCap: 30,
      policyEpoch: 5,
      devicePublicKey,
    });
  });
});

describe('the signatures of a code', () => {
  it('fit, the first time and from memory', async () => {
    const phone = aPhone();
    const pass = await aPassFor(phone);
    const verifier = aVerifier();
    expect(await verifier.verify(codeOf(show(pass, phone)))).toEqual({ genuine: true });
    expect(await verifier.verify(codeOf(show(pass, phone, 2)))).toEqual({ genuine: true });
  });

  it.each(['unknown', 'remembered'])(
    'F04 do not fit with any single byte flipped, the pass being %s',
    async (memory) => {
      const phone = aPhone();
      const raw = show(await aPassFor(phone), phone);
      const verifier = aVerifier();
      if (memory === 'remembered') await verifier.verify(codeOf(raw));
      for (let at = 0; at < raw.length; at += 1) {
        for (const bits of [0x01, 0x80, 0xff]) {
          const flipped = raw.slice();
          flipped[at]! ^= bits;
          expect(await isAccepted(verifier, flipped)).toBe(false);
        }
      }
    },
  );

  it('F04 do not fit when random codes are sent, and nothing throws', async () => {
    const verifier = aVerifier();
    for (let tries = 0; tries < 200; tries += 1) {
      const raw = Uint8Array.from(
        { length: 188 },
        (_, at) => (Math.imul(at + 7, tries * 2_654_435_761 + 11) >>> 9) & 255,
      );
      raw.set([0x11, 0, 0, 1]);
      expect(await verifier.verify(codeOf(raw))).toEqual(FORGED);
    }
  });

  it("F06 do not fit when card A's pass carries phone B's tap, fresh or remembered", async () => {
    const [phoneA, phoneB] = [aPhone(), aPhone()];
    const [passA, passB] = [await aPassFor(phoneA, 1), await aPassFor(phoneB, 2)];
    const verifier = aVerifier();
    expect(await verifier.verify(codeOf(show(passA, phoneB)))).toEqual(FORGED);
    await verifier.verify(codeOf(show(passA, phoneA)));
    await verifier.verify(codeOf(show(passB, phoneB)));
    expect(await verifier.verify(codeOf(show(passA, phoneB)))).toEqual(FORGED);
    // The whole tap of another genuine code under this pass.
    const mixed = show(passB, phoneB);
    mixed.set(passA);
    expect(await verifier.verify(codeOf(mixed))).toEqual(FORGED);
  });

  it('F06 do not fit when a stranger signs a pass for a phone of his own', async () => {
    const phone = aPhone();
    const stranger = Keyring.inMemory(now);
    const pass = await aPassFor(phone, 123, stranger.passSigner('PASS', now));
    expect(await aVerifier().verify(codeOf(show(pass, phone)))).toEqual(FORGED);
  });

  it('F07 are not judged under an unknown key or one for plastic cards', async () => {
    const phone = aPhone();
    const pass = await aPassFor(phone);
    expect(await new CodeVerifier(() => undefined).verify(codeOf(show(pass, phone)))).toEqual(UNKNOWN);
    const plastic = await aPassFor(phone, 123, keyring.passSigner('STATIC', now));
    expect(await aVerifier().verify(codeOf(show(plastic, phone)))).toEqual(UNKNOWN);
  });

  it("F07 are refused once the remembered pass's key is gone or its id belongs to another", async () => {
    const phone = aPhone();
    const raw = show(await aPassFor(phone), phone);
    let keys = keyring.passKeys;
    const verifier = new CodeVerifier((kid) => keys.get(kid));
    expect(await verifier.verify(codeOf(raw))).toEqual({ genuine: true });
    keys = Keyring.inMemory(now).passKeys;
    expect(await verifier.verify(codeOf(raw))).toEqual(FORGED);
    keys = new Map();
    expect(await verifier.verify(codeOf(raw))).toEqual(UNKNOWN);
  });

  it('are not judged by a suite this installation does not speak', async () => {
    const phone = aPhone();
    const code = codeOf(show(await aPassFor(phone), phone));
    const key = keyring.passKeys.get(1)!;
    expect(await new CodeVerifier(() => ({ ...key, suite: 1 })).verify(code)).toEqual(FORGED);
  });
});
