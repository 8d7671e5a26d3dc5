import { sign, type KeyObject } from 'node:crypto';
import { rawEd25519PublicKey } from '../../../platform/crypto/ed25519.js';
import type { PassKey } from '../../../platform/crypto/keyring.js';
import type { Tx } from '../../../platform/database/database.js';
import { toBase64Url } from '../../../shared/code/base64url.js';
import { keyListBytes } from '../../../shared/code/key-list.js';
import { keyListContent } from './key-list.js';
import { findKeyList, insertKeyList, type KeyListRow, lockKeys } from './keys.repository.js';

/** A root that may not sign: no root at all, or not the one tills hold lists against. */
export class WrongRootError extends Error {}

/**
 * Signs the list of keys with the offline root and keeps it. Only the operator's command calls this: no process of the product has the
 * root. @throws WrongRootError for another root than the last list's, unless the change is meant
 */
export async function signKeyList(
  tx: Tx,
  {
    keys,
    rootKey,
    now,
    newRoot = false,
  }: { keys: readonly PassKey[]; rootKey: KeyObject; now: Date; newRoot?: boolean },
): Promise<KeyListRow> {
  await lockKeys(tx);
  const before = await findKeyList(tx);
  const rootPublicKey = Buffer.from(rawEd25519PublicKey(rootKey));
  if (before && !newRoot && !before.rootPublicKey.equals(rootPublicKey))
    throw new WrongRootError(
      `List ${before.serial} was signed by another root, ${toBase64Url(before.rootPublicKey)}: sign with that one, or add --new-root if it is gone; tills that were given the old public key then trust no list until they are given the new one.`,
    );
  const serial = (before?.serial ?? 0) + 1;
  const content = keyListContent(serial, keys, now);
  const signature = Buffer.from(sign(null, keyListBytes(content), rootKey));
  const list = { serial, content, rootPublicKey, signature, signedAt: now };
  await insertKeyList(tx, list);
  return list;
}
