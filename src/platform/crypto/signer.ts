import { createPrivateKey, sign, type KeyObject } from 'node:crypto';

import { rawEd25519PublicKey } from './ed25519.js';

/** Signs with one key that never leaves it: a key file today, an HSM or a KMS behind the same three members later. */
export interface Signer {
  readonly kid: number;
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** The key-file signer: Ed25519, 64 bytes, in the thread pool. */
export class Ed25519Signer implements Signer {
  readonly publicKey: Uint8Array;
  private readonly key: KeyObject;

  constructor(
    readonly kid: number,
    privateKeyPkcs8: Uint8Array,
  ) {
    this.key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8), format: 'der', type: 'pkcs8' });
    if (this.key.asymmetricKeyType !== 'ed25519') throw new Error(`Key ${kid} is no Ed25519 key.`);
    this.publicKey = rawEd25519PublicKey(this.key);
  }

  sign(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      sign(null, bytes, this.key, (error, signature) => {
        if (error) reject(error);
        else resolve(new Uint8Array(signature));
      });
    });
  }
}
