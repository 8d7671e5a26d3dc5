import { ImportsService } from '../../src/modules/imports/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeCreditCode } from '../../src/shared/numbers/credit-code.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { ImportDesk } from '../support/import-desk.js';

const HEADER =
  '统一社会信用代码,企业名称,所属园区,所属行业,经营状况,是否符合建会条件,职工人数,建会情况,工会名称,摸底日期';
const code = (n: number): string => makeCreditCode('360100', n);

const aLine = (
  n: number,
  given: Partial<Record<'park' | 'condition' | 'workers' | 'has' | 'union' | 'name', string>> = {},
): string =>
  [
    code(n),
    given.name ?? `企业${n}`,
    given.park ?? '甲园区',
    '制造业',
    given.condition ?? '经营',
    '是',
    given.workers ?? '120人',
    given.has ?? '',
    given.union ?? '',
    '2026年3月5日',
  ].join();
const fileOf = (lines: string[]): Buffer => Buffer.from([HEADER, ...lines].join('\n'));

describe('a file of the enterprise census', () => {
  let app: TestApp;
  let desk: ImportDesk;
  const city = anOfficer();
  const parkA = anOfficer({ scope: ['/city/park-a/'] });
  const inParkA = { orgId: 'park-a' };

  const find = async (n: number) => {
    const [row]: object[] = await app.database.db.query(
      `SELECT name, park_code AS park, union_org_id AS union, condition, eligible, workers, surveyed_on::text AS day FROM enterprise WHERE credit_code = $1`,
      [code(n)],
    );
    return row;
  };

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2026-11-22T09:00:00+08:00') });
    desk = new ImportDesk(app, 'enterprises');
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('goes the same steps as a roster: nothing in the dry run, then new ones, changed ones and unchanged ones apart', async () => {
    const checked = await desk.check(parkA, fileOf([aLine(1), aLine(2, { has: '已建', union: '一厂工会' })]), inParkA);
    expect(checked).toMatchObject({
      state: 'CHECKED',
      planned: { addedRows: 2 },
      mapping: { creditCode: 0, surveyedOn: 9 },
    });
    expect(await find(1)).toBeUndefined();
    expect(await desk.commit(parkA, checked.id)).toMatchObject({ state: 'DONE', addedRows: 2 });
    expect(await find(2)).toEqual({
      name: '企业2',
      park: 'A',
      union: 'u1',
      condition: 'OPERATING',
      eligible: true,
      workers: 120,
      day: '2026-03-05',
    });
    const again = await desk.bring(parkA, fileOf([aLine(1, { condition: '关闭', workers: '0' }), aLine(2)]), inParkA);
    expect(again).toMatchObject({ updatedRows: 1, unchangedRows: 1, addedRows: 0 });
    expect(await find(1)).toMatchObject({ condition: 'CLOSED', workers: 0 });
    await desk.undo(parkA, again.id);
    expect(await find(1)).toMatchObject({ condition: 'OPERATING', workers: 120 });
  });

  it('F49 refuses bad check characters, twins, parks and unions nobody knows, row by row', async () => {
    const wrong = `${code(10).slice(0, 17)}${code(10).endsWith('0') ? '1' : '0'}`;
    const result = await desk.bring(
      parkA,
      fileOf([
        aLine(11),
        aLine(10).replace(code(10), wrong),
        aLine(11),
        aLine(12, { park: '丙园区' }),
        aLine(13, { has: '已建', union: '二厂工会' }),
        aLine(14, { park: '' }),
      ]),
      inParkA,
    );
    expect(result).toMatchObject({ addedRows: 2, refusedRows: 4 });
    expect(result.firstErrors.map(({ rowNo, errors }) => [rowNo, errors[0]?.reason])).toEqual([
      [3, 'CREDIT_CODE_WRONG'],
      [4, 'CREDIT_CODE_TWICE'],
      [5, 'PARK_UNKNOWN'],
      [6, 'UNION_UNKNOWN'],
    ]);
    expect((await desk.errorRows(parkA, result.id)).map((row) => row.at(-1)).slice(0, 3)).toEqual([
      '怎么改',
      '统一社会信用代码：校验位不符，请对照营业执照核对是否抄错',
      '统一社会信用代码：与第2行重复，请只保留一行',
    ]);
  });

  it('leaves enterprises of other parks alone and does not say whose they are', async () => {
    await desk.bring(city, fileOf([aLine(20, { park: 'B' })]), { orgId: 'city' });
    const checked = await desk.check(parkA, fileOf([aLine(20)]), inParkA);
    expect(checked).toMatchObject({ planned: { refusedRows: 1, updatedRows: 0 } });
    expect(checked.firstErrors[0]?.errors).toEqual([{ field: 'creditCode', reason: 'NOT_YOURS' }]);
    expect(JSON.stringify(checked)).not.toMatch(/乙园区|park-b/);
    await expect(desk.send(parkA, fileOf([aLine(21)]), { orgId: 'u2' })).rejects.toMatchObject({ name: 'NOT_FOUND' });
  });

  it('is undone as a whole, unless somebody works there by now', async () => {
    const { id } = await desk.bring(parkA, fileOf([aLine(30), aLine(31)]), inParkA);
    const members = new ImportDesk(app, 'members');
    const roster = `姓名,身份证号,手机号,信用代码\n王小红,${makeIdNumber('360101', '1990-03-07', 15)},13900000001,${code(31)}`;
    const made = await members.bring(city, Buffer.from(roster));
    expect(made).toMatchObject({ addedRows: 1 });
    await desk.undo(parkA, id);
    expect(await desk.view(parkA, id)).toMatchObject({ state: 'DONE', undoBlocks: [{ rowNo: 3, use: 'MEMBERS' }] });
    expect(await find(30)).toBeDefined();

    await members.undo(city, made.id);
    await desk.undo(parkA, id);
    expect(await desk.view(parkA, id)).toMatchObject({ state: 'UNDONE' });
    expect([await find(30), await find(31)]).toEqual([undefined, undefined]);
    expect((await app.get(ImportsService).list(parkA, 'enterprises', { limit: 1 })).items[0]).toMatchObject({
      state: 'UNDONE',
    });
  });
});
