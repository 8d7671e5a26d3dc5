import {
  importRequested,
  ImportFilesService,
  ImportRunner,
  ImportsProcessor,
  ImportsService,
} from '../../src/modules/imports/index.js';
import { MemberLoader, MembersService, TransfersService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeCreditCode } from '../../src/shared/numbers/credit-code.js';
import { startApp, type TestApp } from '../support/app.js';
import { aLine, aPerson, fileOf, type Given, HEADER } from '../support/rosters.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { ImportDesk } from '../support/import-desk.js';

const KNOWN_CODE = makeCreditCode('360100', 1);

describe('bringing in a roster', () => {
  let app: TestApp;
  let desk: ImportDesk;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });

  const count = async (where: string): Promise<number> => {
    const [row]: { n: number }[] = await app.database.db.query(`SELECT count(*)::int AS n FROM ${where}`);
    return row?.n ?? 0;
  };
  const members = () => count('member WHERE erased_at IS NULL');
  const find = async (n: number) =>
    (await app.get(MembersService).search(city, { q: aPerson(n).idNumber, limit: 1 })).items[0];

  beforeAll(async () => {
    app = await startApp({ clock });
    desk = new ImportDesk(app, 'members');
    await seedPlaces(app.database);
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO enterprise (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
         VALUES (gen_random_uuid(), $1, '甲厂', 'A', 'u1', '纺织', 'OPERATING', true, 100, '2026-01-01')`,
        [KNOWN_CODE],
      ),
    );
  });
  afterAll(() => app.close());

  it('of 10,000 rows with 200 bad ones writes nothing in the dry run, then exactly 9,800 members, and nobody when it comes again', async () => {
    const bad: Given[] = [
      { name: '' },
      { idNumber: '360102198503090421' },
      { phone: '1380013800' },
      { code: '91360100000000000X' },
    ];
    const lines = Array.from({ length: 10_000 }, (_, n) => aLine(n, n % 50 === 7 ? bad[((n - 7) / 50) % 4] : {}));
    const before = await members();
    const checked = await desk.check(city, fileOf(lines));
    expect(checked).toMatchObject({
      state: 'CHECKED',
      totalRows: 10_000,
      planned: { addedRows: 9_800, refusedRows: 200 },
    });
    expect(await members()).toBe(before);

    const done = await desk.commit(city, checked.id);
    expect(done).toMatchObject({
      state: 'DONE',
      doneRows: 10_000,
      addedRows: 9_800,
      unchangedRows: 0,
      refusedRows: 200,
    });
    expect((await members()) - before).toBe(9_800);
    const file = await desk.errorRows(city, checked.id);
    expect(file).toHaveLength(201);
    expect(file[0]).toEqual([...HEADER.split(','), '怎么改']);
    expect(file[1]).toEqual([...aLine(7, { name: '' }).split(','), '姓名：请填写姓名']);

    const again = await desk.check(city, fileOf(lines));
    expect(again.planned).toMatchObject({ addedRows: 0, unchangedRows: 9_800, refusedRows: 200 });
    await expect(app.get(ImportsService).commit(city, 'members', again.id)).rejects.toMatchObject({
      name: 'IMPORT_NOTHING',
    });
    expect(await count('login')).toBe(await members());
  });

  it('goes on where it stopped when the process was killed between two chunks', async () => {
    const lines = Array.from({ length: 3_200 }, (_, n) => aLine(20_000 + n));
    const { id } = await desk.check(city, fileOf(lines));
    await app.get(ImportsService).commit(city, 'members', id);
    const loader = app.get(MemberLoader);
    const insertChunk = loader.insertChunk.bind(loader);
    let chunks = 0;
    const kill = jest.spyOn(loader, 'insertChunk').mockImplementation((...given) => {
      chunks += 1;
      return chunks === 3 ? Promise.reject(new Error('killed')) : insertChunk(...given);
    });
    await expect(app.get(ImportRunner).run(id)).rejects.toThrow('killed');
    kill.mockRestore();
    expect(await desk.view(city, id)).toMatchObject({ state: 'COMMITTING', doneRows: 2_000, addedRows: 2_000 });
    await app.get(ImportRunner).run(id);
    expect(await desk.view(city, id)).toMatchObject({
      state: 'DONE',
      doneRows: 3_200,
      addedRows: 3_200,
      unchangedRows: 0,
    });
  });

  it('run twice at once brings each row in once, and two with the same people add each person once', async () => {
    const lines = Array.from({ length: 2_200 }, (_, n) => aLine(30_000 + n));
    const { id } = await desk.check(city, fileOf(lines));
    await app.get(ImportsService).commit(city, 'members', id);
    const runner = app.get(ImportRunner);
    await Promise.all([runner.run(id), runner.run(id)]);
    expect(await desk.view(city, id)).toMatchObject({ state: 'DONE', doneRows: 2_200, addedRows: 2_200 });

    const people = Array.from({ length: 1_000 }, (_, n) => aLine(40_000 + n));
    const [one, other] = await Promise.all([
      desk.check(city, fileOf(people)),
      desk.check(city, fileOf(people.toReversed())),
    ]);
    const results = await Promise.all([desk.commit(city, one.id), desk.commit(city, other.id)]);
    expect(results.reduce((sum, { addedRows }) => sum + addedRows, 0)).toBe(1_000);
    expect(results.map(({ addedRows, unchangedRows }) => addedRows + unchangedRows)).toEqual([1_000, 1_000]);
  });

  it('updates whom the union has, moves whom the officer looks after, and doubles nobody', async () => {
    await desk.bring(city, fileOf([aLine(62_000), aLine(62_001)]));
    await desk.bring(city, fileOf([aLine(62_002)]), { orgId: 'u2' });
    const before = await members();
    const result = await desk.bring(
      city,
      fileOf([aLine(62_000, { name: '王晓红', joinedOn: '2019/3/1' }), aLine(62_001), aLine(62_002)]),
    );
    expect(result).toMatchObject({ updatedRows: 1, unchangedRows: 1, transferredRows: 1, addedRows: 0 });
    expect(await members()).toBe(before);
    expect(await find(62_000)).toMatchObject({ name: '王晓红', joinedOn: '2019-03-01' });
    expect(await find(62_002)).toMatchObject({ orgId: 'u1' });
    expect(await count(`audit_entry WHERE action = 'member.updated' AND detail->>'importId' = '${result.id}'`)).toBe(1);

    await desk.undo(city, result.id);
    expect(await desk.view(city, result.id)).toMatchObject({ state: 'UNDONE' });
    expect(await find(62_000)).toMatchObject({ name: '王小红', joinedOn: '2020-01-05' });
    expect(await find(62_002)).toMatchObject({ orgId: 'u2' });
  });

  it('F39 of somebody another union has starts the move and says so, but not where', async () => {
    await desk.bring(city, fileOf([aLine(63_000)]), { orgId: 'u2' });
    const result = await desk.bring(parkA, fileOf([aLine(63_000)]));
    expect(result).toMatchObject({ askedRows: 1, addedRows: 0, refusedRows: 0 });
    expect(result.firstErrors).toEqual([{ rowNo: 2, errors: [{ field: 'idNumber', reason: 'TRANSFER_STARTED' }] }]);
    const texts = JSON.stringify([result, await desk.errorRows(parkA, result.id)]);
    expect(texts).toContain('已发起会籍接转');
    expect(texts).not.toMatch(/二厂|乙园区|u2|park-b/);
    expect(await count(`member_transfer WHERE state = 'REQUESTED' AND to_org_id = 'u1'`)).toBe(1);
    expect(await find(63_000)).toMatchObject({ orgId: 'u2' });

    const again = await desk.bring(parkA, fileOf([aLine(63_000)]));
    expect(again).toMatchObject({ askedRows: 1, mayUndo: false });
    await desk.undo(parkA, result.id);
    expect(await count(`member_transfer WHERE state = 'REQUESTED' AND to_org_id = 'u1'`)).toBe(0);
  });

  it('for a union outside the officer’s subtree is refused, and others’ imports are not there', async () => {
    await expect(desk.send(parkA, fileOf([aLine(73_000)]), { orgId: 'u2' })).rejects.toMatchObject({
      entry: { kind: 'NOT_FOUND' },
    });
    const { id } = await desk.check(city, fileOf([aLine(73_000)]), { orgId: 'u2' });
    const service = app.get(ImportsService);
    const unknown = { name: 'IMPORT_UNKNOWN' };
    await expect(service.get(parkA, 'members', id)).rejects.toMatchObject(unknown);
    await expect(service.commit(parkA, 'members', id)).rejects.toMatchObject(unknown);
    await expect(service.cancel(parkA, 'members', id)).rejects.toMatchObject(unknown);
    await expect(app.get(ImportFilesService).errors(parkA, 'members', id)).rejects.toMatchObject(unknown);
    await expect(service.get(city, 'enterprises', id)).rejects.toMatchObject(unknown);
    const { items } = await service.list(parkA, 'members', { limit: 100 });
    expect(items.every(({ orgId }) => orgId === 'u1' || orgId === 'park-a')).toBe(true);
  });

  it('is cancelled half way: rows that came in stay, and can be undone', async () => {
    const { id } = await desk.check(city, fileOf(Array.from({ length: 2_500 }, (_, n) => aLine(80_000 + n))));
    const service = app.get(ImportsService);
    await service.commit(city, 'members', id);
    const loader = app.get(MemberLoader);
    const insertChunk = loader.insertChunk.bind(loader);
    const spy = jest.spyOn(loader, 'insertChunk').mockImplementationOnce(async (...given) => {
      const outcomes = await insertChunk(...given);
      // The officer presses the button while the first chunk is under way; it waits for the chunk's commit.
      setTimeout(() => void service.cancel(city, 'members', id), 0);
      return outcomes;
    });
    await app.get(ImportRunner).run(id);
    spy.mockRestore();
    const before = await members();
    const view = await desk.view(city, id);
    expect(view).toMatchObject({ state: 'CANCELLED', mayUndo: true });
    expect(view.addedRows % 1_000).toBe(0);
    expect(view.addedRows).toBeLessThan(2_500);
    await desk.undo(city, id);
    expect(await desk.view(city, id)).toMatchObject({ state: 'UNDONE' });
    expect(await members()).toBe(before - view.addedRows);
  });

  it('is undone as a whole while nobody of it was used, and comes in anew afterwards', async () => {
    const lines = Array.from({ length: 2_100 }, (_, n) => aLine(90_000 + n));
    const before = await members();
    const first = await desk.bring(city, fileOf(lines));
    expect(first).toMatchObject({ addedRows: 2_100, mayUndo: true });
    await desk.undo(city, first.id);
    expect(await desk.view(city, first.id)).toMatchObject({ state: 'UNDONE', mayUndo: false });
    expect(await members()).toBe(before);
    expect(await count('login')).toBe(await members());
    expect(await find(90_000)).toBeUndefined();

    const second = await desk.bring(city, fileOf(lines));
    expect(second).toMatchObject({ addedRows: 2_100, refusedRows: 0 });
    const person = await find(92_099);
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO member_category (id, member_id, code, from_on, state, basis, proposed_by, created_at)
        VALUES (gen_random_uuid(), $1, 'MIGRANT', '2026-01-01', 'PROPOSED', '自述', gen_random_uuid(), now())`,
        [person?.id],
      ),
    );
    await app.get(TransfersService).transfer(city, (await find(90_001))?.id ?? '', { orgId: 'u2' });
    await desk.undo(city, second.id);
    expect(await desk.view(city, second.id)).toMatchObject({
      state: 'DONE',
      undoBlocks: [
        { rowNo: 3, who: '王**', use: 'MEMBERSHIP' },
        { rowNo: 2_101, who: '王**', use: 'CATEGORY' },
      ],
    });
    expect(await members()).toBe(before + 2_100);
  });

  it('is announced at each step, and the imports’ queue listens', async () => {
    const { id } = await desk.check(city, fileOf([aLine(74_000)]));
    const rows: { payload: unknown }[] = await app.database.db.query('SELECT payload FROM outbox WHERE event = $1', [
      importRequested.name,
    ]);
    expect(rows.filter(({ payload }) => (payload as { importId: string }).importId === id)).toHaveLength(2);
    expect(app.get(ImportsProcessor).handlers.map(({ event }) => event.name)).toEqual(['import.requested']);
    await expect(app.get(ImportsService).check(city, 'members', id, {})).rejects.toMatchObject({
      name: 'MAPPING_WRONG',
    });
    await desk.commit(city, id);
    await expect(app.get(ImportsService).cancel(city, 'members', id)).rejects.toMatchObject({
      name: 'IMPORT_STEP_WRONG',
    });
  });
});
