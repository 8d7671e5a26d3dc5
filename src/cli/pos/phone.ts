import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { rawEd25519PublicKey } from '../../platform/crypto/ed25519.js';
import {
  buildTap,
  encodePhoneCode,
  isPassDueForRenewal,
  passEndsAt,
  readPass,
  signTap,
  stepAt,
  tapBytesToSign,
} from '../../shared/code/phone-code.js';
import { DEFAULT_CODE_PREFIXES } from '../../shared/code/code-text.js';
import { encodeShortNumber, shortMacInput } from '../../shared/code/short-number.js';
import { boundElsewhere, type Demo, type DemoFiles, type Phone } from './demo-files.js';
import { failed } from './simulator-error.js';
import { bodyOf } from './till.js';
import type { Transport } from './transport.js';

export interface Showing {
  readonly code: string;
  readonly cardNo: string;
  readonly step: number;
  /** Seconds until the phone would show the next one. */
  readonly secondsLeft: number;
}

/** A demo phone: keeps its key and pass in a file, shows the code of the moment, renews its pass in time. */
export class DemoPhone {
  constructor(
    private readonly files: DemoFiles,
    private readonly demo: Demo,
    private readonly transport: Transport,
  ) {}

  /** The code the phone would show now. The count goes up and is stored before the code leaves, as on a real phone. */
  async show(cardNo: string, offsetSeconds = 0): Promise<Showing> {
    return this.files.withPhone(cardNo, async (known) => {
      const now = Math.floor(Date.now() / 1000) + offsetSeconds;
      const renewed = await this.renewed(known, cardNo, now);
      const phone = { ...renewed, counter: renewed.counter + 1 };
      const step = stepAt(now);
      const tap = buildTap(new Uint8Array(Buffer.from(phone.pass, 'base64url')), { step, ctr: phone.counter });
      const signature = sign(null, tapBytesToSign(tap), createPrivateKey(phone.privateKeyPem));
      const prefixes = { ...DEFAULT_CODE_PREFIXES, D: phone.codePrefix };
      const code = encodePhoneCode(signTap(tap, new Uint8Array(signature)), prefixes);
      return { phone, result: { code, cardNo, step, secondsLeft: 30 - (now % 30) } };
    });
  }

  /** The short number its holder would read out now; the phone asks once for what it makes them with. */
  async readOut(cardNo: string, offsetSeconds = 0): Promise<Showing> {
    return this.files.withPhone(cardNo, async (known) => {
      const phone = known.short === undefined ? await this.renew(known, cardNo) : known;
      if (phone === 'REPLACED') throw failed(boundElsewhere(cardNo));
      const { prefix, secret } = phone.short ?? { prefix: DEFAULT_CODE_PREFIXES.N, secret: '' };
      const pass = readPass(new Uint8Array(Buffer.from(phone.pass, 'base64url')));
      const now = Math.floor(Date.now() / 1000) + offsetSeconds;
      const step = stepAt(now);
      const hmac = createHmac('sha256', Buffer.from(secret, 'base64url'))
        .update(shortMacInput(pass.cardNo, phone.slot, step))
        .digest();
      const code = encodeShortNumber({ cardNo: pass.cardNo, step, hmac }, { ...DEFAULT_CODE_PREFIXES, N: prefix });
      return { phone, result: { code, cardNo, step, secondsLeft: 30 - (now % 30) } };
    });
  }

  private async renewed(phone: Phone, cardNo: string, now: number): Promise<Phone> {
    const pass = readPass(new Uint8Array(Buffer.from(phone.pass, 'base64url')));
    if (!isPassDueForRenewal(pass, now)) return phone;
    const answer = await this.renew(phone, cardNo).catch((error: unknown) => {
      // Below 48 h a phone tries whenever it can; until the pass ends it works without.
      if (now < passEndsAt(pass)) return null;
      throw error;
    });
    if (answer === 'REPLACED') throw failed(boundElsewhere(cardNo));
    return answer ?? phone;
  }

  private async renew(phone: Phone, cardNo: string): Promise<Phone | 'REPLACED'> {
    const publicKey = rawEd25519PublicKey(createPublicKey(phone.privateKeyPem));
    const token = await this.signIn(cardNo);
    const answer = await this.post(
      '/worker/v1/card/pass',
      { publicKey: Buffer.from(publicKey).toString('base64url') },
      token,
    );
    const { pass, codePrefix = phone.codePrefix, shortPrefix: prefix, shortSecret: secret } = answer.body;
    if (answer.status < 300 && typeof pass === 'string' && typeof codePrefix === 'string') {
      const short = typeof prefix === 'string' && typeof secret === 'string' ? { prefix, secret } : undefined;
      return { ...phone, pass, codePrefix, ...(short ? { short } : {}) };
    }
    if (answer.body['code'] === 'DEVICE_REPLACED' || answer.body['code'] === 'DEVICE_NOT_BOUND') return 'REPLACED';
    throw refusedRenewal(answer.body['code'] ?? answer.status);
  }

  private async signIn(cardNo: string): Promise<string> {
    const member = this.demo.members.find((one) => one.cardNo === cardNo);
    if (!member) throw failed(`No demo member has card ${cardNo}, so its pass cannot be renewed.`);
    const device = randomBytes(24).toString('base64url');
    const challenge = await this.post('/auth/v1/otp', { phone: member.phone, device });
    const { challengeId, demoCode: code } = challenge.body;
    if (typeof code !== 'string') throw refusedRenewal(challenge.body['code'] ?? 'no demo code');
    const { body } = await this.post('/auth/v1/otp/verify', { challengeId, device, code });
    if (typeof body['accessToken'] !== 'string') throw refusedRenewal(body['code'] ?? 'no token');
    return body['accessToken'];
  }

  private async post(
    path: string,
    body: unknown,
    token?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const answer = await this.transport({ method: 'POST', path, headers, body: JSON.stringify(body) });
    return { status: answer.status, body: bodyOf(answer) };
  }
}

function refusedRenewal(why: unknown) {
  return failed(
    `The pass of the demo phone has ended and could not be renewed (${String(why)}): try again in a minute.`,
  );
}
