import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { AlertsService } from '../../src/modules/audit/index.js';
import { CardKeys, KeysService } from '../../src/modules/cards/index.js';
import { MembersService } from '../../src/modules/members/index.js';
import { KeyRotation } from '../../src/platform/crypto/key-rotation.service.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { addOfficer, signInOfficer } from '../support/identity.js';
import { RotationLoad } from '../support/rotation-load.js';
import { workerToken } from '../support/sign-in.js';

const HOUR_MS = 3_600_000;
const clock = new ManualClock('2026-11-22T09:00:00+08:00');
const officer = anOfficer();
describe('keys that are changed while the product runs (F58)', () => {
  let folder: string;
  let database: TestDatabase;
  /** Two processes with the same key folder; only the first is told of each step by whoever takes it. */
  let first: TestApp;
  let second: TestApp;
  let load: RotationLoad;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rotated-'));
    await Keyring.createMissing(folder, new Date('2015-01-01T00:00:00+08:00'));
    database = await freshDatabase();
    first = await startApp({ clock, database, keyring: await Keyring.load(folder) });
    second = await startApp({ clock, database, keyring: await Keyring.load(folder) });
    await seedPlaces(first.database);
    load = await RotationLoad.of([first, second], 1_200);
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const leftOf = async (keys: 'fields' | 'index'): Promise<number> => {
    const progress = (await first.get(KeyRotation).progress()).find((one) => one.keys === keys);
    return (progress?.tables ?? []).reduce((sum, { left }) => sum + left, 0);
  };
  const column = async (sql: string): Promise<unknown[]> =>
    (await first.database.db.query(`SELECT ${sql} AS value FROM member`)).map((row: { value: unknown }) => row.value);

  it('seal every number anew, and no read fails meanwhile', async () => {
    const rotation = first.get(KeyRotation);
    await load.during(async () => {
      await rotation.add('fields');
      await rotation.use('fields');
      // The second process learns of the key by meeting a value sealed with it.
      await rotation.work();
      await rotation.work();
    });
    second.keyring.reread();
    await rotation.work();
    expect({ failures: load.failures, left: await leftOf('fields') }).toEqual({ failures: [], left: 0 });
    expect(load.reads).toBeGreaterThan(20);
    expect(await rotation.finish('fields')).toEqual([1]);
    expect(new Set(await column('get_byte(id_number_cipher, 2) * 256 + get_byte(phone_cipher, 2)'))).toEqual(
      new Set([2 * 257]),
    );
    const { person, memberId } = load.joined[3] ?? { person: null, memberId: '' };
    expect((await second.get(MembersService).reveal(officer, memberId, '核对身份信息')).idNumber).toBe(
      person?.idNumber,
    );
  });

  it('keep both hashes, both unique, while the index key is changed, and nobody can join twice', async () => {
    const rotation = first.get(KeyRotation);
    await rotation.add('index');
    await expect(rotation.use('index')).rejects.toThrow('Rows still lack a hash');
    await load.during(async () => {
      await rotation.work();
    });
    second.keyring.reread();
    await rotation.work();
    expect({ failures: load.failures, left: await leftOf('index') }).toEqual({ failures: [], left: 0 });
    expect(await column('count(*) FILTER (WHERE id_number_hash IS NULL OR id_number_hash_even IS NULL)')).toEqual([0]);
    const columns = ['id_number_hash', 'id_number_hash_even', 'phone_hash', 'phone_hash_even'];
    for (const name of columns) expect(await column(`count(*) - count(DISTINCT ${name})`)).toEqual([0]);
    await load.during(() => rotation.use('index'));
    expect(load.failures).toEqual([]);
    second.keyring.reread();
  });

  it('let go of the old hashes an hour later, and sign-in by phone goes on', async () => {
    const rotation = first.get(KeyRotation);
    expect(await rotation.finish('index')).toEqual([]);
    clock.advance(HOUR_MS + 1);
    await load.during(() => rotation.work());
    expect(load.failures).toEqual([]);
    expect(await column('count(id_number_hash) + count(phone_hash)')).toEqual([0]);
    expect(await rotation.finish('index')).toEqual([1]);
    second.keyring.reread();
    for (const app of [first, second]) await workerToken(app, load.joined[app === first ? 5 : 6]?.person.phone ?? '');
  });

  it('include the authenticators of officers', async () => {
    const { totpSecret } = await addOfficer(first, 'li.city', 'CITY_ADMIN', 'city');
    const rotation = second.get(KeyRotation);
    await rotation.add('fields');
    await rotation.use('fields');
    await rotation.work();
    first.keyring.reread();
    expect(await rotation.finish('fields')).toEqual([2]);
    await expect(signInOfficer(first, clock, 'li.city', totpSecret)).resolves.toHaveProperty('token');
  });

  it('include the private halves of code keys made ahead', async () => {
    await first.get(KeysService).rotate();
    const rotation = first.get(KeyRotation);
    await rotation.add('fields');
    await rotation.use('fields');
    second.keyring.reread();
    expect(await rotation.finish('fields')).toEqual([]);
    await rotation.work();
    expect(await rotation.finish('fields')).toEqual([3]);
    second.keyring.reread();
    const inTwoMonths = new Date(clock.now().getTime() + 60 * 24 * HOUR_MS);
    const signer = await second.get(CardKeys).freshSigner('PASS', inTwoMonths);
    expect(second.keyring.passSignerOf(signer.kid)).toBeUndefined();
  });

  it('stop where something is sealed that nobody named', async () => {
    const owner = new Client({ connectionString: database.ownerUrl, options: '-c role=owner' });
    await owner.connect();
    try {
      await owner.query('CREATE TABLE forgotten (id uuid PRIMARY KEY, note_cipher bytea)');
      await expect(first.get(KeyRotation).finish('fields')).rejects.toThrow('nobody seals forgotten anew');
    } finally {
      await owner.query('DROP TABLE forgotten');
      await owner.end();
    }
  });

  it('refuse to go while something hangs on them', async () => {
    const rotation = first.get(KeyRotation);
    await rotation.add('fields');
    await rotation.use('fields');
    await expect(rotation.add('fields')).rejects.toThrow('rotation before is not through');
    expect(await rotation.finish('fields')).toEqual([]);
    await rotation.work();
    expect(await rotation.finish('fields')).toEqual([4]);
  });

  describe('a value that was moved to another row, or whose key id was swapped (F57)', () => {
    const alerts = async () =>
      (await first.get(AlertsService).list(officer)).filter(({ code }) => code === 'SEALED_VALUE_BROKEN');

    it('opens nowhere, and officers are told which row it is, once', async () => {
      const [from, to] = [load.joined[10]?.memberId ?? '', load.joined[11]?.memberId ?? ''];
      await first.database.transaction((tx) =>
        tx.query('UPDATE member SET phone_cipher = (SELECT phone_cipher FROM member WHERE id = $1) WHERE id = $2', [
          from,
          to,
        ]),
      );
      const reveal = () => first.get(MembersService).reveal(officer, to, '核对身份信息');
      await expect(reveal()).rejects.toThrow('does not open');
      await expect(reveal()).rejects.toThrow('does not open');
      await until(async () => (await alerts()).length === 1);
      expect((await alerts())[0]?.detail).toEqual({ table: 'member', column: 'phone_cipher', rowId: to });
    });

    it('is told too when only its key id was swapped', async () => {
      const memberId = load.joined[12]?.memberId ?? '';
      await first.database.transaction((tx) =>
        tx.query('UPDATE member SET id_number_cipher = set_byte(id_number_cipher, 2, 9) WHERE id = $1', [memberId]),
      );
      await expect(first.get(MembersService).get(officer, memberId)).rejects.toThrow('no field key 9');
      await until(async () => (await alerts()).length === 2);
      expect((await alerts()).map(({ subjectId }) => subjectId)).toContain(`member.id_number_cipher:${memberId}`);
    });
  });
});

/** The alert is raised in a transaction of its own, after the answer. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it did not come to be so');
}
