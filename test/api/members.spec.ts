import { ImportRunner } from '../../src/modules/imports/index.js';
import { MembersService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { officerToken, workerToken } from '../support/sign-in.js';

const BOUNDARY = 'roster-boundary';
const UNKNOWN_ID = '0198c0de-0000-7000-8000-000000000000';

describe('the members’ desk', () => {
  let app: TestApp;
  let admin: string;
  let parkA: string;
  let auditor: string;
  let person: Person;

  const call = (token: string, method: 'GET' | 'POST', url: string, payload?: object) =>
    app.fastify.inject({
      method,
      url: `/console/v1${url}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const upload = (token: string, parts: { name: string; value: string; fileName?: string }[]) => {
    const body = parts.map(({ name, value, fileName }) => {
      const file = fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: text/csv`;
      return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
    });
    return app.fastify.inject({
      method: 'POST',
      url: '/console/v1/members/imports',
      headers: { authorization: `Bearer ${token}`, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
      payload: `${body.join('')}--${BOUNDARY}--\r\n`,
    });
  };

  beforeAll(async () => {
    app = await startApp({
      clock: new ManualClock('2026-11-22T09:00:00+08:00'),
      config: { IMPORT_MAX_BYTES: '20000' },
    });
    await seedPlaces(app.database);
    admin = await officerToken(app, 'CITY_ADMIN', 'city');
    parkA = await officerToken(app, 'PARK_OFFICER', 'park-a');
    auditor = await officerToken(app, 'AUDITOR', 'city');
    person = await onePerson(app, 'u2');
  });
  afterAll(() => app.close());

  it('lists members masked, within the officer’s subtree', async () => {
    const answer = await call(admin, 'GET', `/members?q=${person.phone}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      items: [
        {
          id: person.memberId,
          memberNo: expect.stringMatching(/^M\d{8}$/),
          name: '李明',
          idNumberMasked: expect.stringMatching(/^3601\*{10}.{4}$/),
          phoneMasked: `136****${person.phone.slice(7)}`,
          orgId: 'u2',
          orgName: '二厂工会',
          enterpriseName: null,
          gender: 'M',
          joinedOn: '2020-01-05',
          membership: 'ACTIVE',
          categories: [],
          cardState: null,
        },
      ],
      nextCursor: null,
    });
    expect((await call(parkA, 'GET', `/members?q=${person.phone}`)).json()).toEqual({ items: [], nextCursor: null });
    expect((await call(parkA, 'GET', `/members/${person.memberId}`)).statusCode).toBe(404);
  });

  it('finds by name, number and union only whom the officer answers for, though the search passes the policies', async () => {
    const own = await onePerson(app, 'u1');
    const idsOf = async (token: string, query: string): Promise<string[]> =>
      (await call(token, 'GET', `/members?${query}`)).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    const name = `q=${encodeURIComponent('李')}`;
    expect(await idsOf(admin, name)).toEqual([own.memberId, person.memberId]);
    expect(await idsOf(parkA, name)).toEqual([own.memberId]);
    expect(await idsOf(parkA, '')).toEqual([own.memberId]);
    expect(await idsOf(parkA, 'orgId=u1')).toEqual([own.memberId]);
    for (const query of ['orgId=u2', 'orgId=park-b', `${name}&orgId=u2`]) expect(await idsOf(parkA, query)).toEqual([]);
    expect(await idsOf(admin, 'orgId=park-b')).toEqual([person.memberId]);
    // A page that begins at a sibling's member goes on with one's own.
    expect(await idsOf(parkA, `${name}&limit=1&cursor=${UNKNOWN_ID.replace('0198', 'ffff')}`)).toEqual([own.memberId]);
  });

  it.each([
    ['a cursor that is no id', '/members?cursor=x'],
    ['a limit of 101', '/members?limit=101'],
    ['a field nobody knows', '/members?orgID=u1'],
    ['an id that is none', '/members/42'],
  ])('answers %s with 400', async (_case, url) => {
    const answer = await call(admin, 'GET', url);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'REQUEST_INVALID']);
  });

  it('shows the numbers whole only to who may, and only for a purpose', async () => {
    const url = `/members/${person.memberId}/reveal`;
    expect((await call(admin, 'POST', url, { purpose: '' })).statusCode).toBe(400);
    expect((await call(auditor, 'POST', url, { purpose: '核对身份信息' })).statusCode).toBe(403);
    expect((await call(parkA, 'POST', url, { purpose: '核对身份信息' })).statusCode).toBe(404);
    const answer = await call(admin, 'POST', url, { purpose: '核对身份信息' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<{ phone: string }>().phone).toBe(person.phone);
  });

  it('is no place for workers', async () => {
    const token = await workerToken(app, person.phone);
    expect((await call(token, 'GET', '/members')).statusCode).toBe(401);
  });

  it('takes a roster file, with the union before or after it, and gives back what was wrong', async () => {
    const idNumber = makeIdNumber('360102', '1991-02-03', 7);
    const value = `姓名,身份证号,手机号\r\n王小红,${idNumber},13900000001\r\n王小明,1,13900000002\r\n`;
    const sent = await upload(admin, [
      { name: 'file', value, fileName: '名册.csv' },
      { name: 'orgId', value: 'u1' },
    ]);
    expect(sent.statusCode).toBe(202);
    const { importId } = sent.json<{ importId: string }>();
    const path = `/members/imports/${importId}`;
    const run = () => app.get(ImportRunner).run(importId);
    expect((await call(admin, 'GET', path)).json()).toMatchObject({ state: 'UPLOADED', orgName: '一厂工会' });
    await run();
    const mapping = { name: 0, idNumber: 1, phone: 2 };
    expect((await call(admin, 'GET', path)).json()).toMatchObject({ state: 'MAPPING', mapping });
    expect((await call(auditor, 'POST', `${path}/check`, { mapping })).statusCode).toBe(403);
    const wrong = await call(admin, 'POST', `${path}/check`, { mapping: { name: 0 } });
    expect([wrong.statusCode, wrong.json<object>()]).toMatchObject([
      422,
      { code: 'MAPPING_WRONG', flaw: { missing: ['idNumber', 'phone'] } },
    ]);
    expect((await call(admin, 'POST', `${path}/check`, { mapping })).statusCode).toBe(204);
    await run();
    expect((await call(admin, 'GET', path)).json()).toMatchObject({
      state: 'CHECKED',
      planned: { addedRows: 1, refusedRows: 1 },
      firstErrors: [{ rowNo: 3, errors: [{ field: 'idNumber', reason: 'ID_NUMBER_LENGTH' }] }],
    });
    expect((await call(admin, 'POST', `${path}/undo`)).json()).toMatchObject({ code: 'IMPORT_NOT_UNDOABLE' });
    expect((await call(admin, 'POST', `${path}/commit`)).statusCode).toBe(204);
    await run();
    expect((await call(parkA, 'GET', path)).json()).toMatchObject({
      state: 'DONE',
      totalRows: 2,
      doneRows: 2,
      addedRows: 1,
      refusedRows: 1,
      failure: null,
      mayUndo: true,
    });
    expect((await call(admin, 'POST', `${path}/cancel`)).json()).toMatchObject({ code: 'IMPORT_STEP_WRONG' });
    expect((await call(admin, 'GET', '/members/imports')).json<{ items: object[] }>().items).toHaveLength(1);

    const errors = await call(admin, 'GET', `${path}/errors`);
    expect(errors.headers['content-type']).toContain('text/csv');
    expect(errors.body).toBe(
      '\uFEFF姓名,身份证号,手机号,怎么改\r\n王小明,1,13900000002,身份证号：应为18位，请核对是否少填或多填\r\n',
    );
    const template = await call(admin, 'GET', '/members/imports/template.csv');
    expect(template.body).toContain('*姓名,*身份证号,*手机号');
    const workbook = await call(admin, 'GET', '/members/imports/template.xlsx');
    expect(workbook.headers['content-disposition']).toContain('members-template.xlsx');
    expect(workbook.rawPayload.subarray(0, 2).toString()).toBe('PK');
    expect(await app.get(MembersService).search(anOfficer(), { q: idNumber, limit: 1 })).toMatchObject({
      items: [{ name: '王小红' }],
    });
  });

  it.each([
    ['no file', [{ name: 'orgId', value: 'u1' }], 400, 'FILE_MISSING'],
    ['no union', [{ name: 'file', value: 'x', fileName: 'a.csv' }], 400, 'FILE_MISSING'],
    [
      'an empty file',
      [
        { name: 'orgId', value: 'u1' },
        { name: 'file', value: '', fileName: 'a.csv' },
      ],
      400,
      'FILE_EMPTY',
    ],
    [
      'a field too many',
      [
        { name: 'orgId', value: 'u1' },
        { name: 'role', value: 'x' },
      ],
      400,
      'FILE_MISSING',
    ],
    [
      'a file over the limit',
      [
        { name: 'orgId', value: 'u1' },
        { name: 'file', value: 'x'.repeat(20_001), fileName: 'a.csv' },
      ],
      413,
      'BODY_TOO_LARGE',
    ],
  ])('refuses %s', async (_case, parts, status, code) => {
    const answer = await upload(admin, parts);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
  });

  it('refuses a roster for a union elsewhere, and JSON in place of a file', async () => {
    const parts = [
      { name: 'orgId', value: 'u2' },
      { name: 'file', value: 'x', fileName: 'a.csv' },
    ];
    expect((await upload(parkA, parts)).statusCode).toBe(404);
    expect((await upload(auditor, parts)).statusCode).toBe(403);
    expect((await call(admin, 'POST', '/members/imports', { orgId: 'u1' })).statusCode).toBe(400);
    expect((await call(admin, 'GET', `/members/imports/${UNKNOWN_ID}`)).statusCode).toBe(404);
  });
});
