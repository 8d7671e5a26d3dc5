import { AlertsService } from '../../src/modules/audit/index.js';
import {
  ApplicationsService,
  CaseClock,
  MembersProcessor,
  StandingService,
  TransferRequests,
  WaitingNotices,
  WithdrawalsService,
} from '../../src/modules/members/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { CategoryDesk } from '../support/category-desk.js';
import { aPerson } from '../support/rosters.js';

const START = '2026-11-23T10:00:00+08:00';

describe('what waits for a union', () => {
  const clock = new ManualClock(START);
  let app: TestApp;
  const u1 = anOfficer({ scope: ['/city/park-a/u1/'] });
  const other = anOfficer({ scope: ['/city/park-a/u1/'] });
  const u2 = anOfficer({ scope: ['/city/park-b/u2/'] });
  const parkA = anOfficer({ scope: ['/city/park-a/'] });

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  const watch = () => app.get(WaitingNotices).watch();
  /** What somebody reads: how many of how many unions, what all of them have reached and what the first has. */
  const shown = async (who: OfficerCaller) =>
    (await app.get(AlertsService).sum(who)).map(
      ({ kind, people: count, unions, days, worstDays }) => `${kind} ${count} of ${unions}: ${days} to ${worstDays}`,
    );
  const told = async (): Promise<number> => {
    const rows: { n: number }[] = await app.database.db.query('SELECT count(*)::int AS n FROM alert');
    return rows[0]?.n ?? 0;
  };
  const propose = (n: number) =>
    app.get(ApplicationsService).propose(u1, { ...aPerson(n), name: '等待中', orgId: 'u1' });

  it('is looked at by the clock', () => {
    expect(app.get(MembersProcessor).schedules.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['watch-waiting', 'remind-of-endings']),
    );
  });

  it('is told after a week, again after two, to its own officers and those above, and goes when it is decided', async () => {
    const { id } = await propose(1);
    clock.advance(7 * DAY_MS - 1);
    await watch();
    expect(await shown(u1)).toEqual([]);
    clock.advance(1);
    await Promise.all([watch(), watch(), watch()]);
    expect([await shown(u1), await shown(parkA), await shown(u2)]).toEqual([
      ['applications 1 of 1: 7 to 7'],
      ['applications 1 of 1: 7 to 7'],
      [],
    ]);
    // Each is told once, however often the clock looks and however late.
    const before = await told();
    await watch();
    expect(await told()).toBe(before);
    clock.advance(7 * DAY_MS);
    await watch();
    expect(await shown(u1)).toEqual(['applications 1 of 1: 14 to 14']);
    await app.get(ApplicationsService).decide(other, id, { approve: true });
    await watch();
    expect(await shown(u1)).toEqual([]);
  });

  it('of a move is told to each union that has not confirmed, and to no other', async () => {
    const [asked, byWorker] = [await onePerson(app), await onePerson(app)];
    const requests = app.get(TransferRequests);
    const order = (person: Person, side: 'TO' | 'WORKER', by: OfficerCaller) =>
      app.database.transaction((tx) =>
        requests.requestTransfer(tx, {
          memberId: person.memberId,
          toOrgId: 'u2',
          side,
          actor: by,
          loginId: by.loginId,
          reason: null,
        }),
      );
    await order(asked, 'TO', u2);
    await order(byWorker, 'WORKER', u1);
    clock.advance(7 * DAY_MS);
    await watch();
    expect([await shown(u1), await shown(u2)]).toEqual([['transfers 2 of 1: 7 to 7'], ['transfers 1 of 1: 7 to 7']]);
    expect(await shown(anOfficer())).toEqual(['transfers 3 of 2: 7 to 7']);
    clock.advance(23 * DAY_MS);
    await requests.watch();
    await watch();
    expect([await shown(u1), await shown(u2)]).toEqual([[], []]);
  });

  it('of a wish to leave is told to the union of the member, beside what else waits there', async () => {
    const worker = await onePerson(app);
    await app.get(WithdrawalsService).ask(worker, { reason: '回老家了' });
    await propose(2);
    clock.advance(7 * DAY_MS);
    await watch();
    expect(await shown(u1)).toEqual(['applications 1 of 1: 7 to 7', 'withdrawals 1 of 1: 7 to 7']);
    await app.get(WithdrawalsService).cancel(worker);
    await watch();
    expect(await shown(u1)).toEqual(['applications 1 of 1: 7 to 7']);
  });

  it('is told with all there is, whatever each has reached, and with what came since', async () => {
    await propose(3);
    clock.advance(6 * DAY_MS);
    await propose(4);
    clock.advance(DAY_MS);
    await watch();
    // One of before has waited for two weeks, one for one, and the last is too young.
    expect(await shown(u1)).toEqual(['applications 2 of 1: 7 to 14']);
    const before = await told();
    clock.advance(6 * DAY_MS);
    await watch();
    expect(await shown(u1)).toEqual(['applications 3 of 1: 7 to 14']);
    expect(await told()).toBe(before);
  });

  it('is neither listed nor noted away from the union that must act, and pushes nothing else off the page', async () => {
    const list = () => app.get(AlertsService).list(anOfficer());
    const waiting = await shown(u1);
    const ids: { id: string }[] = await app.database.db.query(
      `SELECT id FROM alert WHERE subject_kind = 'applications' AND state = 'OPEN'`,
    );
    expect(ids.length).toBeGreaterThan(1);
    for (const { id } of ids)
      await expect(app.get(AlertsService).note(anOfficer(), id)).rejects.toMatchObject({ name: 'ALERT_NOT_FOUND' });
    expect(await shown(u1)).toEqual(waiting);
    await app.database.transaction((tx) =>
      tx.query(
        `INSERT INTO alert (id, code, severity, subject_kind, subject_id, org_path, detail, raised_at)
         SELECT gen_random_uuid(), k.code, 'NOTICE', k.kind, 'many-' || n, '/city/park-b/u2/', '{"people": 2, "days": 30}'::jsonb, $1::timestamptz + interval '1 hour'
         FROM generate_series(1, 120) AS n, (VALUES ('CATEGORY_ENDING_30', 'union'), ('RETAINED_ENDING_30', 'retained')) AS k (code, kind)
         UNION ALL
         SELECT gen_random_uuid(), 'TALLIES_WRONG', 'NOTICE', 'tallies', 'all', '/city/', '{}'::jsonb, $1::timestamptz`,
        [clock.now()],
      ),
    );
    expect((await list()).map(({ code }) => code)).toEqual(['TALLIES_WRONG']);
    expect(await shown(u2)).toEqual(['endings 240 of 120: 30 to 30', 'retained 240 of 120: 30 to 30']);
    await app.database.transaction((tx) =>
      tx.query(`UPDATE alert SET state = 'SETTLED', settled_at = $1 WHERE subject_id ^@ 'many-'`, [clock.now()]),
    );
  });

  it('of a retained standing is told 30 and 7 days before its last day and after it, until the union takes a step', async () => {
    const { memberId } = await onePerson(app, 'u2');
    const today = () => shanghaiDate(clock.now().getTime());
    const inDays = (days: number) => shanghaiDate(clock.now().getTime() + days * DAY_MS);
    const change = (step: 'RETAIN' | 'PROLONG' | 'RESUME', untilOn?: string) =>
      app.get(StandingService).change(u2, memberId, { step, reason: '厂里停工', ...(untilOn ? { untilOn } : {}) });
    await expect(change('RETAIN', today())).rejects.toMatchObject({ name: 'STANDING_UNTIL_WRONG' });
    await change('RETAIN', inDays(60));
    await expect(change('PROLONG')).rejects.toMatchObject({ name: 'STANDING_UNTIL_WRONG' });
    const after = async (days: number) => {
      clock.advance(days * DAY_MS);
      await watch();
      return shown(u2);
    };
    expect(await after(29)).toEqual([]);
    expect(await after(1)).toEqual(['retained 1 of 1: 30 to 30']);
    expect(await after(23)).toEqual(['retained 1 of 1: 7 to 7']);
    // The last day is one of the standing; it is over on the day after.
    expect(await after(7)).toEqual(['retained 1 of 1: 7 to 7']);
    expect(await after(1)).toEqual(['retained 1 of 1: 0 to 0']);
    expect(await after(5)).toEqual(['retained 1 of 1: 0 to 0']);
    await change('PROLONG', inDays(90));
    expect(await after(0)).toEqual([]);
    expect(await after(60)).toEqual(['retained 1 of 1: 30 to 30']);
    await change('RESUME');
    expect(await after(0)).toEqual([]);
  });
});

describe('categories that end', () => {
  const clock = new ManualClock(START);
  let app: TestApp;
  let desk: CategoryDesk;

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
  });
  afterAll(() => app.close());

  it('tells unions 60, 30 and 7 days before an end, once each, until it is renewed', async () => {
    const [later, person] = [await onePerson(app, 'u2'), await onePerson(app, 'u2')];
    await desk.granted(later);
    const endLater = (days: number) =>
      app.database.transaction((tx) =>
        tx.query('UPDATE member_category SET until_on = $2::date + $3::int WHERE member_id = $1', [
          later.memberId,
          shanghaiDate(clock.now().getTime()),
          days,
        ]),
      );
    await endLater(700);
    await desk.granted(person);
    const told = async () => {
      await app.get(CaseClock).watch();
      const rows: { code: string }[] = await app.database.db.query(
        `SELECT code FROM alert WHERE subject_kind = 'union' AND subject_id = 'u2' AND state <> 'SETTLED' ORDER BY code DESC`,
      );
      return rows.map(({ code }) => code.replace('CATEGORY_ENDING_', ''));
    };
    expect(await told()).toEqual([]);
    clock.advance((364 - 60) * DAY_MS);
    expect([await told(), await told()]).toEqual([['60'], ['60']]);
    clock.advance(53 * DAY_MS);
    expect(await told()).toEqual(['7', '60', '30']);
    const shown = () => app.get(AlertsService).sum(anOfficer({ scope: ['/city/park-b/u2/'] }));
    expect(await shown()).toEqual([{ kind: 'endings', unions: 1, people: 1, days: 7, worstDays: 7 }]);
    await endLater(40);
    expect(await told()).toEqual(['7', '60', '30']);
    expect(await shown()).toEqual([{ kind: 'endings', unions: 1, people: 2, days: 60, worstDays: 7 }]);
    await endLater(365);
    const id = await desk.inReview(person);
    await desk.cases.decide(desk.checker, id, { approve: true });
    expect(await told()).toEqual([]);
  });
});
