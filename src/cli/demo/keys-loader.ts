import { createPrivateKey } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CardKeys, KeysService, signKeyList } from '../../modules/cards/index.js';
import { makeRoot } from '../admin/key-root.js';
import type { DemoProduct } from './demo-product.js';

/** A root of the demo's own, which nobody keeps offline, and its list of the keys of the coming months. Answers the root's public key. */
export async function loadKeyList(product: DemoProduct): Promise<string> {
  const file = join(product.dataDir, 'offline-root.pem');
  // Of an earlier demo, whose database is gone: a till that kept its lists would take no lower number.
  await rm(file, { force: true });
  await rm(join(product.dataDir, 'lists'), { recursive: true, force: true });
  const publicKey = await makeRoot(file);
  const rootKey = createPrivateKey(await readFile(file, 'utf8'));
  await product.get(KeysService).rotate();
  const keys = product.get(CardKeys);
  await keys.read();
  await product.database.transaction((tx) => signKeyList(tx, { keys: keys.list(), rootKey, now: product.clock.now() }));
  return publicKey;
}
