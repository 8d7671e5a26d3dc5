import { CardLoader } from '../../src/modules/cards/index.js';
import { StandardsService } from '../../src/modules/organizations/index.js';
import { GoalsService, IndicatorsService, MonthsService, TalliesService } from '../../src/modules/reporting/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { anEnterprise } from '../support/census.js';
import { World } from '../support/world.js';

const clock = new ManualClock('2026-09-10T10:00:00+08:00');
const city = anOfficer();
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp({ clock });
  world = await World.build(app);
  await app.database.db.query(`UPDATE union_org SET created_at = '2020-01-01'`);
  await anEnterprise(app, { union: 'u1', workers: 10 });
  await anEnterprise(app, { park: 'B', union: null, industry: '物流', workers: 10 });
});
afterAll(() => app.close());

const trend = (given: Parameters<IndicatorsService['trend']>[1] = {}, caller = city) =>
  app.get(IndicatorsService).trend(caller, given);
const monthOf = async (monthOn: string, given = {}) =>
  (await trend(given)).months.find((month) => month.monthOn === monthOn);

describe('the months', () => {
  it('are closed once, with what stood at the end of the month', async () => {
    await world.someMembers(4);
    clock.set('2026-10-01T00:00:30+08:00');
    await app.get(MonthsService).closeLast();
    await world.someMembers(3);
    clock.set('2026-10-01T01:00:00+08:00');
    await app.get(MonthsService).closeLast();
    expect(await monthOf('2026-09-01')).toMatchObject({
      closed: true,
      members: 4,
      cards: 4,
      activeCards: 4,
      usedCards: 0,
      workers: 20,
      enterprises: 2,
      unions: 2,
      membershipRate: 0.2,
    });
    await app.get(TalliesService).fold();
    expect((await trend()).months.at(-1)).toMatchObject({ monthOn: '2026-10-01', closed: false, members: 7 });
  });

  it('sum up what lies below, by trade, and stay as reported when a union moves', async () => {
    expect(await monthOf('2026-09-01', { parkCode: 'A' })).toMatchObject({ members: 4, workers: 10, unions: 1 });
    expect(await monthOf('2026-09-01', { orgId: 'u1' })).toMatchObject({ members: 4 });
    expect(await monthOf('2026-09-01', { industry: '物流' })).toMatchObject({
      workers: 10,
      members: 0,
      unions: null,
      standardRate: null,
    });
    await app.database.db.query(
      `UPDATE union_org SET parent_id = 'park-b', path = '/city/park-b/u1/', park_code = 'B' WHERE id = 'u1'`,
    );
    expect(await monthOf('2026-09-01', { parkCode: 'A' })).toMatchObject({ members: 4 });
    expect((await trend({ parkCode: 'B' })).months.at(-1)).toMatchObject({ members: 7, closed: false });
    await app.database.db.query(
      `UPDATE union_org SET parent_id = 'park-a', path = '/city/park-a/u1/', park_code = 'A' WHERE id = 'u1'`,
    );
  });

  it('that a process slept through are counted from the rows: who came later is not in them', async () => {
    clock.set('2026-12-03T09:00:00+08:00');
    const [late] = await world.someMembers(1);
    await app.database.db.query(`UPDATE member SET joined_on = '2026-12-01' WHERE id = $1`, [late?.memberId]);
    await app.get(MonthsService).closeLast();
    expect(await monthOf('2026-11-01')).toMatchObject({ members: 7, cards: 7, usedCards: null, activeCardRate: null });
  });

  it('can be counted anew from the rows, two years of them', async () => {
    await app.database.transaction((tx) =>
      app.get(StandardsService).loadAssessments(tx, [
        { orgId: 'u1', standard: true, assessedOn: '2026-06-30', basis: '实地查看', assessedBy: city.loginId },
        { orgId: 'u1', standard: false, assessedOn: '2026-10-05', basis: '复查未过', assessedBy: city.loginId },
      ]),
    );
    await app.database.db.query(
      `UPDATE member SET joined_on = '2025-03-31' WHERE id = (SELECT min(id::text)::uuid FROM member)`,
    );
    await app.get(MonthsService).rebuild(24);
    const { months } = await trend();
    expect(months).toHaveLength(25);
    expect(months[0]).toMatchObject({ monthOn: '2024-12-01' });
    // The others joined in 2010 and have no day of joining later than any of these months.
    expect(await monthOf('2026-05-01')).toMatchObject({ standardUnions: 0, cards: 0 });
    expect(await monthOf('2026-06-01')).toMatchObject({ standardUnions: 1, standardRate: 0.5 });
    expect(await monthOf('2026-10-01')).toMatchObject({ standardUnions: 0, cards: 7 });
    expect((await monthOf('2025-02-01'))?.members).toBe(6);
    expect((await monthOf('2025-03-01'))?.members).toBe(7);
  });

  it('count a card for as long as it was one', async () => {
    const { memberId } = await world.aMember({ orgId: 'u2' });
    const [, second] = await app.database.transaction((tx) =>
      app.get(CardLoader).loadCards(tx, [{ memberId, issuedAt: clock.now(), activatedAt: null }], {
        reason: 'x',
        actor: { kind: 'system', id: 'x' },
      }),
    );
    expect(second).toBeUndefined();
    await app.database.db.query(
      `UPDATE card SET issued_at = '2026-01-10', activated_at = '2026-01-10', state = 'CANCELLED', updated_at = '2026-04-10T00:00:00+08:00' WHERE member_id = $1`,
      [memberId],
    );
    await app.get(MonthsService).rebuild(12);
    const cards = async (monthOn: string) => (await monthOf(monthOn, { orgId: 'u2' }))?.cards;
    expect([
      await cards('2025-12-01'),
      await cards('2026-01-01'),
      await cards('2026-03-01'),
      await cards('2026-04-01'),
    ]).toEqual([0, 1, 1, 0]);
  });
});

describe('the goals', () => {
  it('hold below until a nearer one is set, and say what is missing and when it comes', async () => {
    const goals = app.get(GoalsService);
    await goals.set(city, { indicator: 'standardRate', orgId: 'city', goalBps: 6_000, byOn: '2027-12-31' });
    await goals.set(city, { indicator: 'issuanceRate', orgId: 'city', goalBps: 7_000, byOn: '2027-12-31' });
    await goals.set(city, { indicator: 'issuanceRate', orgId: 'park-a', goalBps: 9_000, byOn: '2027-06-30' });
    const outlook = async (given = {}, caller = city) =>
      Object.fromEntries((await trend(given, caller)).goals.map(({ indicator, ...rest }) => [indicator, rest]));
    expect(await outlook()).toMatchObject({
      standardRate: { goalBps: 6_000, orgId: 'city', gapBps: 6_000 },
      issuanceRate: { goalBps: 7_000, gapBps: 0, reachedIn: '2026-12-01' },
    });
    expect(await outlook({ parkCode: 'A' })).toMatchObject({ issuanceRate: { goalBps: 9_000, orgId: 'park-a' } });
    expect(await outlook({}, anOfficer({ scope: ['/city/park-b/'] }))).toMatchObject({
      issuanceRate: { goalBps: 7_000, orgId: 'city' },
    });
  });

  it('are replaced with what stood before in the audit trail, and only for days to come', async () => {
    const goals = app.get(GoalsService);
    await goals.set(city, { indicator: 'issuanceRate', orgId: 'city', goalBps: 7_500, byOn: '2028-12-31' });
    const entries: { detail: unknown }[] = await app.database.db.query(
      `SELECT detail FROM audit_entry WHERE action = 'indicator-goal.set' AND subject_id = 'city' ORDER BY id DESC LIMIT 1`,
    );
    expect(entries).toEqual([
      { detail: { indicator: 'issuanceRate', goalBps: 7_500, byOn: '2028-12-31', before: 7_000 } },
    ]);
    await expect(
      goals.set(city, { indicator: 'issuanceRate', orgId: 'city', goalBps: 7_500, byOn: '2026-12-03' }),
    ).rejects.toMatchObject({ name: 'GOAL_DAY_PAST' });
    const park = anOfficer({ scope: ['/city/park-b/'] });
    await expect(
      goals.set(park, { indicator: 'issuanceRate', orgId: 'park-a', goalBps: 1, byOn: '2028-01-01' }),
    ).rejects.toMatchObject({
      name: 'NOT_FOUND',
    });
  });
});
