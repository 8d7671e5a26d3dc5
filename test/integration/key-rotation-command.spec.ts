import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeyRotation, type RotatingKeys } from '../../src/platform/crypto/key-rotation.service.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { startApp, type TestApp } from '../support/app.js';
import { seedPlaces } from '../support/benefits.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ROOT } from '../support/imports.js';
import { aKeyFolder } from '../support/jobs-process.js';
import { RotationLoad } from '../support/rotation-load.js';

const MEMBERS = 4_000;

/** The command as an operator types it, built. */
class Command {
  private words = '';
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.words += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.words += chunk.toString()));
    this.ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  static typed(environment: Readonly<Record<string, string>>, ...args: string[]): Command {
    return new Command(
      spawn(process.execPath, ['dist/src/cli/admin.js', ...args], {
        cwd: ROOT,
        env: { PATH: process.env['PATH'], ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  /** Kills it, without a chance to tidy up, at the moment it says this. */
  async killedWhenItSays(text: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.child.stdout?.on('data', () => {
        if (this.words.includes(text)) resolve();
      });
      void this.ended.then(() => reject(new Error(`it ended before it said "${text}": ${this.words}`)));
    });
    this.child.kill('SIGKILL');
    await this.ended;
    return this.words;
  }

  async through(): Promise<string> {
    const code = await this.ended;
    if (code !== 0) throw new Error(`it ended with ${code}: ${this.words}`);
    return this.words;
  }
}

describe('rotate-keys, typed by an operator while the product runs and killed on the way (F58)', () => {
  let folder: string;
  let database: TestDatabase;
  let apps: [TestApp, TestApp];
  let load: RotationLoad;

  beforeAll(async () => {
    ({ folder } = await aKeyFolder());
    database = await freshDatabase();
    // Two processes that learn of keys as production does: by looking into the folder each second.
    apps = [
      await startApp({ database, keyring: await Keyring.load(folder) }),
      await startApp({ database, keyring: await Keyring.load(folder) }),
    ];
    await seedPlaces(apps[0].database);
    load = await RotationLoad.of(apps, MEMBERS);
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await database.drop();
    await rm(dirname(folder), { recursive: true, force: true });
  });

  const type = (...args: string[]): Command =>
    Command.typed(
      { DATABASE_URL: database.appUrl, DATABASE_EVIDENCE_URL: database.evidenceUrl, KEYS_DIR: folder },
      'rotate-keys',
      ...args,
    );
  const stateOf = async (keys: RotatingKeys) => {
    apps[0].keyring.reread();
    const one = (await apps[0].get(KeyRotation).progress()).find((progress) => progress.keys === keys);
    const left = (one?.tables ?? []).reduce((sum, table) => sum + table.left, 0);
    return { current: one?.current, next: one?.next, left };
  };

  it.each(['fields', 'index'] as const)(
    'changes the key of %s: before anything needs it, half way and to the end, and no read fails',
    async (keys) => {
      await load.during(async () => {
        await type('--keys', keys).killedWhenItSays('waiting until every process knows it');
        expect(await stateOf(keys)).toMatchObject({ current: 1, next: 2 });
        const said = await type('--keys', keys).killedWhenItSays('rows done');
        expect(said).not.toContain('Done.');
        const half = await stateOf(keys);
        expect(half).toMatchObject(keys === 'fields' ? { current: 2, next: null } : { current: 1, next: 2 });
        expect(half.left).toBeGreaterThan(0);
        expect(half.left).toBeLessThan(load.joined.length);
        expect(await type('--keys', keys).through()).toContain('Done.');
      });
      expect(load.failures).toEqual([]);
      expect(load.reads).toBeGreaterThan(100);
      expect(await stateOf(keys)).toEqual({ current: 2, next: null, left: 0 });
      expect(await type('--keys', keys, '--step', 'status').through()).toContain('current 2');
    },
  );

  it('adds no third index key when it is typed again, and says until when the change before is at it', async () => {
    expect(await type('--keys', 'index').through()).toMatch(/Nothing to do yet\..*still finishing.*stay until/);
    await expect(type('--keys', 'index', '--step', 'add').through()).rejects.toThrow('still finishing');
    expect(await stateOf('index')).toEqual({ current: 2, next: null, left: 0 });
  });

  it('says what it does not understand, and changes nothing', async () => {
    await expect(type('--keys', 'all').through()).rejects.toThrow('it ended with 2: Say which keys');
    expect(await stateOf('fields')).toMatchObject({ current: 2, next: null });
  });
});
