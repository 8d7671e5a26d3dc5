import {
  CaseClock,
  CategoriesService,
  ErasuresService,
  MemberLoader,
  MeaningsService,
  MembersService,
  TransfersService,
  WorkerCases,
} from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { CategoryDesk, HARDSHIP, photo } from '../support/category-desk.js';

const byText = (one: string, other: string): number => one.localeCompare(other);

type Meaning = Parameters<MeaningsService['propose']>[1]['meaning'];

describe('what a category means', () => {
  let app: TestApp;
  let desk: CategoryDesk;
  let meanings: MeaningsService;
  const clock = new ManualClock('2026-05-01T09:00:00+08:00');
  const maker = anOfficer();
  const checker = anOfficer();

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
    meanings = app.get(MeaningsService);
  });
  afterAll(() => app.close());

  const now = async (code: string): Promise<Meaning> => {
    const [latest] = await meanings.versions(code);
    if (latest === undefined) throw new Error('no version');
    return latest.meaning;
  };
  const ask = async (code: string, change: Partial<Meaning>) =>
    meanings.propose(maker, { code, meaning: { ...(await now(code)), ...change }, reason: '市总发文' });
  const change = async (code: string, wanted: Partial<Meaning>) =>
    meanings.decide(checker, (await ask(code, wanted)).id, { approve: true });

  it('changes only when another officer lets it through, and every version stays', async () => {
    const asked = await ask('HARDSHIP', { noticeDays: 7 });
    expect(asked).toMatchObject({ state: 'PROPOSED', before: { noticeDays: 5 }, meaning: { noticeDays: 7 } });
    expect((await now('HARDSHIP')).noticeDays).toBe(5);
    await expect(meanings.decide(maker, asked.id, { approve: true })).rejects.toMatchObject({ name: 'SAME_PERSON' });
    await expect(ask('HARDSHIP', { noticeDays: 9 })).rejects.toMatchObject({ name: 'MEANING_OPEN' });

    await meanings.decide(checker, asked.id, { approve: true });
    await expect(meanings.decide(checker, asked.id, { approve: false })).rejects.toMatchObject({
      name: 'MEANING_DECIDED',
    });
    expect(
      (await meanings.versions('HARDSHIP')).map(({ version, meaning, fromAt }) => [
        version,
        meaning.noticeDays,
        fromAt,
      ]),
    ).toEqual([
      [2, 7, '2026-05-01T09:00:00+08:00'],
      [1, 5, null],
    ]);
    await expect(ask('HARDSHIP', {})).rejects.toMatchObject({ name: 'MEANING_SAME' });
  });

  it('stays as it was for a case that was decided: what was posted is what is granted', async () => {
    const person = await onePerson(app);
    await change('HARDSHIP', { noticeDays: 5, monthsMax: 12, name: '困难职工' });
    const id = await desk.posted(person);
    const { version } = (await desk.cases.get(desk.checker, id)).decidedBy ?? {};
    await change('HARDSHIP', { monthsMax: 3, name: '困难职工家庭', levels: ['RELATIVE', 'SUDDEN'] });
    clock.advance(6 * DAY_MS);
    await app.get(CaseClock).grantDue();

    const shown = await desk.cases.get(desk.checker, id);
    expect(shown.case).toMatchObject({ state: 'GRANTED', codeName: '困难职工' });
    expect(shown.decidedBy).toMatchObject({ version, meaning: { monthsMax: 12, name: '困难职工' } });
    expect(await desk.heldBy(person)).toMatchObject([{ level: 'DEEP', untilOn: '2027-05-06' }]);
    const names = async (asOf: string) =>
      (await app.get(CategoriesService).ofMember(desk.maker, person.memberId, { asOf })).held.map(
        ({ codeName }) => codeName,
      );
    clock.advance(DAY_MS);
    await change('HARDSHIP', { name: '困难户' });
    expect([await names('2026-05-07'), await names('2026-05-08')]).toEqual([['困难职工家庭'], ['困难户']]);
  });

  it('refuses a level that went while a case was under way', async () => {
    await change('HARDSHIP', { levels: ['DEEP', 'RELATIVE', 'SUDDEN'], name: '困难职工' });
    const id = await desk.inReview(await onePerson(app));
    await change('HARDSHIP', { levels: ['RELATIVE', 'SUDDEN'] });
    await expect(desk.cases.decide(desk.checker, id, { approve: true })).rejects.toMatchObject({
      name: 'CATEGORY_LEVEL_WRONG',
    });
    expect((await desk.cases.decide(desk.checker, id, { approve: false })).state).toBe('REFUSED');
    await change('HARDSHIP', { levels: ['DEEP', 'RELATIVE', 'SUDDEN'] });
  });

  it('refuses what has fewer papers than the category asks for by the time it is decided', async () => {
    const id = await desk.inReview(await onePerson(app));
    await change('HARDSHIP', { evidenceMin: 2 });
    await expect(desk.cases.decide(desk.checker, id, { approve: true })).rejects.toMatchObject({
      name: 'EVIDENCE_MISSING',
      details: { field: 'approve', detail: expect.stringContaining('Send it back') },
    });
    await desk.cases.sendBack(desk.checker, id, '还差一份');
    await desk.evidence.addFile(desk.maker, id, photo());
    await desk.cases.complete(desk.maker, id);
    expect((await desk.cases.decide(desk.checker, id, { approve: true })).state).toBe('NOTICE');
    await change('HARDSHIP', { evidenceMin: 1 });
  });

  it('adds a category that is granted like the others, and its name is its own', async () => {
    const meaning = { ...(await now('NEW_FORM')), name: '大病职工', levels: [], evidenceMin: 0, noticeDays: 0 };
    const asked = await meanings.propose(maker, { meaning, reason: '新设类别' });
    const person = await onePerson(app);
    const grant = { code: asked.code, basis: '医院证明' };
    await expect(desk.cases.propose(desk.maker, person.memberId, grant)).rejects.toMatchObject({
      name: 'CATEGORY_UNKNOWN',
    });
    await meanings.decide(checker, asked.id, { approve: true });
    const { id } = await desk.cases.propose(desk.maker, person.memberId, grant);
    await desk.cases.complete(desk.maker, id);
    expect((await desk.cases.decide(desk.checker, id, { approve: true })).state).toBe('GRANTED');
    expect(await desk.heldBy(person)).toMatchObject([{ code: asked.code }]);

    const twin = await meanings.propose(maker, { meaning, reason: '新设类别' });
    await expect(meanings.decide(checker, twin.id, { approve: true })).rejects.toMatchObject({
      name: 'CATEGORY_NAME_TAKEN',
    });
    expect((await meanings.decide(maker, twin.id, { approve: false })).state).toBe('REJECTED');
  });

  it('retired, begins nothing new, decides what was begun, and leaves what is held', async () => {
    const [held, begun, late] = [await onePerson(app), await onePerson(app), await onePerson(app)];
    await desk.granted(held);
    const underWay = await desk.inReview(begun);
    await change('HARDSHIP', { retired: true });

    await expect(desk.cases.propose(desk.maker, late.memberId, HARDSHIP)).rejects.toMatchObject({
      name: 'CATEGORY_RETIRED',
    });
    const loginId = '00000000-0000-7000-8000-000000000001';
    const worker = { kind: 'worker', loginId, memberId: late.memberId } as Parameters<WorkerCases['mine']>[0];
    expect((await app.get(WorkerCases).mine(worker)).choices.map(({ code }) => code)).not.toContain('HARDSHIP');
    expect((await desk.cases.decide(desk.checker, underWay, { approve: true })).state).toBe('NOTICE');
    expect(await desk.heldBy(held)).toMatchObject([{ code: 'HARDSHIP' }]);
    await change('HARDSHIP', { retired: false });
    await expect(desk.inReview(late)).resolves.toEqual(expect.any(String));
  });

  it('keeps the evidence of a case for as long as was said when it was decided', async () => {
    const before = await desk.granted(await onePerson(app));
    await change('HARDSHIP', { keepYears: 1 });
    const after = await desk.granted(await onePerson(app));
    // Both ended a year after they began, and the year the second is kept is over as well.
    clock.advance(3 * 366 * DAY_MS);
    await app.get(CaseClock).watch();
    await app.get(CaseClock).tidy();
    const files = async (id: string) => (await desk.evidence.open(desk.maker, id, '翻阅旧案')).files.length;
    expect([await files(before), await files(after)]).toEqual([1, 0]);
    await change('HARDSHIP', { keepYears: 5 });
  });
});

describe('who of a union held what on a day', () => {
  let app: TestApp;
  let desk: CategoryDesk;
  const clock = new ManualClock('2026-04-20T09:00:00+08:00');
  const parkA = anOfficer({ scope: ['/city/park-a/'] });
  const parkB = anOfficer({ scope: ['/city/park-b/'] });
  const city = anOfficer();
  let moves: Person;
  let stays: Person;

  /** Both hold from 26 April on; on 4 May one of them goes from u1 in park A to u2 in park B, where the end is put right. */
  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
    desk = new CategoryDesk(app, clock);
    [moves, stays] = [await onePerson(app), await onePerson(app)];
    await desk.posted(moves);
    await desk.granted(stays);
    clock.advance(8 * DAY_MS);
    await app.get(TransfersService).transfer(city, moves.memberId, { orgId: 'u2' });
    clock.advance(DAY_MS);
    const { held } = await app.get(CategoriesService).ofMember(city, moves.memberId, {});
    const entryId = held[0]?.entryId ?? '';
    const right = { level: 'SUDDEN', fromOn: '2026-04-26', untilOn: '2026-06-30' };
    const { id } = await desk.cases.change(desk.maker, entryId, { kind: 'CORRECTION', ...right, basis: '登记有误' });
    await desk.cases.complete(desk.maker, id);
    await desk.cases.decide(desk.checker, id, { approve: true });
    clock.advance(DAY_MS);
  });
  afterAll(() => app.close());

  const holders = async (caller: typeof city, orgId: string, query: { asOf?: string; on?: string } = {}) =>
    (await app.get(CategoriesService).holders(caller, { orgId, limit: 50, ...query })).items;

  it('is answered by the union of that day, not by where people are now', async () => {
    const ids = (items: Awaited<ReturnType<typeof holders>>) =>
      items.map(({ memberId }) => memberId ?? '').toSorted(byText);
    expect(ids(await holders(city, 'u1', { asOf: '2026-05-03' }))).toEqual(
      [moves.memberId, stays.memberId].toSorted(byText),
    );
    expect(ids(await holders(city, 'u1', { on: '2026-05-03' }))).toEqual(
      [moves.memberId, stays.memberId].toSorted(byText),
    );
    expect(ids(await holders(city, 'u2', { asOf: '2026-05-03' }))).toEqual([]);
    expect(ids(await holders(city, 'u2', { on: '2026-05-03' }))).toEqual([]);
    expect(ids(await holders(city, 'u1'))).toEqual([stays.memberId]);
    expect(ids(await holders(city, 'u2'))).toEqual([moves.memberId]);
    expect(await holders(city, 'u1', { asOf: '2026-04-25' })).toEqual([]);
    // A day ahead is told by where people were known to be when it was asked.
    expect(ids(await holders(city, 'u1', { asOf: '2026-05-03', on: '2026-05-05' }))).toHaveLength(2);
  });

  it('of days before the register knows anybody goes by their first union', async () => {
    expect((await holders(city, 'u1', { on: '2026-04-26' })).map(({ memberId }) => memberId)).toHaveLength(2);
  });

  it('counts for the union they left who has gone elsewhere, masked, and as it was on record until then', async () => {
    const name = (await app.get(MembersService).get(city, moves.memberId)).name;
    const seen = await holders(parkA, 'u1', { on: '2026-05-03' });
    const left = seen.filter(({ memberId }) => memberId === null);
    expect(left).toMatchObject([
      { memberNo: null, memberName: `${name.slice(0, 1)}**`, level: 'DEEP', orgName: expect.any(String) },
    ]);
    expect(seen.map(({ memberId }) => memberId)).toContain(stays.memberId);
    expect(JSON.stringify(seen)).not.toContain(moves.memberId);
    const known = await holders(city, 'u1', { on: '2026-05-03' });
    expect(known.find(({ memberId }) => memberId === moves.memberId)).toMatchObject({ level: 'SUDDEN' });
  });

  it('never answers for a union outside of the officer’s own part', async () => {
    expect(await holders(parkB, 'u1', { on: '2026-05-03' })).toEqual([]);
    expect(await holders(parkA, 'u2')).toEqual([]);
    expect(await holders(parkB, 'u2')).toMatchObject([{ memberId: moves.memberId, level: 'SUDDEN' }]);
  });

  it('names nobody who was erased, and shows nothing that the union they joined afterwards recorded', async () => {
    const person = await onePerson(app);
    await desk.granted(person);
    const day = shanghaiDate(clock.now().getTime());
    clock.advance(DAY_MS);
    const erasures = app.get(ErasuresService);
    const { erasureId } = await erasures.propose(desk.maker, person.memberId, '本人申请');
    await erasures.decide(desk.checker, erasureId, true);
    clock.advance(DAY_MS);
    const back = { orgId: 'u2', enterpriseId: null, name: '诸葛再来', gender: 'F', birthOn: '1990-01-01' } as const;
    const { idNumber, phone } = person;
    const again = { ...back, idNumber, phone, joinedOn: shanghaiDate(clock.now().getTime()) };
    await app.database.transaction((tx) =>
      app.get(MemberLoader).insertChunk(tx, [again], clock.now(), { kind: 'officer', id: desk.maker.loginId }),
    );
    // The next union puts the entry right that the first one had made.
    await app.database.db.query(
      `INSERT INTO member_category_fact (entry_id, version, member_id, code, level, from_on, until_on, held, cause, recorded_at)
       SELECT entry_id, version + 1, member_id, code, 'SUDDEN', from_on, NULL, true, 'CORRECTED', $2 FROM member_category_fact
       WHERE member_id = $1 ORDER BY version DESC LIMIT 1`,
      [person.memberId, clock.now()],
    );
    clock.advance(DAY_MS);
    const seen = (await holders(parkA, 'u1', { on: day })).filter(({ memberName }) => !/\*/.test(memberName));
    expect(seen.filter(({ memberId }) => memberId === null)).toMatchObject([{ memberName: '已注销', level: 'DEEP' }]);
    expect(JSON.stringify(await holders(parkA, 'u1', { on: day }))).not.toContain('诸葛');
  });
});
