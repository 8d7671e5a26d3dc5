import {
  CaseClock,
  CaseEvidence,
  CasesService,
  CategoriesService,
  MembersService,
} from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { onePerson, type Person } from '../support/cards.js';
import { aPhoto } from '../support/evidence.js';

/** What somebody who wrote everything down would have on paper: what holds, as it was believed after each step. */
interface Believed {
  level: string | null;
  fromOn: string;
  untilOn: string;
}
interface Snapshot {
  readonly at: number;
  readonly entries: ReadonlyMap<string, Believed>;
}

const LEVELS = ['DEEP', 'RELATIVE', 'SUDDEN'] as const;
const STEPS = 25;
const QUESTIONS = 80;

/** A small generator of its own, so that a failing seed can be tried again. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('what we knew of a member’s categories', () => {
  let app: TestApp;
  const clock = new ManualClock('2026-01-01T09:00:00+08:00');
  const maker = anOfficer();
  const checker = anOfficer();

  beforeAll(async () => {
    app = await startApp({ clock });
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  const today = () => shanghaiDate(clock.now().getTime());
  const plus = (dateOn: string, days: number) => shanghaiDate(Date.parse(`${dateOn}T12:00:00+08:00`) + days * DAY_MS);
  const decide = async (id: string) => {
    await app.get(CasesService).complete(maker, id);
    await app.get(CasesService).decide(checker, id, { approve: true });
  };

  /** Carries out one random step; answers whether anything changed. */
  async function step(person: Person, roll: (below: number) => number, believed: Map<string, Believed>): Promise<void> {
    const cases = app.get(CasesService);
    const open = [...believed].find(([, one]) => one.fromOn <= today() && one.untilOn >= today());
    if (open === undefined) {
      const level = LEVELS[roll(3)] ?? 'DEEP';
      const days = 20 + roll(200);
      const { id } = await cases.propose(maker, person.memberId, {
        code: 'HARDSHIP',
        level,
        untilOn: plus(today(), days + 6),
        basis: '民政证明',
      });
      await app.get(CaseEvidence).addFile(maker, id, { fileName: 'a.jpg', content: aPhoto() });
      await decide(id);
      clock.advance(6 * DAY_MS);
      await app.get(CaseClock).grantDue();
      const { facts } = await app.get(CategoriesService).ofMember(maker, person.memberId, {});
      const made = facts.at(-1)?.entryId ?? '';
      believed.set(made, { level, fromOn: today(), untilOn: plus(today(), days) });
      return;
    }
    const [entryId, one] = open;
    const what = roll(3);
    if (what === 0) {
      const untilOn = plus(today(), -1 - roll(10));
      const { id } = await cases.change(maker, entryId, { kind: 'EXIT', cause: 'EXITED', untilOn, basis: '已经脱困' });
      await decide(id);
      if (untilOn < one.fromOn) believed.delete(entryId);
      else believed.set(entryId, { ...one, untilOn });
    } else if (what === 1) {
      const right = {
        level: LEVELS[roll(3)] ?? 'DEEP',
        fromOn: plus(today(), -roll(60)),
        untilOn: plus(today(), roll(200)),
      };
      const { id } = await cases.change(maker, entryId, { kind: 'CORRECTION', ...right, basis: '登记有误' });
      await decide(id);
      believed.set(entryId, right);
    } else {
      const untilOn = plus(today(), 30 + roll(100));
      const { id } = await cases.propose(maker, person.memberId, {
        code: 'HARDSHIP',
        level: one.level ?? 'DEEP',
        untilOn,
        basis: '年度复核',
      });
      await app.get(CaseEvidence).addFile(maker, id, { fileName: 'a.jpg', content: aPhoto() });
      await decide(id);
      believed.set(entryId, { ...one, untilOn });
    }
  }

  it.each([7, 2026])(
    'agrees with a log of everything anybody believed, seed %i',
    async (seed) => {
      const roll = dice(seed);
      const person = await onePerson(app);
      const believed = new Map<string, Believed>();
      const log: Snapshot[] = [{ at: clock.now().getTime(), entries: new Map() }];
      const firstOn = today();
      for (let at = 0; at < STEPS; at += 1) {
        await step(person, roll, believed);
        log.push({ at: clock.now().getTime(), entries: new Map(believed) });
        clock.advance(roll(45) * DAY_MS + roll(3) * 3_600_000);
        await app.get(CategoriesService).expirePast();
      }
      const span = Math.round((clock.now().getTime() - (log[0]?.at ?? 0)) / DAY_MS);
      for (let question = 0; question < QUESTIONS; question += 1) {
        const asOf = plus(firstOn, roll(span));
        const on = plus(asOf, roll(200) - 100);
        const endOfDay = Date.parse(`${asOf}T00:00:00+08:00`) + DAY_MS;
        const known = log.findLast((each) => each.at < endOfDay)?.entries ?? new Map<string, Believed>();
        const expected = [...known]
          .filter(([, one]) => one.fromOn <= on && one.untilOn >= on)
          .map(([entryId, one]) => ({ entryId, ...one }));
        const query = { asOf, on };
        const answered = (await app.get(CategoriesService).ofMember(maker, person.memberId, query)).held;
        const said = answered.map(({ entryId, level, fromOn, untilOn }) => ({ entryId, level, fromOn, untilOn }));
        const byId = (one: { entryId: string }, other: { entryId: string }) => one.entryId.localeCompare(other.entryId);
        expect({ ...query, held: said.sort(byId) }).toEqual({ ...query, held: expected.sort(byId) });
        if (question % 10 > 0) continue;
        const holders = await app.get(CategoriesService).holders(maker, { orgId: 'u1', limit: 100, ...query });
        const ofPerson = holders.items
          .filter(({ memberId }) => memberId === person.memberId)
          .map(({ entryId }) => entryId);
        expect(ofPerson.sort()).toEqual(expected.map(({ entryId }) => entryId).sort());
      }
    },
    120_000,
  );

  it('a correction changes what we know today, not what we knew on the day', async () => {
    const person = await onePerson(app);
    const { id } = await app.get(CasesService).propose(maker, person.memberId, { code: 'MIGRANT', basis: '劳动合同' });
    await decide(id);
    const grantedOn = today();
    const earlier = plus(grantedOn, -30);
    clock.advance(10 * DAY_MS);
    const categories = app.get(CategoriesService);
    const [held] = (await categories.ofMember(maker, person.memberId, {})).held;
    const change = {
      kind: 'CORRECTION',
      level: null,
      fromOn: earlier,
      untilOn: plus(grantedOn, 300),
      basis: '登记晚了',
    } as const;
    await decide((await app.get(CasesService).change(maker, held?.entryId ?? '', change)).id);

    const knows = async (asOf: string) =>
      (await categories.ofMember(maker, person.memberId, { asOf, on: earlier })).held.length;
    expect([await knows(plus(grantedOn, -1)), await knows(plus(grantedOn, 9)), await knows(today())]).toEqual([
      0, 0, 1,
    ]);
    const { facts } = await categories.ofMember(maker, person.memberId, { asOf: plus(grantedOn, 9) });
    expect(facts).toMatchObject([{ version: 1, supersededAt: null }]);
    expect((await categories.ofMember(maker, person.memberId, {})).facts).toMatchObject([
      { version: 1, cause: 'GRANTED' },
      { version: 2, cause: 'CORRECTED', supersededAt: null },
    ]);
    // Tills and benefits go by what is known now.
    const [attributes] = await app.get(MembersService).getAttributes(app.database.db, [person.memberId]);
    expect(attributes?.categories).toMatchObject([{ code: 'MIGRANT', fromOn: earlier }]);
  });

  it('is written down once and for all: the product itself can neither change nor remove it', async () => {
    for (const sql of ['UPDATE member_category_fact SET held = false', 'DELETE FROM member_category_fact'])
      await expect(app.database.transaction((tx) => tx.query(sql))).rejects.toThrow('permission denied');
  });
});
