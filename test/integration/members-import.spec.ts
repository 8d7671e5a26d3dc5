import iconv from 'iconv-lite';
import {
  MemberLoader,
  memberImportRequested,
  MembersProcessor,
  MembersService,
} from '../../src/modules/members/index.js';
import { ImportsService } from '../../src/modules/members/imports/imports.service.js';
import { RosterRunner } from '../../src/modules/members/imports/roster-runner.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeCreditCode } from '../../src/shared/numbers/credit-code.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';

const HEADER = '姓名,身份证号,手机号,性别,入会日期,统一社会信用代码,工会';
const KNOWN_CODE = makeCreditCode('360100', 1);

/** The n-th person: valid, and different from every other n. */
function aPerson(n: number): { name: string; idNumber: string; phone: string } {
  const day = new Date(Date.UTC(1970, 0, 1) + (n % 9_000) * 86_400_000).toISOString().slice(0, 10);
  const idNumber = makeIdNumber(
    `3601${String(Math.floor(n / 9_000_000) + 1).padStart(2, '0')}`,
    day,
    Math.floor(n / 9_000) % 1_000,
  );
  return { name: '王小红', idNumber, phone: `139${String(n).padStart(8, '0')}` };
}

function aLine(
  n: number,
  given: Partial<Record<'name' | 'idNumber' | 'phone' | 'code' | 'union', string>> = {},
): string {
  const person = { ...aPerson(n), ...given };
  return [person.name, person.idNumber, person.phone, '', '2020-01-05', given.code ?? '', given.union ?? ''].join(',');
}

describe('a roster file', () => {
  let app: TestApp;
  let imports: ImportsService;
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });

  const fileOf = (lines: string[]): Buffer => Buffer.from([HEADER, ...lines].join('\r\n'));
  const send = (content: Buffer, orgId = 'u1', caller = city) =>
    imports.request(caller, { orgId, fileName: 'roster.csv', content });
  const bringIn = async (content: Buffer, orgId = 'u1') => {
    const { importId } = await send(content, orgId);
    await app.get(RosterRunner).run(importId);
    return imports.get(city, importId);
  };
  const errorsOf = async (importId: string): Promise<string[][]> => {
    const text = await imports.errorFile(city, importId);
    return text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
  };
  const count = async (table: string): Promise<number> => {
    const [row]: { n: number }[] = await app.database.db.query(`SELECT count(*)::int AS n FROM ${table}`);
    return row?.n ?? 0;
  };

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2026-11-22T09:00:00+08:00') });
    imports = app.get(ImportsService);
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

  it('of 10,000 rows with 200 bad ones gives exactly 9,800 members, and adds nobody when it comes again', async () => {
    const bad = [
      { name: '' },
      { idNumber: '360102198503090421' },
      { phone: '1380013800' },
      { code: '91360100000000000X' },
    ];
    const lines = Array.from({ length: 10_000 }, (_, n) => aLine(n, n % 50 === 7 ? bad[((n - 7) / 50) % 4] : {}));
    const before = await count('member');

    const first = await bringIn(fileOf(lines));
    expect(first).toMatchObject({
      state: 'DONE',
      totalRows: 10_000,
      doneRows: 10_000,
      addedRows: 9_800,
      knownRows: 0,
      refusedRows: 200,
    });
    expect((await count('member')) - before).toBe(9_800);
    expect(await errorsOf(first.id)).toHaveLength(200);
    expect((await errorsOf(first.id))[0]).toEqual(['9', '姓名', '姓名未填写', 'NAME_MISSING', '']);

    const again = await bringIn(fileOf(lines));
    expect(again).toMatchObject({ state: 'DONE', addedRows: 0, knownRows: 9_800, refusedRows: 200 });
    expect((await count('member')) - before).toBe(9_800);
    expect(await count('login')).toBe(await count('member'));
  });

  it('goes on where it stopped when the process was killed between two chunks', async () => {
    const lines = Array.from({ length: 1_600 }, (_, n) => aLine(20_000 + n));
    const { importId } = await send(fileOf(lines));
    const loader = app.get(MemberLoader);
    const insertChunk = loader.insertChunk.bind(loader);
    let chunks = 0;
    const kill = jest.spyOn(loader, 'insertChunk').mockImplementation((...given) => {
      chunks += 1;
      return chunks === 3 ? Promise.reject(new Error('killed')) : insertChunk(...given);
    });
    await expect(app.get(RosterRunner).run(importId)).rejects.toThrow('killed');
    kill.mockRestore();
    expect(await imports.get(city, importId)).toMatchObject({ state: 'RUNNING', doneRows: 1_000, addedRows: 1_000 });

    await app.get(RosterRunner).run(importId);
    expect(await imports.get(city, importId)).toMatchObject({
      state: 'DONE',
      doneRows: 1_600,
      addedRows: 1_600,
      knownRows: 0,
    });
  });

  it('run twice at once brings each row in once', async () => {
    const lines = Array.from({ length: 1_200 }, (_, n) => aLine(30_000 + n));
    const { importId } = await send(fileOf(lines));
    const runner = app.get(RosterRunner);
    await Promise.all([runner.run(importId), runner.run(importId)]);
    expect(await imports.get(city, importId)).toMatchObject({
      state: 'DONE',
      doneRows: 1_200,
      addedRows: 1_200,
      knownRows: 0,
    });
  });

  it('and another with the same people at the same time add each person once', async () => {
    const lines = Array.from({ length: 1_000 }, (_, n) => aLine(40_000 + n));
    const results = await Promise.all([bringIn(fileOf(lines)), bringIn(fileOf(lines.toReversed()))]);
    expect(results.map(({ addedRows }) => addedRows).reduce((sum, added) => sum + added)).toBe(1_000);
    expect(results.map(({ addedRows, knownRows }) => addedRows + knownRows)).toEqual([1_000, 1_000]);
  });

  it.each([
    ['UTF-8 with BOM', (text: string) => Buffer.from(`\uFEFF${text}`), 50_000],
    ['GBK', (text: string) => iconv.encode(text, 'gbk'), 50_001],
  ])('in %s keeps its names', async (_encoding, encode, n) => {
    const result = await bringIn(encode([HEADER, aLine(n, { name: '欧阳娜娜' })].join('\n')));
    expect(result.addedRows).toBe(1);
    const found = await app.get(MembersService).search(city, { q: aPerson(n).phone, limit: 10 });
    expect(found.items.map(({ name }) => name)).toEqual(['欧阳娜娜']);
  });

  it('says twice, taken and known apart, and never where a person is a member', async () => {
    await bringIn(fileOf([aLine(60_000), aLine(60_001)]), 'u2');
    const result = await bringIn(
      fileOf([
        aLine(60_002),
        aLine(60_003, { idNumber: aPerson(60_002).idNumber }),
        aLine(60_004, { phone: aPerson(60_002).phone }),
        aLine(60_000),
        aLine(60_005, { phone: aPerson(60_001).phone }),
      ]),
    );
    expect(result).toMatchObject({ addedRows: 1, knownRows: 0, refusedRows: 4 });
    expect((await errorsOf(result.id)).map((line) => [line[0], line[3]])).toEqual([
      ['3', 'ID_NUMBER_TWICE'],
      ['4', 'PHONE_TWICE'],
      ['5', 'ALREADY_MEMBER'],
      ['6', 'PHONE_TAKEN'],
    ]);
    expect(await imports.errorFile(city, result.id)).not.toContain('二厂');
  });

  it('finds the employer by its code and the union by its name below the file’s union', async () => {
    const content = fileOf([
      aLine(61_000, { code: KNOWN_CODE, union: '一厂工会' }),
      aLine(61_001, { code: makeCreditCode('360100', 2) }),
      aLine(61_002, { union: '二厂工会' }),
    ]);
    const result = await bringIn(content, 'park-a');
    expect(result).toMatchObject({ addedRows: 1, refusedRows: 2 });
    const [member] = (await app.get(MembersService).search(city, { q: aPerson(61_000).idNumber, limit: 1 })).items;
    expect(member).toMatchObject({ orgId: 'u1', enterpriseName: '甲厂' });
    expect((await errorsOf(result.id)).map((line) => line[3])).toEqual(['ENTERPRISE_UNKNOWN', 'UNION_UNKNOWN']);
  });

  it('that cannot be read adds nobody and says why', async () => {
    const before = await count('member');
    const broken = Buffer.concat([fileOf([aLine(70_000)]), Buffer.from(`\r\n"${'x'.repeat(30_000)}`)]);
    expect(await bringIn(broken)).toMatchObject({
      state: 'FAILED',
      failure: expect.stringContaining('FILE_MALFORMED'),
    });
    expect(await bringIn(Buffer.from('姓名,手机号\na,b'))).toMatchObject({
      state: 'FAILED',
      failure: 'HEADER_MISSING: 身份证号',
    });
    expect(await bringIn(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).toMatchObject({
      state: 'FAILED',
      failure: 'FILE_ENCODING',
    });
    expect(await count('member')).toBe(before);
  });

  it('of a million rows is refused before the first is written', async () => {
    const before = await count('member');
    const content = Buffer.from(`${HEADER}\n${'王小红,1,2,,,,\n'.repeat(1_000_000)}`);
    expect(await bringIn(content)).toMatchObject({ state: 'FAILED', failure: 'TOO_MANY_ROWS', doneRows: 0 });
    expect(await count('member')).toBe(before);
  });

  it('leaves no cell a spreadsheet would run, and no number whole', async () => {
    const result = await bringIn(
      fileOf([
        aLine(71_000, { name: '=HYPERLINK("http://x")'.replaceAll(',', '') }),
        aLine(71_001, { union: '@SUM(A1)' }),
      ]),
    );
    const text = await imports.errorFile(city, result.id);
    expect(text.startsWith('\uFEFF')).toBe(true);
    for (const cell of (await errorsOf(result.id)).flat()) expect(cell).not.toMatch(/^["]?[=+\-@]/);
    expect(text).not.toContain(aPerson(71_000).idNumber);
  });

  it('is sealed while it waits and gone when it was read', async () => {
    const { importId } = await send(fileOf([aLine(72_000)]));
    const stored = async (): Promise<Buffer | null> => {
      const rows: { content: Buffer | null }[] = await app.database.db.query(
        'SELECT content FROM member_import WHERE id = $1',
        [importId],
      );
      return rows[0]?.content ?? null;
    };
    expect((await stored())?.includes(Buffer.from(aPerson(72_000).phone))).toBe(false);
    await app.get(RosterRunner).run(importId);
    expect(await stored()).toBeNull();
  });

  it('for a union outside the officer’s subtree is refused, and others’ imports are not there', async () => {
    await expect(send(fileOf([aLine(73_000)]), 'u2', parkA)).rejects.toMatchObject({ entry: { kind: 'NOT_FOUND' } });
    const { importId } = await send(fileOf([aLine(73_000)]), 'u2');
    await expect(imports.get(parkA, importId)).rejects.toMatchObject({ name: 'IMPORT_UNKNOWN' });
    await expect(imports.errorFile(parkA, importId)).rejects.toMatchObject({ name: 'IMPORT_UNKNOWN' });
    expect(
      (await imports.list(parkA, { limit: 100 })).items.every(({ orgId }) => orgId === 'u1' || orgId === 'park-a'),
    ).toBe(true);
  });

  it('is announced, and the members’ queue listens', async () => {
    const { importId } = await send(fileOf([aLine(74_000)]));
    const rows: { payload: unknown }[] = await app.database.db.query('SELECT payload FROM outbox WHERE event = $1', [
      memberImportRequested.name,
    ]);
    expect(rows.map(({ payload }) => payload)).toContainEqual({ importId });
    expect(app.get(MembersProcessor).handlers.map(({ event }) => event.name)).toEqual(['member-import.requested']);
  });
});
