import { joinBytes, type Bytes } from './bytes.js';
import { deleteStored, readStored, writeStored } from './store.js';

/** A signing key this device keeps. `hardware` is true when the browser itself guards it and no script can read it. */
export interface DeviceKey {
  readonly publicKey: Bytes;
  readonly hardware: boolean;
  sign(message: Bytes): Promise<Bytes>;
}

type StoredKey =
  | { readonly kind: 'native'; readonly publicKey: Bytes; readonly privateKey: CryptoKey }
  | {
      readonly kind: 'wrapped';
      readonly publicKey: Bytes;
      readonly wrappingKey: CryptoKey;
      readonly sealedSeed: Bytes;
    };

const ivBytes = 12;

/** Whether this page may keep keys at all: browsers offer it on https and localhost only. */
export function canKeepKeys(): boolean {
  return globalThis.isSecureContext && 'subtle' in crypto && 'indexedDB' in globalThis;
}

/** The key kept under a name, or null. */
export async function findDeviceKey(name: string): Promise<DeviceKey | null> {
  const stored = await readStored<StoredKey>(`key:${name}`);
  return stored ? use(stored) : null;
}

/** Makes and keeps a new key, replacing the one under this name. */
export async function makeDeviceKey(name: string): Promise<DeviceKey> {
  const stored = (await makeNative()) ?? (await makeWrapped());
  await writeStored(`key:${name}`, stored);
  // Without this a phone short of space may drop the key; a refusal only means the old risk stays.
  await navigator.storage?.persist?.().catch(() => false);
  return use(stored);
}

export async function forgetDeviceKey(name: string): Promise<void> {
  await deleteStored(`key:${name}`);
}

async function makeNative(): Promise<StoredKey | null> {
  try {
    const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    return { kind: 'native', publicKey, privateKey: pair.privateKey };
  } catch {
    // The browser has no Ed25519; the caller takes the other way.
    return null;
  }
}

async function makeWrapped(): Promise<StoredKey> {
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const wrappingKey = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, wrappingKey, seed));
  const publicKey = new Uint8Array(ed25519.getPublicKey(seed));
  seed.fill(0);
  return { kind: 'wrapped', publicKey, wrappingKey, sealedSeed: joinBytes(iv, sealed) };
}

function use(stored: StoredKey): DeviceKey {
  if (stored.kind === 'native') {
    const sign = async (message: Bytes): Promise<Bytes> =>
      new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, stored.privateKey, message));
    return { publicKey: stored.publicKey, hardware: true, sign };
  }
  const sign = async (message: Bytes): Promise<Bytes> => {
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    const iv = stored.sealedSeed.slice(0, ivBytes);
    const sealed = stored.sealedSeed.slice(ivBytes);
    const seed = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, stored.wrappingKey, sealed));
    const signature = new Uint8Array(ed25519.sign(message, seed));
    seed.fill(0);
    return signature;
  };
  return { publicKey: stored.publicKey, hardware: false, sign };
}

/** Checks an Ed25519 signature with the browser's own code where it has it. */
export async function isSignedBy(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', publicKey, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message);
  } catch {
    const { ed25519 } = await import('@noble/curves/ed25519.js');
    return ed25519.verify(signature, message, publicKey);
  }
}
