import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

import { logger } from '../logging/logger.js';
import { BlindIndex, type IndexKeys } from './blind-index.js';
import { FieldCipher, type FieldKey } from './field-cipher.js';
import { createMissingKeyFiles, KeyFolderError, readKeyFiles, readRotatingKeys } from './key-folder.js';
import { newKeyFiles, type KeyFileName, type KeyFiles, type SecretKeys } from './key-files.js';
import { Ed25519Signer, type Signer } from './signer.js';

export type KeyStatus = 'ACTIVE' | 'RETIRED' | 'REVOKED';
export type PassKeyUse = 'PASS' | 'STATIC';

/** What anyone may know of a key that signs passes; `to` null is until the next rotation. */
export interface PassKey {
  kid: number;
  use: PassKeyUse;
  suite: number;
  publicKey: Uint8Array;
  from: Date;
  to: Date | null;
  status: KeyStatus;
}

/** A key for access tokens as PEM-free key objects; tokens name it by `kid`. */
export interface TokenKey {
  kid: string;
  algorithm: 'ES256';
  privateKey: KeyObject;
  publicKey: KeyObject;
  status: KeyStatus;
}

/** Every secret of one installation, read once at the start; no private key leaves it except behind a signer. */
export class Keyring {
  readonly fields: FieldCipher;
  readonly index: BlindIndex;
  /** Shuffles card numbers; changing it would give one number twice. */
  readonly cardNumberKey: Uint8Array;
  readonly passKeys: ReadonlyMap<number, PassKey>;
  readonly tokenKeys: ReadonlyMap<string, TokenKey>;
  /** Public keys of signed answers by kid, newest last. */
  readonly answerKeys: ReadonlyMap<number, Uint8Array>;
  readonly answerSigner: Signer;
  /** Without it a stolen table of card PINs is six digits to try. */
  readonly pinKey: Uint8Array;
  /** What the secret of every phone's short numbers is derived from. */
  readonly shortNumberKey: Uint8Array;
  private readonly passSigners: ReadonlyMap<number, Signer>;

  private constructor(
    files: KeyFiles,
    /** Where the keys lie; null when they live in memory only. */
    readonly folder: string | null,
  ) {
    const fieldKeys = files['field-keys.json'];
    this.fields = new FieldCipher(fieldKeysOf(fieldKeys), fieldKeys.current);
    this.index = new BlindIndex(indexKeysOf(files['index-keys.json']));
    this.fields.onUnknownKey(() => this.reread());
    this.cardNumberKey = currentSecret(files, 'card-number-keys.json');
    this.pinKey = currentSecret(files, 'pin-keys.json');
    this.shortNumberKey = currentSecret(files, 'short-number-keys.json');

    const passKeys = files['pass-keys.json'].keys;
    this.passKeys = new Map(passKeys.map((key) => [key.kid, passKeyOf(key)]));
    this.passSigners = new Map(passKeys.map((key) => [key.kid, signerOf('pass-keys.json', key)]));

    const answerKeys = files['answer-keys.json'].keys;
    const answerSigners = answerKeys.map((key) => signerOf('answer-keys.json', key));
    this.answerKeys = new Map(answerSigners.map((signer) => [signer.kid, signer.publicKey]));
    const answering = answerKeys.findLastIndex((key) => key.status === 'ACTIVE');
    this.answerSigner = answerSigners[answering] ?? noKey('answer-keys.json', 'signing answers');

    this.tokenKeys = new Map(files['token-keys.json'].keys.map((key) => [key.kid, tokenKeyOf(key)]));
    void this.tokenSigningKey;
  }

  /** Makes the key files that are missing; it never replaces one whose loss would lose data. */
  static createMissing(folder: string, now = new Date()): Promise<KeyFileName[]> {
    return createMissingKeyFiles(folder, now);
  }

  /** Reads the folder, or throws one sentence that names the file and the remedy. */
  static async load(folder: string): Promise<Keyring> {
    const files = await readKeyFiles(folder);
    try {
      return new Keyring(files, folder);
    } catch (error) {
      throw new KeyFolderError(
        `The keys in ${folder} cannot be used: ${error instanceof Error ? error.message : 'unknown reason'}`,
      );
    }
  }

  /** A fresh set that lives in memory only, for tests and simulators. */
  static inMemory(now = new Date()): Keyring {
    return new Keyring(newKeyFiles(now), null);
  }

  /**
   * Takes keys a rotation added meanwhile into use. What cannot be read now is read at the next look: a running process goes on with
   * the keys it has.
   */
  reread(): void {
    if (this.folder === null) return;
    try {
      const files = readRotatingKeys(this.folder);
      this.fields.use(fieldKeysOf(files['field-keys.json']), files['field-keys.json'].current);
      this.index.use(indexKeysOf(files['index-keys.json']));
    } catch (error) {
      logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the key folder cannot be read again');
    }
  }

  /** The newest key that may sign now; a plain error when rotation left none. */
  passSigner(use: PassKeyUse, now: Date): Signer {
    const usable = [...this.passKeys.values()].filter(
      (key) => key.use === use && key.status === 'ACTIVE' && key.from <= now && (key.to === null || now < key.to),
    );
    const newest = usable.sort((one, other) => other.from.getTime() - one.from.getTime() || other.kid - one.kid)[0];
    return (newest && this.passSigners.get(newest.kid)) ?? noKey('pass-keys.json', `signing ${use} codes`);
  }

  /** Signs with a key of the files whatever its period; who asks has judged that it may. */
  passSignerOf(kid: number): Signer | undefined {
    return this.passSigners.get(kid);
  }

  get tokenSigningKey(): TokenKey {
    const active = [...this.tokenKeys.values()].findLast((key) => key.status === 'ACTIVE');
    return active ?? noKey('token-keys.json', 'signing tokens');
  }
}

function passKeyOf(key: KeyFiles['pass-keys.json']['keys'][number]): PassKey {
  const { kid, use, suite, status } = key;
  const to = key.to === null ? null : new Date(key.to);
  return { kid, use, suite, publicKey: fromBase64(key.publicKey), from: new Date(key.from), to, status };
}

function signerOf(file: KeyFileName, key: { kid: number; privateKey: string; publicKey: string }): Signer {
  const signer = new Ed25519Signer(key.kid, fromBase64(key.privateKey));
  // A pair that does not belong together would sign codes that every till refuses.
  if (Buffer.compare(signer.publicKey, fromBase64(key.publicKey)) !== 0) {
    throw new Error(`the two halves of key ${key.kid} in ${file} do not belong together.`);
  }
  return signer;
}

function tokenKeyOf(key: KeyFiles['token-keys.json']['keys'][number]): TokenKey {
  return {
    kid: key.kid,
    algorithm: key.algorithm,
    privateKey: createPrivateKey({ key: Buffer.from(key.privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' }),
    status: key.status,
  };
}

function fieldKeysOf({ keys }: SecretKeys): FieldKey[] {
  return keys.map(({ kid, key }) => ({ kid, key: fromBase64(key) }));
}

function indexKeysOf({ current, next, keys }: SecretKeys): IndexKeys {
  const find = (wanted: number) => {
    const found = keys.find(({ kid }) => kid === wanted) ?? noKey('index-keys.json', `its id ${wanted}`);
    return { kid: found.kid, key: fromBase64(found.key) };
  };
  const retired = keys.filter(({ kid }) => kid !== current && kid !== next);
  return {
    current: find(current),
    next: next === undefined ? null : find(next),
    retired: retired.map(({ kid }) => find(kid)),
  };
}

type SecretFile = 'card-number-keys.json' | 'pin-keys.json' | 'short-number-keys.json';

function currentSecret(files: KeyFiles, file: SecretFile): Uint8Array {
  const { current, keys } = files[file];
  const key = keys.find(({ kid }) => kid === current);
  return key ? fromBase64(key.key) : noKey(file, `its current id ${current}`);
}

function noKey(file: KeyFileName, purpose: string): never {
  throw new Error(`${file} holds no active key for ${purpose}.`);
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
