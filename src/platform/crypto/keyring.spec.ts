import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { isStrongEd25519PublicKey } from './device-key-check.js';
import { verifyEd25519 } from './ed25519.js';
import { KEY_FILE_NAMES } from './key-files.js';
import { Keyring } from './keyring.js';

const now = new Date('2026-11-22T10:00:00+08:00');
let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'keys-')), 'keys');
});

afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true, force: true });
});

const editable = z.looseObject({ keys: z.array(z.record(z.string(), z.unknown())) });

async function change(name: string, edit: (keys: Record<string, unknown>[]) => void): Promise<void> {
  const file = editable.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  edit(file.keys);
  await writeFile(join(folder, name), JSON.stringify(file));
}

describe('the key folder', () => {
  it('is made once, closed to other accounts, and read back the same', async () => {
    expect(await Keyring.createMissing(folder, now)).toEqual(KEY_FILE_NAMES);
    expect(await Keyring.createMissing(folder, now)).toEqual([]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).toSorted()).toEqual([...KEY_FILE_NAMES].toSorted());

    const [first, second] = await Promise.all([Keyring.load(folder), Keyring.load(folder)]);
    const place = { table: 't', column: 'c', rowId: 'r' };
    expect(second.fields.open(place, first.fields.seal(place, '南昌'))).toBe('南昌');
    expect(second.index.of('phone', '1')).toEqual(first.index.of('phone', '1'));
    expect(second.cardNumberKey).toEqual(first.cardNumberKey);
    expect(second.tokenSigningKey.kid).toBe(first.tokenSigningKey.kid);
  });

  it('comes out as one set when many processes start at once', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => Keyring.createMissing(folder, now)));
    expect(made.flat().toSorted()).toEqual([...KEY_FILE_NAMES].toSorted());
    await expect(Keyring.load(folder)).resolves.toBeInstanceOf(Keyring);
  });

  it('makes a lost signing key anew, but never a lost field key', async () => {
    await Keyring.createMissing(folder, now);
    await rm(join(folder, 'token-keys.json'));
    expect(await Keyring.createMissing(folder, now)).toEqual(['token-keys.json']);
    await rm(join(folder, 'field-keys.json'));
    await expect(Keyring.createMissing(folder, now)).rejects.toThrow(/field-keys\.json is missing.*restore/);
    await expect(Keyring.load(folder)).rejects.toThrow(/field-keys\.json is missing: restore/);
  });

  it('says in one sentence what is wrong and shows no key', async () => {
    await Keyring.createMissing(folder, now);
    const path = join(folder, 'index-keys.json');
    await chmod(path, 0o644);
    await expect(Keyring.load(folder)).rejects.toThrow('index-keys.json is open to other accounts: run chmod 600');
    await chmod(path, 0o600);
    await writeFile(path, '{"current":1,"keys":[{"kid":1,"key":"c2VjcmV0');
    await expect(Keyring.load(folder)).rejects.toThrow(/^(?!.*c2Vj).*index-keys\.json is not JSON: restore/);
    await writeFile(path, '{"current":1,"keys":[{"kid":1,"key":"c2VjcmV0","from":"yesterday"}]}');
    await expect(Keyring.load(folder)).rejects.toThrow('index-keys.json is wrong at "keys.0.from"');
    await writeFile(path, '{"current":1,"keys":[{"kid":1,"key":"c2VjcmV0","from":"2026-11-22T10:00:00Z"}]}');
    await expect(Keyring.load(folder)).rejects.toThrow('index key has 6 bytes');
    await chmod(folder, 0o755);
    await expect(Keyring.load(folder)).rejects.toThrow('run chmod 700');
    await writeFile(join(folder, 'file'), '');
    await expect(Keyring.createMissing(join(folder, 'file', 'keys'), now)).rejects.toThrow('set KEYS_DIR');
  });

  it('refuses a pair that does not belong together, and a folder without an active key', async () => {
    await Keyring.createMissing(folder, now);
    await change('pass-keys.json', (keys) => (keys[0]!.publicKey = keys[1]!.publicKey));
    await expect(Keyring.load(folder)).rejects.toThrow('the two halves of key 1 in pass-keys.json');
    await rm(join(folder, 'pass-keys.json'));
    await Keyring.createMissing(folder, now);
    await change('answer-keys.json', (keys) => (keys[0]!.status = 'REVOKED'));
    await expect(Keyring.load(folder)).rejects.toThrow('answer-keys.json holds no active key for signing answers');
  });
});

describe('signing', () => {
  it('signs passes with the newest active key of that use, inside its period', () => {
    const keyring = Keyring.inMemory(now);
    expect(keyring.passSigner('PASS', now).kid).toBe(1);
    expect(keyring.passSigner('STATIC', now).kid).toBe(2);
    expect(() => keyring.passSigner('PASS', new Date(now.getTime() - 1))).toThrow('no active key for signing PASS');
  });

  it('gives signatures that fit their key and their bytes alone, and never throws at garbage', async () => {
    const keyring = Keyring.inMemory(now);
    const signer = keyring.answerSigner;
    const bytes = new TextEncoder().encode('收据');
    const signature = await signer.sign(bytes);
    expect(signature).toHaveLength(64);
    expect(keyring.answerKeys.get(signer.kid)).toEqual(signer.publicKey);
    expect(await verifyEd25519(signer.publicKey, bytes, signature)).toBe(true);
    const other = keyring.passSigner('PASS', now).publicKey;
    const garbage = new Uint8Array(32).fill(255);
    expect(await verifyEd25519(other, bytes, signature)).toBe(false);
    expect(await verifyEd25519(garbage, bytes, signature)).toBe(false);
    expect(await verifyEd25519(new Uint8Array(31), bytes, signature)).toBe(false);
    expect(await verifyEd25519(signer.publicKey, bytes.slice(1), signature)).toBe(false);
    expect(await verifyEd25519(signer.publicKey, bytes, signature.slice(1))).toBe(false);
  });

  it('binds no key under which one signature fits many texts', () => {
    expect(isStrongEd25519PublicKey(Keyring.inMemory(now).answerSigner.publicKey)).toBe(true);
    const identity = new Uint8Array(32);
    identity[0] = 1;
    for (const weak of [identity, new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31)]) {
      expect(isStrongEd25519PublicKey(weak)).toBe(false);
    }
  });
});
