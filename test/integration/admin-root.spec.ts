import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signKeys } from '../../src/cli/admin/key-root.js';
import { verifyEd25519 } from '../../src/platform/crypto/ed25519.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { fromBase64Url } from '../../src/shared/code/base64url.js';
import { keyListBytes } from '../../src/shared/code/key-list.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ROOT } from '../support/imports.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface Listed {
  readonly kid: number;
  readonly use: 'PASS' | 'STATIC';
  readonly from: string;
  readonly publicKey: string;
}

interface Served {
  readonly keys: readonly Listed[];
  readonly root: {
    readonly serial: number;
    readonly content: string;
    readonly signature: string;
    readonly rootKey: string;
  } | null;
}

describe('the offline root, by the commands an operator types', () => {
  let database: TestDatabase;
  let folder: string;
  let product: TestApp;
  let till: Till;
  let rootKey: Uint8Array;

  /** `npm run -s admin -- …`, a process of its own. */
  const admin = (...args: string[]): Promise<Told> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATABASE_URL: database.appUrl, KEYS_DIR: join(folder, 'keys') };
      execFile('npm', ['run', '-s', 'admin', '--', ...args], { cwd: ROOT, env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  const root = () => join(folder, 'root.pem');
  const served = async (): Promise<Served> => (await till.send('GET', '/pos/v1/keys')).json<Served>();

  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'offline-root-'));
    const made = await admin('keys');
    if (made.code !== 0) throw new Error(made.err);
    product = await startApp({ database, keyring: await Keyring.load(join(folder, 'keys')) });
    const world = await World.build(product);
    till = new Till(world, await world.aTerminal());
  });
  afterAll(async () => {
    await product.close();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('is made once, closed to other accounts, and never written over', async () => {
    const made = await admin('root', '--file', root());
    expect(made).toMatchObject({ code: 0, err: '' });
    rootKey = fromBase64Url(/against: ([A-Za-z0-9_-]{43})$/m.exec(made.out)?.[1] ?? '') ?? new Uint8Array();
    expect(rootKey).toHaveLength(32);
    expect((await stat(root())).mode & 0o777).toBe(0o600);
    const pem = await readFile(root(), 'utf8');
    const again = await admin('root', '--file', root());
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('is there already: a root is made once');
    expect(await readFile(root(), 'utf8')).toBe(pem);
    expect(await admin('root')).toMatchObject({ code: 2, err: expect.stringContaining('--file FILE') });
  });

  it('signs the keys of the coming months, and what tills are served fits the public key it printed', async () => {
    expect((await served()).root).toBeNull();
    const signed = await admin('sign-keys', '--file', root());
    expect(signed).toMatchObject({ code: 0, err: '' });
    const { keys, root: list } = await served();
    if (list === null) throw new Error('no list is served');
    expect(signed.out).toContain(`Signed list 1 of ${keys.length} keys.`);
    const signature = fromBase64Url(list.signature) ?? new Uint8Array();
    expect(await verifyEd25519(rootKey, keyListBytes(list.content), signature)).toBe(true);
    expect(await verifyEd25519(rootKey, keyListBytes(list.content.replace('ACTIVE', 'RETIRED')), signature)).toBe(
      false,
    );
    const content = JSON.parse(list.content) as { serial: number; keys: Listed[] };
    expect(content.serial).toBe(1);
    expect(content.keys.map(({ kid, publicKey }) => [kid, publicKey])).toEqual(
      keys.map(({ kid, publicKey }) => [kid, publicKey]),
    );
    for (const use of ['PASS', 'STATIC']) {
      const ahead = content.keys.filter((key) => key.use === use && Date.parse(key.from) > Date.now());
      expect(ahead.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('is refused when it is another one, no key of its kind, or not there, and the list stands', async () => {
    const before = (await served()).root;
    const other = join(folder, 'other.pem');
    expect((await admin('root', '--file', other)).code).toBe(0);
    const wrong = await admin('sign-keys', '--file', other);
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.err).toContain(`List 1 was signed by another root, ${before?.rootKey}`);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const files = { 'rsa.pem': privateKey.export({ type: 'pkcs8', format: 'pem' }), 'words.pem': 'hello' };
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content);
      await expect(signKeys(join(folder, name), false)).rejects.toThrow('holds no Ed25519 private key');
    }
    await expect(signKeys(join(folder, 'gone.pem'), true)).rejects.toThrow('cannot be read (ENOENT)');
    expect((await served()).root).toEqual(before);

    // A root that was lost can be followed by another, when somebody says so.
    expect(await admin('sign-keys', '--file', other, '--new-root')).toMatchObject({ code: 0 });
    const after = (await served()).root;
    expect(after?.serial).toBe(2);
    const signature = fromBase64Url(after?.signature ?? '') ?? new Uint8Array();
    expect(await verifyEd25519(rootKey, keyListBytes(after?.content ?? ''), signature)).toBe(false);
  });
});
