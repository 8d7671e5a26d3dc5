import {
  CaseClock,
  CaseEvidence,
  CasesService,
  CategoriesService,
  ObjectionsService,
  WorkerCases,
} from '../../src/modules/members/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { CategoryDesk, HARDSHIP, photo, WORDS } from '../support/category-desk.js';
import { aPdf } from '../support/evidence.js';

describe('a case of a category', () => {
  let app: TestApp;
  let cases: CasesService;
  let evidence: CaseEvidence;
  let workers: WorkerCases;
  let desk: CategoryDesk;
  let maker: OfficerCaller;
  let checker: OfficerCaller;
  const clock = new ManualClock('2026-11-22T09:00:00+08:00');
  const parkB = anOfficer({ scope: ['/city/park-b/'] });

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
    ({ cases, evidence, maker, checker } = desk);
    workers = app.get(WorkerCases);
  });
  afterAll(() => app.close());

  const heldBy = (person: Person) => desk.heldBy(person);
  const inReview = (person: Person, request = HARDSHIP) => desk.inReview(person, request);
  const posted = (person: Person, request = HARDSHIP) => desk.posted(person, request);
  const granted = (person: Person, request = HARDSHIP) => desk.granted(person, request);
  const count = async (sql: string, values: unknown[]): Promise<number> => {
    const rows: { n: number }[] = await app.database.db.query(`SELECT count(*)::int AS n FROM ${sql}`, values);
    return rows[0]?.n ?? 0;
  };
  const entryOf = async (person: Person): Promise<string> => {
    const { facts } = await app.get(CategoriesService).ofMember(maker, person.memberId, {});
    return facts.at(-1)?.entryId ?? '';
  };

  it('goes from a worker’s words and photos over two officers and a notice to a grant with an end', async () => {
    const person = await onePerson(app);
    const { id } = await workers.apply(person, {
      code: 'HARDSHIP',
      level: 'DEEP',
      statement: WORDS,
      consent: 1,
    });
    await expect(workers.send(person, id)).rejects.toMatchObject({ name: 'EVIDENCE_MISSING' });
    await expect(cases.get(maker, id)).rejects.toMatchObject({ name: 'CASE_UNKNOWN' });
    await workers.addFile(person, id, photo());
    expect(await workers.send(person, id)).toMatchObject({ state: 'APPLIED', maySend: false, mayWithdraw: true });

    await cases.sendBack(maker, id, '请补充住院证明');
    expect((await workers.mine(person)).applications[0]).toMatchObject({ state: 'DRAFT', note: '请补充住院证明' });
    await workers.addFile(person, id, { fileName: '证明.pdf', content: aPdf() });
    await workers.send(person, id);

    await cases.complete(maker, id);
    await expect(cases.decide(maker, id, { approve: true })).rejects.toMatchObject({ name: 'SAME_PERSON' });
    expect(await cases.decide(checker, id, { approve: true })).toMatchObject({
      state: 'NOTICE',
      noticeFromOn: '2026-11-22',
      noticeUntilOn: '2026-11-27',
    });
    clock.set('2026-11-27T23:59:59+08:00');
    expect(await app.get(CaseClock).grantDue()).toBe(0);
    expect(await heldBy(person)).toEqual([]);
    clock.set('2026-11-28T00:00:00+08:00');
    expect(await app.get(CaseClock).grantDue()).toBe(1);
    expect(await heldBy(person)).toEqual([{ code: 'HARDSHIP', level: 'DEEP', untilOn: '2027-11-27' }]);
    expect((await workers.mine(person)).held).toMatchObject([{ code: 'HARDSHIP', daysLeft: null, mayRenew: false }]);
  });

  it('asks for evidence where its category does, and takes a home visit for it', async () => {
    const person = await onePerson(app);
    const { id } = await cases.propose(maker, person.memberId, HARDSHIP);
    await expect(cases.complete(maker, id)).rejects.toMatchObject({ name: 'EVIDENCE_MISSING' });
    await evidence.addVisit(maker, id, { visitedOn: '2026-11-20', visitedBy: '涂秀芳', note: '住房简陋，老人卧床' });
    await cases.complete(maker, id);
    const opened = await evidence.open(checker, id, '复核困难情况');
    expect(opened).toMatchObject({ statement: null, visits: [{ visitedBy: '涂秀芳', note: '住房简陋，老人卧床' }] });
    await expect(evidence.addFile(maker, id, photo())).rejects.toMatchObject({ name: 'CASE_STATE' });
  });

  it('without a notice takes effect at once', async () => {
    const person = await onePerson(app);
    const { id } = await cases.propose(maker, person.memberId, { code: 'MIGRANT', basis: '劳动合同' });
    await cases.complete(maker, id);
    expect(await cases.decide(checker, id, { approve: true })).toMatchObject({ state: 'GRANTED' });
    expect(await heldBy(person)).toMatchObject([{ code: 'MIGRANT', level: null }]);
  });

  it('is one at a time, however many ask at once', async () => {
    const person = await onePerson(app);
    const asked = await Promise.allSettled([1, 2, 3].map(() => cases.propose(maker, person.memberId, HARDSHIP)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(cases.propose(maker, person.memberId, HARDSHIP)).rejects.toMatchObject({ name: 'CATEGORY_OPEN' });
  });

  it('of another subtree is not there', async () => {
    const person = await onePerson(app);
    const id = await posted(person);
    for (const asked of [
      () => cases.get(parkB, id),
      () => cases.decide(parkB, id, { approve: false }),
      () => evidence.open(parkB, id, '复核困难情况'),
      () => app.get(ObjectionsService).record(parkB, id, { by: '邻居', text: '情况不实' }),
    ])
      await expect(asked()).rejects.toMatchObject({ name: 'CASE_UNKNOWN' });
    await expect(workers.withdraw(await onePerson(app), id)).rejects.toMatchObject({ name: 'CASE_UNKNOWN' });
    expect((await cases.list(parkB, { limit: 100 })).items.filter((one) => one.id === id)).toEqual([]);
  });

  describe('when two do the same at once', () => {
    it('is decided by one of two checkers', async () => {
      const id = await inReview(await onePerson(app));
      const decided = await Promise.allSettled([
        cases.decide(checker, id, { approve: true }),
        cases.decide(anOfficer(), id, { approve: false }),
      ]);
      expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('is granted once by two clocks', async () => {
      clock.advance(6 * DAY_MS);
      await app.get(CaseClock).grantDue();
      const people = await Promise.all([1, 2, 3, 4].map(() => onePerson(app)));
      for (const person of people) await posted(person);
      clock.advance(6 * DAY_MS);
      const runs = await Promise.all([1, 2, 3].map(() => app.get(CaseClock).grantDue()));
      await app.get(CaseClock).grantDue();
      expect(runs.reduce((sum, each) => sum + each, 0)).toBe(4);
      for (const { memberId } of people) {
        expect(await count('member_category WHERE member_id = $1', [memberId])).toBe(1);
        expect(await count('member_category_fact WHERE member_id = $1', [memberId])).toBe(1);
      }
    });

    it('an objection counts, or comes too late; nobody is granted over one that stands', async () => {
      for (let round = 0; round < 6; round += 1) {
        const person = await onePerson(app);
        const id = await posted(person);
        clock.advance(6 * DAY_MS);
        const [objected] = await Promise.allSettled([
          app.get(ObjectionsService).record(maker, id, { by: '邻居', text: '情况不实' }),
          app.get(CaseClock).grantDue(),
        ]);
        const [held] = await heldBy(person);
        expect({ objected: objected.status, held: held?.code }).toEqual(
          objected.status === 'fulfilled'
            ? { objected: 'fulfilled', held: undefined }
            : { objected: 'rejected', held: 'HARDSHIP' },
        );
      }
    });
  });

  describe('that somebody objects to', () => {
    it('waits until another officer settled it, and is granted when it was dismissed', async () => {
      const person = await onePerson(app);
      const id = await posted(person);
      const objections = app.get(ObjectionsService);
      await objections.record(maker, id, { by: '工友老陈', text: '他家另有门面出租' });
      clock.advance(10 * DAY_MS);
      expect(await app.get(CaseClock).grantDue()).toBe(0);

      const [objection] = (await cases.get(checker, id)).objections;
      expect(objection).toMatchObject({ state: 'OPEN', maySettle: true });
      const settle = (by: typeof maker) =>
        objections.settle(by, id, objection?.id ?? '', { upheld: false, note: '查实为亲属所有' });
      await expect(settle(maker)).rejects.toMatchObject({ name: 'SAME_PERSON' });
      await settle(checker);
      await expect(settle(checker)).rejects.toMatchObject({ name: 'OBJECTION_UNKNOWN' });
      expect(await app.get(CaseClock).grantDue()).toBe(1);
      expect(await heldBy(person)).toHaveLength(1);
    });

    it('is refused when it was upheld; what was said lies sealed', async () => {
      const person = await onePerson(app);
      const id = await posted(person);
      await app.get(ObjectionsService).record(maker, id, { by: '工友老陈', text: '他家另有门面出租' });
      const [objection] = (await cases.get(checker, id)).objections;
      await app.get(ObjectionsService).settle(checker, id, objection?.id ?? '', { upheld: true, note: '核查属实' });
      expect((await cases.get(checker, id)).case.state).toBe('REFUSED');
      const rows: { text: string }[] = await app.database.db.query(
        'SELECT row_to_json(x)::text AS text FROM category_objection x WHERE case_id = $1',
        [id],
      );
      expect(rows[0]?.text).not.toMatch(/老陈|门面/);
      expect((await evidence.open(checker, id, '答复异议人')).objections).toMatchObject([{ by: '工友老陈' }]);
    });
  });

  describe('of somebody who has it', () => {
    it('is a review: the same level goes on without a notice, from fresh evidence', async () => {
      const person = await onePerson(app);
      await granted(person);
      clock.advance(320 * DAY_MS);
      expect((await workers.mine(person)).held[0]?.daysLeft).toBeLessThanOrEqual(60);
      const id = await inReview(person);
      expect(await cases.decide(checker, id, { approve: true })).toMatchObject({ kind: 'REVIEW', state: 'GRANTED' });
      const { facts } = await app.get(CategoriesService).ofMember(maker, person.memberId, {});
      expect(facts.map(({ cause }) => cause)).toEqual(['GRANTED', 'RENEWED']);
      expect(await count('member_category WHERE member_id = $1', [person.memberId])).toBe(1);
    });

    it('is posted for another level, which follows the old one', async () => {
      const person = await onePerson(app);
      await granted(person);
      await granted(person, { ...HARDSHIP, level: 'RELATIVE' });
      expect(await heldBy(person)).toMatchObject([{ level: 'RELATIVE' }]);
      const rows = await app.database.db.query(
        'SELECT state, level, ended_reason, previous_id IS NOT NULL AS follows FROM member_category WHERE member_id = $1 ORDER BY from_on, id',
        [person.memberId],
      );
      expect(rows).toEqual([
        { state: 'ENDED', level: 'DEEP', ended_reason: 'REPLACED', follows: false },
        { state: 'GRANTED', level: 'RELATIVE', ended_reason: null, follows: true },
      ]);
    });

    it('ends by an exit of two officers, and a later one is a relapse that follows it', async () => {
      const person = await onePerson(app);
      await granted(person);
      const entryId = await entryOf(person);
      const exit = await cases.change(maker, entryId, { kind: 'EXIT', cause: 'EXITED', basis: '家庭收入已稳定' });
      await cases.complete(maker, exit.id);
      await expect(cases.decide(maker, exit.id, { approve: true })).rejects.toMatchObject({ name: 'SAME_PERSON' });
      expect(await heldBy(person)).toHaveLength(1);
      expect(await cases.decide(checker, exit.id, { approve: true })).toMatchObject({ state: 'EXITED' });
      expect(await heldBy(person)).toEqual([]);

      clock.advance(90 * DAY_MS);
      const again = await posted(person);
      expect((await cases.get(maker, again)).case.kind).toBe('RELAPSE');
      clock.advance(6 * DAY_MS);
      await app.get(CaseClock).grantDue();
      const [row]: { previous_id: string }[] = await app.database.db.query(
        `SELECT previous_id FROM member_category WHERE member_id = $1 AND state = 'GRANTED'`,
        [person.memberId],
      );
      expect(row?.previous_id).toBe(entryId);
    });

    it('cannot end on a day that lies ahead, nor begin there', async () => {
      const person = await onePerson(app);
      await granted(person);
      const change = async (given: object) =>
        cases.change(maker, await entryOf(person), { basis: '登记有误', ...given } as never);
      const today = shanghaiDate(clock.now().getTime());
      await expect(change({ kind: 'EXIT', cause: 'REVOKED', untilOn: today })).rejects.toMatchObject({
        name: 'CATEGORY_DATES_WRONG',
      });
      await expect(
        change({ kind: 'CORRECTION', level: 'DEEP', fromOn: '2099-01-01', untilOn: '2099-12-31' }),
      ).rejects.toMatchObject({ name: 'CATEGORY_DATES_WRONG' });
    });
  });
});
