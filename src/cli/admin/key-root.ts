import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../../app.module.js';
import { CardKeys, KeysService, signKeyList } from '../../modules/cards/index.js';
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
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  return toBase64Url(rawEd25519PublicKey(publicKey));
}

/** Signs the list of all keys there are, those of the coming months too, with the root in a file. Answers its number and how many it names. */
export async function signKeys(file: string): Promise<{ serial: number; keys: number }> {
  const rootKey = createPrivateKey(await readFile(file, 'utf8'));
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
    const { serial } = await app.get(Database).transaction((tx) => signKeyList(tx, { keys: list, rootKey, now }));
    logger.info({ serial }, 'signed the list of keys');
    return { serial, keys: list.length };
  } finally {
    await app.close();
  }
}
