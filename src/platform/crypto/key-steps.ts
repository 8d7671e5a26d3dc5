import { randomBytes } from 'node:crypto';
import type { SecretKeys } from './key-files.js';

const KEY_BYTES = 32;

/** A step of a rotation that cannot be taken now; one sentence for the operator. */
export class KeyStepError extends Error {
  override readonly name = 'KeyStepError';
}

/** Adds the key to come. Nothing uses it yet: every process must know it before the first value needs it. */
export function addNextKey(keys: SecretKeys, now: Date): SecretKeys {
  if (keys.next !== undefined) throw new KeyStepError(`Key ${keys.next} was added already: go on with the next step.`);
  const kid = keys.current + 1;
  const added = { kid, key: randomBytes(KEY_BYTES).toString('base64'), from: now.toISOString() };
  return { ...keys, next: kid, keys: [...keys.keys, added] };
}

/** Makes the key to come the current one; the one before stays for what hangs on it. */
export function useNextKey(keys: SecretKeys, now: Date): SecretKeys {
  const { next, ...rest } = keys;
  if (next === undefined) throw new KeyStepError('There is no key to come: add one first.');
  return {
    ...rest,
    current: next,
    keys: keys.keys.map((key) => (key.kid === keys.current ? { ...key, retiredAt: now.toISOString() } : key)),
  };
}

/** Forgets retired keys that nothing hangs on any more. */
export function dropKeys(keys: SecretKeys, kids: ReadonlySet<number>): SecretKeys {
  if (kids.has(keys.current) || (keys.next !== undefined && kids.has(keys.next)))
    throw new KeyStepError('A key in use cannot be dropped.');
  return { ...keys, keys: keys.keys.filter(({ kid }) => !kids.has(kid)) };
}

/** Retired keys, with when they were. */
export function retiredKeys(keys: SecretKeys): { readonly kid: number; readonly retiredAt: Date }[] {
  return keys.keys.flatMap(({ kid, from, retiredAt }) =>
    kid === keys.current || kid === keys.next ? [] : [{ kid, retiredAt: new Date(retiredAt ?? from) }],
  );
}

/**
 * The key whose blind indexes may be removed: the one before the current key, whose column the next key will need. None while that key
 * is to come, and none while any was retired after `before`.
 */
export function clearableKid(keys: SecretKeys, before: Date): number | null {
  const isFresh = retiredKeys(keys).some(({ retiredAt }) => retiredAt > before);
  return keys.next !== undefined || keys.current === 1 || isFresh ? null : keys.current - 1;
}
