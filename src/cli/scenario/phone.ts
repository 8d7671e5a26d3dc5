import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { CodeTexts, DevicesService, issuePass, issuePlasticCode } from '../../modules/cards/index.js';
import { rawEd25519PublicKey } from '../../platform/crypto/ed25519.js';
import { buildTap, encodePhoneCode, signTap, stepAt, tapBytesToSign } from '../../shared/code/phone-code.js';
import type { Product } from './product.js';

/** The card a member shows at present. */
export interface HeldCard {
  readonly cardId: string;
  readonly cardNo: number;
  readonly issueNo: number;
}

/** A member's phone: bound to the card when it first shows it, and never showing one code twice. */
export class MemberPhone {
  private readonly privateKey: KeyObject;
  private readonly publicKey: Uint8Array;
  private counter = 0;
  private slot: Promise<number> | null = null;

  constructor(private readonly card: HeldCard) {
    this.privateKey = generateKeyPairSync('ed25519').privateKey;
    this.publicKey = rawEd25519PublicKey(createPublicKey(this.privateKey));
  }

  /** The public half as an app sends it when it binds the phone. */
  get publicKeyText(): string {
    return Buffer.from(this.publicKey).toString('base64url');
  }

  /** Says that the phone was bound by its owner, in this slot. */
  isBound(slot: number): void {
    this.slot = Promise.resolve(slot);
  }

  /** A fresh code of this instant. */
  async show({ clock, database, keyring, get }: Product): Promise<string> {
    this.slot ??= database
      .transaction((tx) => get(DevicesService).bindDemoDevice(tx, this.card.cardId, this.publicKey))
      .then(({ slot }) => slot);
    const deviceSlot = await this.slot;
    const now = clock.now();
    const { pass } = await issuePass(keyring.passSigner('PASS', now), {
      cardNo: this.card.cardNo,
      deviceSlot,
      devicePublicKey: this.publicKey,
      now,
      policyEpoch: 1,
      offlineClass: 0,
      offlineCap: 0,
    });
    this.counter += 1;
    const step = stepAt(now.getTime() / 1000);
    const tap = buildTap(new Uint8Array(Buffer.from(pass, 'base64url')), { step, ctr: this.counter });
    const signature = new Uint8Array(sign(null, tapBytesToSign(tap), this.privateKey));
    return encodePhoneCode(signTap(tap, signature), get(CodeTexts).prefixes);
  }
}

const ALWAYS = { cardClass: 0, fromDay: 0, toDay: 0xffff };

/** The code printed on a member's plastic card. */
export function showPlastic({ clock, keyring, get }: Product, { cardNo, issueNo }: HeldCard): Promise<string> {
  const order = { cardNo, issueNo, ...ALWAYS };
  return issuePlasticCode(keyring.passSigner('STATIC', clock.now()), order, get(CodeTexts).prefixes);
}
