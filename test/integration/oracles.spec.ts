import { TakeoverRunner, TakeoverService } from '../../src/modules/cards/index.js';
import { ErasuresService, MemberLoader, StandingService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { aPhoneKey, issueTo } from '../support/cards.js';
import { ImportDesk } from '../support/import-desk.js';
import { aLine, aPerson, fileOf } from '../support/rosters.js';
import { officerToken, workerToken } from '../support/sign-in.js';

type Person = ReturnType<typeof aPerson>;

/** Whose a number may be, as nobody who asks may find out. */
const HOLDERS = ['nobody', 'far', 'near', 'resting', 'left', 'erased'] as const;
type Holder = (typeof HOLDERS)[number];
/** Those who are members of another union: whoever asks learns that they are, and never of which. */
const MEMBERS = ['far', 'near', 'resting'] as const;

describe('whoever holds an ID number or a phone (F39)', () => {
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const u1 = anOfficer({ scope: ['/city/park-a/u1/'] });
  let app: TestApp;
  let desk: ImportDesk;
  let officer: string;
  let second: string;
  let made = 0;

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO union_org (id, parent_id, level, name, path, created_at, park_code)
         VALUES ('u3', 'park-a', 'GRASSROOTS', '三厂工会', '/city/park-a/u3/', now(), 'A')`,
      ),
    );
    desk = new ImportDesk(app, 'members');
    [officer, second] = [
      await officerToken(app, 'GRASSROOTS_OFFICER', 'u1'),
      await officerToken(app, 'GRASSROOTS_OFFICER', 'u1'),
    ];
  });
  afterAll(() => app.close());

  const nobody = (): Person => {
    made += 1;
    return aPerson(made);
  };

  /** A person whose numbers are held in this way. */
  async function heldBy(holder: Holder): Promise<Person & { memberId: string }> {
    const person = nobody();
    if (holder === 'nobody') return { ...person, memberId: '' };
    const orgId = holder === 'far' ? 'u2' : 'u3';
    const row = { ...person, orgId, enterpriseId: null, gender: 'M', birthOn: null, joinedOn: null } as const;
    const [added] = await app.database.transaction((tx) => app.get(MemberLoader).insertChunk(tx, [row]));
    const memberId = added !== undefined && 'memberId' in added ? added.memberId : '';
    const admin = anOfficer();
    const step = { resting: 'RETAIN', left: 'WITHDRAW' } as const;
    if (holder === 'resting' || holder === 'left')
      await app.get(StandingService).change(admin, memberId, { step: step[holder], reason: '离开了单位' });
    if (holder === 'erased') {
      const { erasureId } = await app.get(ErasuresService).propose(admin, memberId, '本人申请');
      await app.get(ErasuresService).decide(anOfficer(), erasureId, true);
    }
    return { ...person, memberId };
  }

  const call = async (token: string, url: string, payload: object) => {
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await app.fastify.inject({ method: 'POST', url, headers, payload });
    return { statusCode, body };
  };
  /** An answer without what is different in any two answers: ids and instants. */
  const worded = ({ statusCode, body }: { statusCode: number; body: string }): string =>
    `${statusCode} ${body}`
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/\d{4}-\d\d-\d\dT[0-9:.]+\+08:00/g, 'TIME');
  /** The one answer all of these get. */
  async function oneAnswer<Each>(of: readonly Each[], ask: (one: Each) => Promise<string>): Promise<string> {
    const answers = new Set<string>();
    for (const one of of) answers.add(await ask(one));
    expect([...answers]).toHaveLength(1);
    const [answer = ''] = answers;
    expect(answer).not.toMatch(/二厂|三厂|乙园区|u2|u3|park-b/);
    return answer;
  }
  const propose = (idNumber: string, phone: string) =>
    call(officer, '/console/v1/applications', { name: '赵小兰', idNumber, phone, orgId: 'u1' });

  it('an officer who enters an ID number hears the same of every member of another union, and of all who are none', async () => {
    const ask = async (holder: Holder) => worded(await propose((await heldBy(holder)).idNumber, nobody().phone));
    expect(await oneAnswer(MEMBERS, ask)).toContain('"outcome":"TRANSFER"');
    expect(await oneAnswer(['nobody', 'left', 'erased'], ask)).toContain('"outcome":"PROPOSED"');
  });

  it('an officer who enters a phone hears nothing of it, and at the decision the same whoever has it', async () => {
    const decide = async (holder: Holder): Promise<string> => {
      const { phone } = await heldBy(holder);
      const proposed = await propose(nobody().idNumber, phone);
      expect(worded(proposed)).toBe('201 {"outcome":"PROPOSED","id":"ID"}');
      const { id } = JSON.parse(proposed.body) as { id: string };
      return worded(await call(second, `/console/v1/applications/${id}/decision`, { approve: true }));
    };
    expect(await oneAnswer(MEMBERS, decide)).toContain('PHONE_TAKEN');
    for (const holder of ['nobody', 'left', 'erased'] as const)
      expect(await decide(holder)).toContain('"state":"JOINED"');
  });

  it('a worker who applies hears the same, whosever the ID number is', async () => {
    const apply = async (holder: Holder): Promise<string> => {
      const { idNumber } = await heldBy(holder);
      const { phone } = nobody();
      const request = { name: '赵小兰', idNumber, phone, orgId: 'u1', consentVersion: 1 };
      return worded(await call(await workerToken(app, phone), '/worker/v1/joining', request));
    };
    expect(await oneAnswer(HOLDERS, apply)).toMatch(/^201 .*PENDING/);
  });

  it('a roster says the same of every member of another union, of all who are none, and of every phone that is taken', async () => {
    const bring = async (given: Partial<Person>): Promise<string> => {
      made += 1;
      const checked = await desk.check(u1, fileOf([aLine(made, given)]));
      const { id } = checked;
      const { askedRows, addedRows, refusedRows } = checked.refusedRows > 0 ? checked : await desk.commit(u1, id);
      const [, ...rows] = await desk.errorRows(u1, id);
      const said = rows.map((row) => row.at(-1));
      return JSON.stringify({ askedRows, addedRows, refusedRows, said });
    };
    const byNumber = async (holder: Holder) => bring({ idNumber: (await heldBy(holder)).idNumber });
    expect(await oneAnswer(MEMBERS, byNumber)).toMatch(/"askedRows":1.*已发起会籍接转/);
    expect(await oneAnswer(['nobody', 'erased'], byNumber)).toContain('"addedRows":1');
    const byPhone = async (holder: Holder) => bring({ phone: (await heldBy(holder)).phone });
    expect(await oneAnswer(MEMBERS, byPhone)).toContain('"refusedRows":1');
    expect(await oneAnswer(['nobody', 'left', 'erased'], byPhone)).toContain('"addedRows":1');
  });

  it('a file of old cards says the same of everybody who is no member of the union', async () => {
    let cards = 0;
    const take = async (holder: Holder): Promise<string> => {
      cards += 1;
      const { idNumber, name } = await heldBy(holder);
      const content = Buffer.from(`旧卡号,姓名,身份证号,卡状态\r\n36010009000${cards},${name},${idNumber},正常`);
      const takeovers = app.get(TakeoverService);
      const { takeoverId } = await takeovers.request(u1, { orgId: 'u1', fileName: 'a.csv', content });
      await app.get(TakeoverRunner).run(takeoverId);
      const lines: (readonly string[])[] = [];
      for await (const line of await takeovers.errorLines(u1, takeoverId)) lines.push(line.slice(0, -1));
      return JSON.stringify(lines);
    };
    expect(await oneAnswer(HOLDERS, take)).toContain('本工会没有这位会员');
  });

  it('a desk that writes down a new number hears the same, whosever it was', async () => {
    const change = async (holder: Holder): Promise<string> => {
      const { phone } = await heldBy(holder);
      const own = nobody();
      const row = { ...own, orgId: 'u1', enterpriseId: null, gender: 'M', birthOn: null, joinedOn: null } as const;
      const [added] = await app.database.transaction((tx) => app.get(MemberLoader).insertChunk(tx, [row]));
      const memberId = added !== undefined && 'memberId' in added ? added.memberId : '';
      const request = { phone, reason: '换了号码', documentSeen: true };
      const answer = await call(officer, `/console/v1/members/${memberId}/phone`, request);
      const { name, membership, orgName } = JSON.parse(answer.body) as Record<string, string>;
      return JSON.stringify([answer.statusCode, name, membership, orgName]);
    };
    expect(await oneAnswer(HOLDERS, change)).toContain('200');
  });

  it('a phone that asks for a code, and one that tries a wrong one, hears the same', async () => {
    const device = 'test-device-0123456789';
    const ask = async (holder: Holder | 'applicant'): Promise<string> => {
      const { phone } = await heldBy(holder === 'applicant' ? 'nobody' : holder);
      if (holder === 'applicant') {
        await workerToken(app, phone);
        clock.advance(61_000);
      }
      const asked = await app.fastify.inject({ method: 'POST', url: '/auth/v1/otp', payload: { phone, device } });
      const { challengeId, demoCode } = asked.json<{ challengeId: string; demoCode: string }>();
      const code = demoCode === '000000' ? '000001' : '000000';
      const payload = { challengeId, device, code };
      const wrong = await app.fastify.inject({ method: 'POST', url: '/auth/v1/otp/verify', payload });
      return `${worded(asked).replace(demoCode, 'CODE')} ${worded(wrong)}`;
    };
    expect(await oneAnswer([...HOLDERS, 'applicant'] as const, ask)).toMatch(/^20\d .*CODE.* 401 .*OTP_WRONG/);
  });

  it('a phone that is to be bound proves its own number only: that of somebody else is as wrong as any', async () => {
    const own = await heldBy('near');
    const { memberId, phone, idNumber } = own;
    await issueTo(app, { kind: 'worker', loginId: memberId, memberId, proof: '', phone, idNumber });
    const token = await workerToken(app, own.phone);
    const bind = async (holder: Holder): Promise<string> => {
      const proof = (await heldBy(holder)).idNumber.slice(-6);
      clock.advance(61_000);
      return worded(await call(token, '/worker/v1/card/device', { publicKey: aPhoneKey(), proof, hardware: true }));
    };
    expect(await oneAnswer(HOLDERS.slice(0, 4), bind)).toContain('PROOF_WRONG');
  });
});
