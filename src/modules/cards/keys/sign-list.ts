import { sign, type KeyObject } from 'node:crypto';
import { rawEd25519PublicKey } from '../../../platform/crypto/ed25519.js';
import type { PassKey } from '../../../platform/crypto/keyring.js';
import type { Tx } from '../../../platform/database/database.js';
import { keyListBytes } from '../../../shared/code/key-list.js';
import { keyListContent } from './key-list.js';
import { findKeyList, insertKeyList, type KeyListRow, lockKeys } from './keys.repository.js';

/** Signs the list of keys with the offline root and keeps it. Only the operator's command calls this: no process of the product has the root. */
export async function signKeyList(
  tx: Tx,
  { keys, rootKey, now }: { keys: readonly PassKey[]; rootKey: KeyObject; now: Date },
): Promise<KeyListRow> {
  await lockKeys(tx);
  const before = await findKeyList(tx);
  const serial = (before?.serial ?? 0) + 1;
  const content = keyListContent(serial, keys, now);
  const signature = Buffer.from(sign(null, keyListBytes(content), rootKey));
  const rootPublicKey = Buffer.from(rawEd25519PublicKey(rootKey));
  const list = { serial, content, rootPublicKey, signature, signedAt: now };
  await insertKeyList(tx, list);
  return list;
}
