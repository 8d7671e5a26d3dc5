import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MembersService } from '../../src/modules/members/index.js';
import { KeyRotation } from '../../src/platform/crypto/key-rotation.service.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { RotationLoad } from '../support/rotation-load.js';
import { workerToken } from '../support/sign-in.js';

const HOUR_MS = 3_600_000;
const MEMBERS = 20;

describe('an index key that is changed again, whose hashes go where those of the key before the last stood', () => {
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  let folder: string;
  let database: TestDatabase;
  let app: TestApp;
  let load: RotationLoad;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rotated-'));
    await Keyring.createMissing(folder, new Date('2015-01-01T00:00:00+08:00'));
    database = await freshDatabase();
    app = await startApp({ clock, database, keyring: await Keyring.load(folder) });
    await seedPlaces(app.database);
    load = await RotationLoad.of([app, app], MEMBERS);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const change = (sql: string, values: unknown[]) => app.database.transaction((tx) => tx.query(sql, values));
  const filled = async (column: string): Promise<number> => {
    const rows: { n: number }[] = await app.database.db.query(
      `SELECT (SELECT count(${column}) FROM member WHERE erased_at IS NULL)::int AS n`,
    );
    return rows[0]?.n ?? 0;
  };
  const idOf = (at: number): string => load.joined[at]?.memberId ?? '';
  /** Is known by their number wherever somebody asks for it, and not a second time. */
  const isFound = async (at: number): Promise<void> => {
    const { person } = load.joined[at] ?? {};
    if (person === undefined) throw new Error('nobody');
    const outcome = await app.database.transaction((tx) =>
      tx.query<{ id: string }[]>(
        'SELECT id FROM member WHERE id_number_hash = ANY($1) OR id_number_hash_even = ANY($1)',
        [app.keyring.index.all('id-number', person.idNumber)],
      ),
    );
    expect(outcome.map(({ id }) => id)).toEqual([idOf(at)]);
    expect((await app.get(MembersService).get(anOfficer(), idOf(at))).id).toBe(idOf(at));
    await workerToken(app, person.phone);
  };

  it('is refused, and said until when, while the hashes of the key before are still there', async () => {
    const rotation = app.get(KeyRotation);
    await change(
      `UPDATE member SET erased_at = $2, name = '—', member_no = '-' || id::text, membership = 'WITHDRAWN', enterprise_id = NULL,
         gender = NULL, birth_on = NULL, joined_on = NULL, id_number_cipher = NULL, phone_cipher = NULL, phone_hash = NULL WHERE id = $1`,
      [idOf(MEMBERS - 1), clock.now()],
    );
    await rotation.add('index');
    await rotation.work();
    await rotation.use('index');
    await expect(rotation.add('index')).rejects.toThrow(/still finishing.* stay until 2026-11-22T02:00:00/);
    clock.advance(HOUR_MS);
    await expect(rotation.add('index')).rejects.toThrow(`${2 * MEMBERS - 2} rows still hold a hash of the key before`);
    // A key that went before its hashes would leave them in the way of the next one.
    expect(await rotation.finish('index')).toEqual([]);
    await rotation.work();
    expect(await rotation.unfinished('index')).toBeNull();
    expect(app.keyring.index).toMatchObject({ currentKid: 2, nextKid: null });
  });

  it('gives back the hash a process left out that learned of the key late, before the old key goes', async () => {
    const rotation = app.get(KeyRotation);
    const [stale, id] = [app.keyring.index.all('id-number', load.joined[2]?.person.idNumber ?? '').at(-1), idOf(2)];
    await change('UPDATE member SET id_number_hash = $2, id_number_hash_even = NULL WHERE id = $1', [id, stale]);
    expect(await rotation.finish('index')).toEqual([]);
    await expect(rotation.add('index')).rejects.toThrow('0 rows still hold a hash of the key before and 1 lack one');
    await rotation.work();
    expect([await filled('id_number_hash'), await filled('id_number_hash_even')]).toEqual([0, MEMBERS - 1]);
    await isFound(2);
  });

  it('keeps its hashes while a key older than the last one hangs on somebody whose data are erased', async () => {
    const rotation = app.get(KeyRotation);
    // Until a day after the codes people were sent.
    clock.advance(25 * HOUR_MS);
    expect(await rotation.finish('index')).toEqual([]);
    await rotation.add('index');
    await rotation.work();
    await rotation.use('index');
    await rotation.work();
    expect([await filled('id_number_hash'), await filled('phone_hash')]).toEqual([MEMBERS - 1, MEMBERS - 1]);
    clock.advance(25 * HOUR_MS);
    await rotation.work();
    expect([await filled('id_number_hash'), await filled('id_number_hash_even')]).toEqual([MEMBERS - 1, 0]);
    // Only the key nobody hangs on goes.
    expect(await rotation.finish('index')).toEqual([2]);
    await isFound(0);
    await isFound(7);
  });
});
