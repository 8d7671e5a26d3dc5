import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { join } from 'node:path';
import { CodeTexts, DevicesService, issuePass } from '../../modules/cards/index.js';
import { rawEd25519PublicKey } from '../../platform/crypto/ed25519.js';
import type { Keyring } from '../../platform/crypto/keyring.js';
import type { CodePrefixes } from '../../shared/code/code-text.js';
import { buildTap, encodePhoneCode, signTap, stepAt, tapBytesToSign } from '../../shared/code/phone-code.js';
import { printCardNo } from '../../shared/numbers/card-no.js';
import { DAY_MS } from '../../shared/time.js';
import { type DemoProduct, HISTORY_DAYS } from './demo-product.js';
import type { DemoHolder } from './people-loader.js';
import { emptyFolder, writeSecret } from './secret-files.js';

/** A phone of the demo: shows a code for any instant, counting as a real one does. */
export class BoundPhone {
  private counter = 0;
  private readonly devicePublicKey: Uint8Array;

  constructor(
    private readonly keyring: Keyring,
    private readonly cardNo: number,
    private readonly slot: number,
    private readonly privateKey: KeyObject,
    private readonly prefixes: CodePrefixes,
  ) {
    this.devicePublicKey = rawEd25519PublicKey(createPublicKey(privateKey));
  }

  /** The code it shows at an instant, with a pass as fresh as one renewed that day. */
  async show(moment: Date): Promise<string> {
    this.counter += 1;
    const pass = Buffer.from(await this.passAt(moment), 'base64url');
    const tap = buildTap(new Uint8Array(pass), { step: stepAt(moment.getTime() / 1000), ctr: this.counter });
    const signature = new Uint8Array(sign(null, tapBytesToSign(tap), this.privateKey));
    return encodePhoneCode(signTap(tap, signature), this.prefixes);
  }

  /** Stores key, pass and count for the simulator in the terminal. */
  async save(folder: string, now: Date): Promise<void> {
    const { slot, counter } = this;
    const cardNo = printCardNo(this.cardNo);
    const privateKeyPem = this.privateKey.export({ type: 'pkcs8', format: 'pem' });
    await writeSecret(join(folder, `${cardNo}.json`), {
      cardNo,
      slot,
      privateKeyPem,
      pass: await this.passAt(now),
      codePrefix: this.prefixes.D,
      counter,
    });
  }

  private async passAt(now: Date): Promise<string> {
    const { pass } = await issuePass(this.keyring.passSigner('PASS', now), {
      cardNo: this.cardNo,
      deviceSlot: this.slot,
      devicePublicKey: this.devicePublicKey,
      now,
      policyEpoch: 1,
      offlineClass: 0,
      offlineCap: 0,
    });
    return pass;
  }
}

/** Binds a phone to the card of everybody cast for one, as it stood before the history begins. */
export async function bindPhones(product: DemoProduct, holders: readonly DemoHolder[]): Promise<BoundPhone[]> {
  const cards = holders.flatMap(({ planned, card }) => (planned.part === 'PHONE' && card !== null ? [card] : []));
  const keys = cards.map((card) => ({ card, ...generateKeyPairSync('ed25519') }));
  const { prefixes } = product.get(CodeTexts);
  const boundAt = new Date(product.now.getTime() - HISTORY_DAYS * DAY_MS);
  return product.clock.at(boundAt, () =>
    product.database.transaction(async (tx) => {
      const phones: BoundPhone[] = [];
      for (const { card, privateKey, publicKey } of keys) {
        const raw = rawEd25519PublicKey(publicKey);
        const { slot } = await product.get(DevicesService).bindDemoDevice(tx, card.cardId, raw);
        phones.push(new BoundPhone(product.keyring, card.cardNo, slot, privateKey, prefixes));
      }
      return phones;
    }),
  );
}

/** Writes every phone's file, with the count it has come to. */
export async function savePhones(product: DemoProduct, phones: readonly BoundPhone[]): Promise<void> {
  const folder = join(product.dataDir, 'phones');
  await emptyFolder(folder);
  const now = product.clock.now();
  await Promise.all(phones.map((phone) => phone.save(folder, now)));
}
