import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { ImportFilesService, ImportsService } from '../../src/modules/imports/index.js';
import { MembersService } from '../../src/modules/members/index.js';
import { ImportRetention } from '../../src/modules/imports/import-retention.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeCreditCode } from '../../src/shared/numbers/credit-code.js';
import { openTable } from '../../src/platform/tables/index.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { RetentionService } from '../../src/modules/audit/index.js';
import { aLine, aPerson, fileOf, HEADER } from '../support/rosters.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { ImportDesk } from '../support/import-desk.js';

const KNOWN_CODE = makeCreditCode('360100', 1);

describe('a roster file', () => {
  let app: TestApp;
  let desk: ImportDesk;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const city = anOfficer();

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

  it.each([
    ['UTF-8 with BOM', (text: string) => Buffer.from(`\uFEFF${text}`), 50_000],
    ['GBK', (text: string) => iconv.encode(text, 'gbk'), 50_001],
  ])('F49 in %s keeps its names', async (_encoding, encode, n) => {
    const { id } = await desk.check(city, encode([HEADER, aLine(n, { name: '欧阳娜娜' })].join('\n')));
    await desk.commit(city, id);
    expect((await find(n))?.name).toBe('欧阳娜娜');
  });

  it('F49 in a workbook is read below its title, with dates, full-width digits and text numbers, and its refused rows come back as one', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('花名册');
    sheet.addRow(['某厂职工花名册']);
    sheet.mergeCells('A1:D1');
    sheet.addRow(['序号', '入会时间', '联系电话', '*职工姓名', '身份证号码']);
    const [one, two] = [aPerson(51_000), aPerson(51_001)];
    const wide = one.idNumber.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    sheet.addRow([1, new Date('2021-05-01T00:00:00Z'), Number(one.phone), ' 王小红　', `${wide}\u200B`]);
    sheet.addRow([2, '2021年5月', two.phone, { formula: 'D3&""', result: '王小红' }, two.idNumber]);
    sheet.addRow([3, '2021.1', aPerson(51_002).phone, '李明', Number(aPerson(51_002).idNumber.replace('X', '1'))]);
    const content = Buffer.from(await book.xlsx.writeBuffer());

    const checked = await desk.check(city, content, { fileName: '花名册.xlsx' });
    expect(checked).toMatchObject({
      fileKind: 'xlsx',
      sheet: '花名册',
      hasMergedCells: true,
      mapping: { joinedOn: 1, phone: 2, name: 3, idNumber: 4 },
      planned: { addedRows: 1, refusedRows: 2 },
      firstErrors: [
        { rowNo: 4, errors: [{ field: 'name', reason: 'CELL_FORMULA' }] },
        { rowNo: 5, errors: [{ field: 'idNumber', reason: 'CELL_ROUNDED' }] },
      ],
    });
    await desk.commit(city, checked.id);
    expect(await find(51_000)).toMatchObject({ name: '王小红', joinedOn: '2021-05-01' });

    const { fileKind, file } = await app.get(ImportFilesService).errors(city, 'members', checked.id);
    const pieces: Buffer[] = [];
    for await (const piece of file) pieces.push(Buffer.from(piece as Buffer));
    const rows: (readonly string[])[] = [];
    for await (const { cells } of (await openTable(Buffer.concat(pieces))).rows()) rows.push(cells);
    expect(fileKind).toBe('xlsx');
    expect(rows.slice(0, 2)).toEqual([
      ['某厂职工花名册'],
      ['序号', '入会时间', '联系电话', '*职工姓名', '身份证号码', '怎么改'],
    ]);
    expect(rows[2]).toEqual([
      '2',
      '2021年5月',
      two.phone,
      '王小红',
      two.idNumber,
      expect.stringContaining('选择性粘贴'),
    ]);
    expect(rows).toHaveLength(4);
  });

  it('is mapped by hand where its header says nothing, and the next one with that header begins with it', async () => {
    const content = (n: number) =>
      Buffer.from(`甲,乙,丙\n${[aPerson(n).phone, aPerson(n).name, aPerson(n).idNumber].join()}`);
    const unread = await desk.send(city, content(52_000));
    expect(unread).toMatchObject({ state: 'MAPPING', header: ['甲', '乙', '丙'], mapping: {}, isRemembered: false });
    const service = app.get(ImportsService);
    for (const wrong of [
      { name: 1, idNumber: 2 },
      { name: 1, idNumber: 2, phone: 2 },
      { name: 1, idNumber: 2, phone: 9 },
    ]) {
      await expect(service.check(city, 'members', unread.id, wrong)).rejects.toMatchObject({ name: 'MAPPING_WRONG' });
    }
    const mapping = { phone: 0, name: 1, idNumber: 2 };
    await desk.run(city, unread.id, () => service.check(city, 'members', unread.id, mapping));
    expect(await desk.commit(city, unread.id)).toMatchObject({ addedRows: 1 });
    expect(await desk.send(city, content(52_001))).toMatchObject({ mapping, isRemembered: true });
    expect(await desk.send(anOfficer(), content(52_001))).toMatchObject({ mapping, isRemembered: true });
    expect(await desk.send(anOfficer(), content(52_001), { orgId: 'u2' })).toMatchObject({ isRemembered: false });
  });

  it('F49 with duplicate numbers, bad check characters and phones of others says so row by row', async () => {
    await desk.bring(city, fileOf([aLine(60_000)]));
    const one = aPerson(60_002);
    const flipped = one.idNumber.slice(0, 17) + (one.idNumber.endsWith('1') ? '2' : '1');
    const result = await desk.bring(
      city,
      fileOf([
        aLine(60_002),
        aLine(60_003, { idNumber: one.idNumber }),
        aLine(60_004, { phone: one.phone }),
        aLine(60_005, { idNumber: flipped }),
        aLine(60_006, { phone: aPerson(60_000).phone }),
        aLine(60_000, { phone: aPerson(60_007).phone }),
      ]),
    );
    expect(result).toMatchObject({ addedRows: 1, refusedRows: 5 });
    expect(result.firstErrors.map(({ rowNo, errors }) => [rowNo, errors[0]?.reason, errors[0]?.otherRow])).toEqual([
      [3, 'ID_NUMBER_TWICE', 2],
      [4, 'PHONE_TWICE', 2],
      [5, 'ID_NUMBER_CHECK', undefined],
      [6, 'PHONE_TAKEN', undefined],
      [7, 'PHONE_DIFFERS', undefined],
    ]);
    expect((await desk.errorRows(city, result.id)).at(1)?.at(-1)).toBe('身份证号：与第2行重复，请只保留一行');
  });

  it('finds the employer by its code and the union by its name below the file’s union', async () => {
    const content = fileOf([
      aLine(61_000, { code: KNOWN_CODE, union: '一厂工会' }),
      aLine(61_001, { code: makeCreditCode('360100', 2) }),
      aLine(61_002, { union: '二厂工会' }),
    ]);
    const result = await desk.bring(city, content, { orgId: 'park-a' });
    expect(result).toMatchObject({ addedRows: 1, refusedRows: 2 });
    expect(await find(61_000)).toMatchObject({ orgId: 'u1', enterpriseName: '甲厂' });
    expect(result.firstErrors.map(({ errors }) => errors[0]?.reason)).toEqual(['ENTERPRISE_UNKNOWN', 'UNION_UNKNOWN']);
  });

  it.each([
    [
      'an endless quote',
      Buffer.concat([fileOf([aLine(70_000)]), Buffer.from(`\r\n"${'x'.repeat(300_000)}`)]),
      'FILE_MALFORMED',
    ],
    ['a broken workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'FILE_MALFORMED'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0]), 'FILE_OLD_EXCEL'],
    ['a header alone', Buffer.from(HEADER), 'NO_ROWS'],
    ['a million rows', Buffer.from(`${HEADER}\n${'王小红,1,2,,,,\n'.repeat(1_000_000)}`), 'TOO_MANY_ROWS'],
  ])('F49 with %s adds nobody and says why', async (_case, content, failure) => {
    const before = await members();
    const result = await desk.send(city, content);
    expect(result).toMatchObject({ state: 'FAILED', failure, doneRows: 0 });
    expect(await members()).toBe(before);
    expect(await count(`import_piece WHERE import_id = '${result.id}'`)).toBe(0);
  });

  it('leaves no cell a spreadsheet would run', async () => {
    const lines = [aLine(71_000, { name: '=HYPERLINK("http://x")' }), aLine(71_001, { union: '@SUM(A1)' })];
    const { id } = await desk.check(city, fileOf(lines));
    const rows = await desk.errorRows(city, id);
    expect(rows).toHaveLength(3);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@]/);
  });

  it('is sealed while it waits, and so is what is kept of it, for thirty days', async () => {
    const { id } = await desk.check(city, fileOf([aLine(72_000), aLine(72_001, { name: '' })]));
    const stored: { sealed: Buffer }[] = await app.database.db.query(
      `SELECT sealed FROM import_piece WHERE import_id = $1 UNION ALL SELECT sealed FROM import_kept_row WHERE import_id = $1`,
      [id],
    );
    expect(stored.length).toBeGreaterThan(1);
    expect(
      stored.some(({ sealed }) => sealed.includes(aPerson(72_000).phone) || sealed.includes(aPerson(72_001).phone)),
    ).toBe(false);
    await desk.commit(city, id);
    expect(await count(`import_piece WHERE import_id = '${id}'`)).toBe(0);
    await app.get(ImportRetention).forgetChanges();
    expect(await count(`import_change WHERE import_id = '${id}'`)).toBe(1);
    clock.advance(31 * DAY_MS);
    await app.get(ImportRetention).forgetChanges();
    expect(await count(`import_change WHERE import_id = '${id}'`)).toBe(0);
    await app.get(RetentionService).clear('IMPORT_ERROR');
    expect(await count(`import_kept_row WHERE import_id = '${id}'`)).toBe(2);
    clock.advance(180 * DAY_MS);
    await app.get(RetentionService).clear('IMPORT_ERROR');
    expect(await count(`import_kept_row WHERE import_id = '${id}'`)).toBe(0);
    expect(await desk.view(city, id)).toMatchObject({ state: 'DONE', addedRows: 1, mayUndo: false });
    clock.advance(-211 * DAY_MS);
  });
});
