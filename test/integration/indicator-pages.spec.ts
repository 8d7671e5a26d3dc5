import { CardsService } from '../../src/modules/cards/index.js';
import { TransfersService } from '../../src/modules/members/index.js';
import { IndicatorsService, ReportingProcessor, TalliesService } from '../../src/modules/reporting/index.js';
import { PackRunner } from '../../src/platform/queue/pack-runner.js';
import { ManualClock } from '../../src/shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { anEnterprise, issueCards, joinPeople, recount } from '../support/census.js';
import { Till } from '../support/signed-till.js';
import { UnionRig } from '../support/union-rig.js';
import { World } from '../support/world.js';

const HOUR_MS = 3_600_000;
const clock = new ManualClock('2017-01-21T08:40:00+08:00');
const city = anOfficer();
const parkA = anOfficer({ scope: ['/city/park-a/'] });
let app: TestApp;
let world: World;

beforeAll(async () => {
  app = await startApp({ clock });
  world = await World.build(app);
});
afterAll(() => app.close());

/** Redemptions by Shanghai hour of a day, counted from the rows one by one; of the subtree. */
const hoursOf = async (path: string, dayOn: string): Promise<number[]> => {
  const rows: { at: Date; path: string; state: string }[] = await app.database.db.query(
    'SELECT occurred_at AS at, org_path AS path, state FROM redemption',
  );
  const hours = Array.from({ length: 24 }, () => 0);
  for (const row of rows) {
    const local = new Date(row.at.getTime() + 8 * HOUR_MS);
    if (row.state === 'DECLINED' || !row.path.startsWith(path) || local.toISOString().slice(0, 10) !== dayOn) continue;
    const hour = local.getUTCHours();
    hours[hour] = (hours[hour] ?? 0) + 1;
  }
  return hours;
};

/** The jobs process hears of every redemption, and twice of each (F63). */
const hear = async (): Promise<void> => {
  const handler = app.get(ReportingProcessor).handlers.find(({ event }) => event.name === 'redemption.redeemed');
  if (!handler) throw new Error('nobody counts redemptions');
  const told: { id: string }[] = await app.database.db.query(
    `SELECT id FROM outbox WHERE event = 'redemption.redeemed' ORDER BY id`,
  );
  const ids = told.map(({ id }) => id);
  await Promise.all([1, 2].map(() => app.get(PackRunner).run('reporting', handler, ids, false)));
};

describe('the overview', () => {
  it('tells in which hours of today cards were used, equal to a recount, for the whole and for a part', async () => {
    await world.publish({ id: 'all-day', budget: { from: 'city-2017', totalFen: 10_000_000 } });
    const till = new Till(world, await world.aTerminal());
    const redeem = async (orgId: string) => {
      const { phone } = await world.aMember({ orgId });
      const request = { code: phone.show(clock.now()), amountFen: 15_800, benefit: 'all-day' };
      return (await till.redeem(request, world.newKey())).statusCode;
    };
    for (const [hours, orgs] of [
      [0, ['u1', 'u2']],
      [1, ['u1']],
      [3, ['u2', 'u2', 'u1']],
    ] as const) {
      clock.advance(hours * HOUR_MS);
      for (const orgId of orgs) expect(await redeem(orgId)).toBe(201);
    }
    await hear();

    const today = (await app.get(IndicatorsService).overview(city)).today;
    expect(today.byHour).toEqual(await hoursOf('/city/', '2017-01-21'));
    expect([today.byHour[8], today.byHour[9], today.byHour[12], today.redemptions]).toEqual([2, 1, 3, 6]);
    const ofPark = (await app.get(IndicatorsService).overview(parkA)).today;
    expect(ofPark.byHour).toEqual(await hoursOf('/city/park-a/', '2017-01-21'));
    expect(ofPark.byHour.reduce((sum, times) => sum + times, 0)).toBe(ofPark.redemptions);

    clock.advance(DAY_MS);
    expect((await app.get(IndicatorsService).overview(city)).today.byHour).toEqual(Array.from({ length: 24 }, () => 0));
  });

  it('forgets hours that are no longer looked at, and keeps the days', async () => {
    clock.advance(10 * DAY_MS);
    await app.get(TalliesService).fold();
    expect(await world.count('org_hour', 'true')).toBe(0);
    expect(await world.count('org_day', 'redemptions > 0')).toBeGreaterThan(0);
  });
});

describe('the figures by union', () => {
  const FIGURES = [
    'enterprises',
    'enterprisesWithUnion',
    'workers',
    'members',
    'cards',
    'activeCards',
    'usedCards',
  ] as const;

  /** What the page shows, page by page, as an officer of the scope sees it. */
  const shown = async (caller: typeof city) => {
    const rows = new Map<string, (number | null)[]>();
    let cursor: string | undefined;
    do {
      const query = { by: 'UNION', sort: 'name', order: 'asc', limit: 2, ...(cursor ? { cursor } : {}) } as const;
      const page = await app.get(IndicatorsService).breakdown(caller, query);
      for (const row of page.items)
        rows.set(
          row.key ?? '',
          FIGURES.map((name) => row[name]),
        );
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return rows;
  };
  /** The same from the rows of people, cards and census. */
  const counted = async (path: string) => {
    const rows = new Map<string, number[]>();
    const unions: { id: string }[] = await app.database.db.query(
      'SELECT id FROM union_org WHERE path ^@ $1 AND dissolved_at IS NULL',
      [path],
    );
    const all = await recount(app, shanghaiDate(clock.now().getTime() - 90 * DAY_MS));
    for (const { id } of unions) {
      const of = all.filter(({ org }) => org === id);
      const sum = (pick: (row: (typeof all)[number]) => number) => of.reduce((total, row) => total + pick(row), 0);
      rows.set(id, [
        sum((row) => row.enterprises),
        sum((row) => row.withUnion),
        sum((row) => row.workers),
        sum((row) => row.members),
        sum((row) => row.cards),
        sum((row) => row.active),
        sum((row) => row.used),
      ]);
    }
    return rows;
  };
  const expectEqual = async (): Promise<void> => {
    await app.get(TalliesService).fold();
    for (const [caller, path] of [
      [city, '/city/'],
      [parkA, '/city/park-a/'],
    ] as const) {
      const [page, rows] = [await shown(caller), await counted(path)];
      // Unions of nothing may be left out of the page, never one that has something.
      for (const [id, figures] of rows) expect([id, page.get(id) ?? figures.map(() => 0)]).toEqual([id, figures]);
      expect([...page.keys()].filter((id) => !rows.has(id))).toEqual([]);
    }
  };

  it('are what a recount says, after joining, cards, a loss, a move of a person and of a union', async () => {
    const rig = new UnionRig(app);
    const union = await rig.aUnion('park-a');
    const mill = await anEnterprise(app, { union, industry: '纺织服装', workers: 40 });
    const people = await joinPeople(app, 5, [
      { orgId: union, enterpriseId: mill },
      { orgId: 'u2', enterpriseId: null },
    ]);
    const cards = await issueCards(app, people, true);
    await expectEqual();
    expect((await shown(city)).get(union)?.[3]).toBeGreaterThan(0);

    await app.get(CardsService).act(world.maker, cards[0]?.cardId ?? '', 'LOST', '丢了');
    await app.get(TransfersService).transfer(world.maker, people[1] ?? '', { orgId: 'u1' });
    await expectEqual();
    await rig.move(union, 'park-b');
    await expectEqual();
    expect((await shown(parkA)).has(union)).toBe(false);
  });
});
