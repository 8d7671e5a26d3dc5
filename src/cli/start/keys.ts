import { Keyring } from '../../platform/crypto/keyring.js';
import { DAY_MS } from '../../shared/time.js';
import { step } from './step.js';

const DEMO_KEYS_AGE_MS = 90 * DAY_MS;

/** Makes the key files that are missing. The demo's past is signed too, so its keys must be older than that past. */
export async function ensureKeys(folder: string, demo: boolean): Promise<void> {
  const from = new Date(Date.now() - (demo ? DEMO_KEYS_AGE_MS : 0));
  await step('keys', () => Keyring.createMissing(folder, from));
}
