import { bytesOf, toBase64Url, type Bytes } from '../shared/bytes.js';
import { findDeviceKey, makeDeviceKey, type DeviceKey } from '../shared/device-key.js';
import { deleteStored, readStored, writeStored } from '../shared/store.js';
import { pairTerminal } from './api/merchants.js';

/** This browser as a till: what the platform gave it when it was paired. */
export interface Till {
  readonly terminalId: string;
  readonly keyId: string;
  readonly storeId: string;
  readonly storeName: string;
  readonly answerKey: { readonly kid: number; readonly publicKey: Bytes };
}

const storedName = 'merchant:till';
const keyName = 'merchant-till';

export async function findTill(): Promise<Till | null> {
  return (await readStored<Till>(storedName)) ?? null;
}

export async function getTillKey(): Promise<DeviceKey> {
  const key = await findDeviceKey(keyName);
  if (!key) throw new Error('this till has lost its key');
  return key;
}

/** Makes a key in this browser and enrols it as a till of a store. */
export async function pairThisBrowser(store: { id: string; name: string }, label: string): Promise<void> {
  const key = await makeDeviceKey(keyName);
  const paired = await pairTerminal({ storeId: store.id, label, publicKey: toBase64Url(key.publicKey) });
  const till: Till = {
    terminalId: paired.terminalId,
    keyId: paired.keyId,
    storeId: paired.storeId,
    storeName: store.name,
    answerKey: { kid: paired.answerKey.kid, publicKey: bytesOf(paired.answerKey.publicKey) },
  };
  await writeStored(storedName, till);
}

export async function forgetTill(): Promise<void> {
  await deleteStored(storedName);
}
