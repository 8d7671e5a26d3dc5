import { CardsService, DevicesService, TakeoverRunner, TakeoverService } from '../../src/modules/cards/index.js';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import { MembersService } from '../../src/modules/members/index.js';
import { writeTable } from '../../src/platform/tables/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { aPhoneKey, people, type Person } from '../support/cards.js';

const HEAD = '旧卡号,姓名,身份证号,卡状态';

describe('plastic cards given out before the platform', () => {
  let app: TestApp;
  let takeovers: TakeoverService;
  let runner: TakeoverRunner;
  let desk: CardsDesk;
  const city = anOfficer();

  const send = async (content: Buffer, orgId = 'park-a'): Promise<string> => {
    const { takeoverId } = await takeovers.request(city, { orgId, fileName: 'C:\\旧卡.csv', content });
    await runner.run(takeoverId);
    return takeoverId;
  };
  const csv = (...lines: readonly string[]): Buffer => Buffer.from([HEAD, ...lines].join('\r\n'));
  const row = (legacyNo: string, person: Person, state = '正常', name = '李明'): string =>
    [legacyNo, name, idNumberOf.get(person.memberId) ?? '', state].join(',');
  const idNumberOf = new Map<string, string>();
  const someone = async (count: number, orgId = 'u1'): Promise<Person[]> => {
    const made = await people(app, count, orgId);
    for (const person of made) idNumberOf.set(person.memberId, await idNumber(person));
    return made;
  };
  const idNumber = async (person: Person): Promise<string> => {
    return (await app.get(MembersService).reveal(city, person.memberId, '测试')).idNumber;
  };
  const errorsOf = async (id: string): Promise<string[][]> => {
    const lines: string[][] = [];
    for await (const line of await takeovers.errorLines(city, id)) lines.push([...line]);
    return lines.slice(1);
  };
  const found = async (q: string) => (await desk.search(city, { q, limit: 10 })).items;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2026-11-22T09:00:00+08:00') });
    takeovers = app.get(TakeoverService);
    runner = app.get(TakeoverRunner);
    desk = app.get(CardsDesk);
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  it('are checked first and change nothing, then taken over in their state, found by their old number, and bound to a phone', async () => {
    const [inUse, waiting, frozen, lost, ended] = await someone(5);
    const id = await send(
      csv(
        row('3601-0001 0001', inUse!),
        row('360100010002', waiting!, '未激活'),
        row('360100010003', frozen!, '冻结'),
        row('360100010004', lost!, '挂失'),
        row('360100010005', ended!, '注销'),
      ),
    );
    expect(await takeovers.get(city, id)).toMatchObject({
      state: 'CHECKED',
      fileName: '旧卡.csv',
      totalRows: 5,
      newRows: 5,
      refusedRows: 0,
      finishedAt: null,
    });
    expect(await found('360100010001')).toEqual([]);

    await takeovers.take(city, id);
    await Promise.all([runner.run(id), runner.run(id)]);
    expect(await takeovers.get(city, id)).toMatchObject({ state: 'DONE', doneRows: 5, newRows: 5 });
    const states = [];
    for (let n = 1; n <= 5; n += 1) states.push((await found(`36010001000${n}`))[0]?.state);
    expect(states).toEqual(['ACTIVE', 'ISSUED', 'FROZEN', 'LOST', 'CANCELLED']);
    const [card] = await found('3601 0001 0001');
    expect(card).toMatchObject({ legacyNo: '360100010001', plasticState: null });
    const bound = await app
      .get(DevicesService)
      .bind(inUse!, { publicKey: aPhoneKey(), proof: inUse!.proof, hardware: true });
    expect(bound.slot).toBe(1);
    await app.get(CardsService).act(city, (await found('360100010004'))[0]?.id ?? '', 'REPLACE', '补卡');
    const next = (await desk.get(city, (await found('360100010004'))[0]?.id ?? '')).next;
    expect(next).toMatchObject({ state: 'ISSUED' });
    const [file]: { content: Buffer | null }[] = await app.database.db.query(
      'SELECT content FROM card_takeover WHERE id = $1',
      [id],
    );
    expect(file?.content).toBeNull();
  });

  it('are noted on the card their holder has here already, and known when they come again', async () => {
    const [person] = await someone(1);
    const { cardId } = await app.database.transaction((tx) =>
      app.get(CardsService).issue(tx, person!.memberId, { kind: 'system', id: 'test' }),
    );
    const lines = csv(row('AB123456', person!));
    const id = await send(lines);
    expect(await takeovers.get(city, id)).toMatchObject({ newRows: 0, linkedRows: 1 });
    await takeovers.take(city, id);
    await runner.run(id);
    expect((await found('ab-123456'))[0]?.id).toBe(cardId);
    expect(await takeovers.get(city, await send(lines))).toMatchObject({ linkedRows: 0, knownRows: 1 });
  });

  it('say of every refused row which column is wrong and what to do', async () => {
    const [one, two, three, other] = await someone(4);
    const stranger = (await someone(1, 'u2'))[0]!;
    const before = await send(csv(row('700000000001', other!)));
    await takeovers.take(city, before);
    await runner.run(before);
    const id = await send(
      csv(
        row('12', one!),
        row('700000000002', one!, '正常', '王明'),
        row('700000000003', two!, '借出'),
        row('700000000004', two!),
        row('700000000004', three!),
        row('700000000005', two!),
        row('700000000001', three!),
        row('700000000006', other!),
        row('700000000007', stranger),
        '700000000008,李明,360102199001310001x,正常',
        '700000000009,,,正常',
      ),
    );
    expect(await takeovers.get(city, id)).toMatchObject({ totalRows: 11, newRows: 1, refusedRows: 10 });
    const errors = await errorsOf(id);
    expect(errors.map(([rowNo, column, reason]) => [rowNo, column, reason])).toEqual([
      ['2', '旧卡号', '旧卡号应为 6 至 24 位数字，可带字母前缀'],
      ['3', '姓名', '姓名与会员档案不一致'],
      ['4', '卡状态', '卡状态无法识别'],
      ['6', '旧卡号', '同一文件中旧卡号重复'],
      ['7', '身份证号', '同一人有两张在用的旧卡'],
      ['8', '旧卡号', '这个旧卡号已接管到另一位会员'],
      ['9', '旧卡号', '该会员已接管另一张旧卡'],
      ['10', '身份证号', '本工会没有这位会员'],
      ['11', '身份证号', '身份证号不正确'],
      ['12', '身份证号', '身份证号不正确'],
      ['12', '姓名', '姓名未填写'],
    ]);
    for (const [, , , remedy, value] of errors) {
      expect(remedy).not.toBe('');
      expect(value).not.toMatch(/\d{6}/);
    }
    await takeovers.discard(city, id);
    await expect(takeovers.take(city, id)).rejects.toMatchObject({ name: 'TAKEOVER_STEP_IMPOSSIBLE' });
  });

  it('come as an Excel file too, with a title above the header', async () => {
    const [person] = await someone(1);
    const lines = [
      ['职工卡台账'],
      ['姓名', '身份证号', '卡号'],
      ['李明', idNumberOf.get(person!.memberId) ?? '', '800000000001'],
    ];
    const parts: Buffer[] = [];
    for await (const part of writeTable('xlsx', lines)) parts.push(part as Buffer);
    expect(await takeovers.get(city, await send(Buffer.concat(parts)))).toMatchObject({ state: 'CHECKED', newRows: 1 });
  });

  it('F49: a file that is no table fails as a whole and says why', async () => {
    for (const [content, failure] of [
      [Buffer.from('姓名,身份证号\r\n李明,1'), 'HEADER_MISSING: 旧卡号'],
      [Buffer.from(HEAD), 'NO_ROWS'],
      [Buffer.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]), 'FILE_MALFORMED: zip end'],
    ] as const) {
      const view = await takeovers.get(city, await send(content));
      expect([view.state, view.failure]).toEqual(['FAILED', failure]);
    }
    await expect(
      takeovers.request(city, { orgId: 'u1', fileName: 'x', content: Buffer.alloc(0) }),
    ).rejects.toMatchObject({ name: 'TAKEOVER_FILE_EMPTY' });
  });

  it('of many rows go on where a killed run stopped, each row once', async () => {
    const crowd = await someone(620);
    const id = await send(csv(...crowd.map((person, at) => row(`9${String(at).padStart(11, '0')}`, person))));
    await takeovers.take(city, id);
    // Killed when it begins the second chunk: the first one stands with its progress.
    const transaction = app.database.transaction.bind(app.database);
    let chunks = 0;
    app.database.transaction = async (work) => {
      chunks += 1;
      if (chunks === 3) throw new Error('killed');
      return transaction(work);
    };
    await expect(runner.run(id)).rejects.toThrow('killed');
    app.database.transaction = transaction;
    expect(await takeovers.get(city, id)).toMatchObject({ state: 'TAKING', totalRows: 620, doneRows: 500 });
    await runner.run(id);
    expect(await takeovers.get(city, id)).toMatchObject({ state: 'DONE', doneRows: 620, newRows: 620 });
    const [count]: { n: number }[] = await app.database.db.query(
      `SELECT count(*)::integer AS n FROM card WHERE legacy_no LIKE '9%'`,
    );
    expect(count?.n).toBe(620);
  });

  it('of another subtree are not there', async () => {
    const id = await send(csv('1,2,3,4'), 'u2');
    const parkA = anOfficer({ scope: ['/city/park-a/'] });
    await expect(takeovers.get(parkA, id)).rejects.toMatchObject({ name: 'TAKEOVER_UNKNOWN' });
    await expect(takeovers.take(parkA, id)).rejects.toMatchObject({ name: 'TAKEOVER_UNKNOWN' });
  });
});
