import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../../app.module.js';
import { CardKeys, KeysService, signKeyList, WrongRootError } from '../../modules/cards/index.js';
import { parseConfig } from '../../platform/config/config.js';
import { rawEd25519PublicKey } from '../../platform/crypto/ed25519.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database } from '../../platform/database/database.js';
import { logger, setLogLevel } from '../../platform/logging/logger.js';
import { NestLogger } from '../../platform/logging/nest-logger.js';
import { Clock } from '../../shared/clock.js';
import { toBase64Url } from '../../shared/code/base64url.js';

/** Makes the offline root's key file; it belongs on a medium of its own, never in KEYS_DIR. Refuses to write over one. Answers the public key, which tills hold lists against. */
export async function makeRoot(file: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    throw new Error(`${file} is there already: a root is made once, and tills that know it would trust no other.`);
  });
  return toBase64Url(rawEd25519PublicKey(publicKey));
}

/** Signs the list of all keys there are, those of the coming months too, with the root in a file. Answers its number and how many it names. @throws WrongRootError */
export async function signKeys(file: string, newRoot: boolean): Promise<{ serial: number; keys: number }> {
  const rootKey = await readRoot(file);
  const config = parseConfig(process.env);
  setLogLevel('warn');
  const keyring = await Keyring.load(config.KEYS_DIR);
  const app = await NestFactory.createApplicationContext(appModule({ config, keyring, jobs: false }), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  try {
    await app.get(KeysService).rotate();
    const keys = app.get(CardKeys);
    await keys.read();
    const list = keys.list();
    const now = app.get(Clock).now();
    const { serial } = await app
      .get(Database)
      .transaction((tx) => signKeyList(tx, { keys: list, rootKey, now, newRoot }));
    logger.info({ serial }, 'signed the list of keys');
    return { serial, keys: list.length };
  } finally {
    await app.close();
  }
}

async function readRoot(file: string): Promise<KeyObject> {
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new WrongRootError(
      `${file} cannot be read (${error.code ?? 'unknown reason'}): name the file that "root" made.`,
    );
  });
  const key = privateKeyOf(pem);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new WrongRootError(`${file} holds no Ed25519 private key: name the file that "root" made.`);
}

function privateKeyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
