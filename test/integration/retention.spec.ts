import { RetentionService } from '../../src/modules/audit/index.js';
import { WorkerLogins } from '../../src/modules/identity/index.js';
import { ApplicationsService, CaseClock, CaseEvidence, ObjectionsService } from '../../src/modules/members/index.js';
import type { ApplicantCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson } from '../support/cards.js';
import { CategoryDesk } from '../support/category-desk.js';
import { aPerson } from '../support/rosters.js';
import { workerToken } from '../support/sign-in.js';

describe('what applications and cases leave behind', () => {
  let app: TestApp;
  let desk: CategoryDesk;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const [maker, checker] = [anOfficer(), anOfficer()];

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
  });
  afterAll(() => app.close());

  const clear = (code: string) => app.get(RetentionService).clear(code);
  const count = async (sql: string, values: unknown[]): Promise<number> => {
    const rows: { n: number }[] = await app.database.db.query(`SELECT count(*)::int AS n FROM ${sql}`, values);
    return rows[0]?.n ?? 0;
  };
  /** What a period removes on its last day, and on the day after. */
  const aroundTheEnd = async (code: string, days: number) => {
    clock.advance(days * DAY_MS - 1);
    const before = (await clear(code))[code];
    clock.advance(2);
    return [before, (await clear(code))[code]];
  };

  it('goes with the period of applications that were refused or taken back, and none that waits', async () => {
    const applications = app.get(ApplicationsService);
    const propose = async (n: number) =>
      (await applications.propose(maker, { ...aPerson(n), name: '待删除', orgId: 'u1' })).id;
    const [refused, waiting] = [await propose(1), await propose(2)];
    await applications.decide(checker, refused, { approve: false, reason: '不是本单位职工' });
    const loginId = await anApplicant(aPerson(3).phone);
    const caller: ApplicantCaller = { kind: 'applicant', loginId };
    await applications.apply(caller, { ...aPerson(3), name: '自己申请', orgId: 'u1', consentVersion: 1 });
    await applications.cancelOwn(caller);

    expect(await aroundTheEnd('APPLICATION', 180)).toEqual([0, 2]);
    expect(await count('membership_application WHERE id <> $1', [waiting])).toBe(0);
    expect(await count('membership_application WHERE id = $1 AND phone_cipher IS NOT NULL', [waiting])).toBe(1);
  });

  const anApplicant = (phone: string): Promise<string> => {
    return app.database.transaction((tx) => app.get(WorkerLogins).ensureApplicant(tx, phone));
  };

  it('goes with who proved a phone and went no further, but not who is signed in, applied or is a member', async () => {
    const idle = await anApplicant(aPerson(10).phone);
    const applied = await anApplicant(aPerson(11).phone);
    await app
      .get(ApplicationsService)
      .apply(
        { kind: 'applicant', loginId: applied },
        { ...aPerson(11), name: '等着批准', orgId: 'u1', consentVersion: 1 },
      );
    await onePerson(app);
    const logins = () => count('login', []);
    await clear('APPLICANT_LOGIN');
    const all = await logins();
    expect(await aroundTheEnd('APPLICANT_LOGIN', 90)).toEqual([0, 1]);
    expect(await count('login WHERE id = $1', [idle])).toBe(0);
    expect(await logins()).toBe(all - 1);

    await workerToken(app, aPerson(12).phone);
    clock.advance(91 * DAY_MS);
    expect((await clear('APPLICANT_LOGIN'))['APPLICANT_LOGIN']).toBe(0);
    // The sign-in has ended long ago; once it is cleared nothing holds the number any more.
    await clear('SESSION');
    expect((await clear('APPLICANT_LOGIN'))['APPLICANT_LOGIN']).toBe(1);
  });

  it('goes with the evidence and the objections of a refused case a year later, with its words after five', async () => {
    const person = await onePerson(app);
    const id = await desk.posted(person);
    const objections = app.get(ObjectionsService);
    await objections.record(desk.maker, id, { by: '工友老陈', text: '他家另有门面出租' });
    const [objection] = (await desk.cases.get(desk.checker, id)).objections;
    await objections.settle(desk.checker, id, objection?.id ?? '', { upheld: true, note: '核查属实' });
    const opened = () => app.get(CaseEvidence).open(desk.checker, id, '答复异议人');
    const words = () => count(`category_case WHERE id = $1 AND basis <> '—'`, [id]);

    clock.advance(364 * DAY_MS);
    await app.get(CaseClock).tidy();
    expect(await opened()).toMatchObject({ erased: false, objections: [{ by: '工友老陈' }] });
    clock.advance(-364 * DAY_MS);
    expect(await aroundTheEnd('CASE_EVIDENCE', 365)).toEqual([0, 1]);
    expect(await opened()).toMatchObject({ erased: true, files: [], visits: [], objections: [] });
    expect(await words()).toBe(1);
    expect(await aroundTheEnd('CASE_WORDS', 4 * 365)).toEqual([0, 1]);
    expect(await words()).toBe(0);
    expect((await desk.cases.get(desk.checker, id)).case.state).toBe('REFUSED');
  });
});
