import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { CardsService } from '../../src/modules/cards/index.js';
import { TransfersService } from '../../src/modules/members/index.js';
import { ReportingProcessor, TalliesService } from '../../src/modules/reporting/index.js';
import { redemptionRedeemed, redemptionReversed } from '../../src/modules/redemption/index.js';
import { sqlStateOf } from '../../src/platform/database/database.js';
import { Outbox } from '../../src/platform/outbox/outbox.js';
import { PackRunner } from '../../src/platform/queue/pack-runner.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { DAY_MS, shanghaiDate } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { anEnterprise, issueCards, joinPeople, type Place, recount, tallied } from '../support/census.js';
import { World } from '../support/world.js';

const clock = new ManualClock('2026-11-22T10:00:00+08:00');
let app: TestApp;
let world: World;
let owner: Client;
let tallies: TalliesService;

beforeAll(async () => {
  app = await startApp({ clock });
  world = await World.build(app);
  tallies = app.get(TalliesService);
  owner = new Client({ connectionString: app.ownerUrl, options: '-c role=owner' });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const sql = (text: string, values: unknown[] = []) => app.database.db.query(text, values);
const unusedOn = (): string => shanghaiDate(clock.now().getTime() - 90 * DAY_MS);
const expectRight = async (): Promise<void> => {
  await tallies.fold();
  expect(await tallied(app)).toEqual(await recount(app, unusedOn()));
};
const use = (cardId: string, on: string) =>
  sql(
    `INSERT INTO card_last_use AS u VALUES ($1, $2) ON CONFLICT (card_id) DO UPDATE SET used_on = excluded.used_on WHERE excluded.used_on > u.used_on`,
    [cardId, on],
  );

const join = (count: number, places: readonly Place[]) => joinPeople(app, count, places);
const issue = (memberIds: readonly string[], active: boolean) => issueCards(app, memberIds, active);

describe('the tallies of unions', () => {
  it('equal a recount after a join, a card, its use, a transfer, a loss and a leaving', async () => {
    const [food, steel] = [
      await anEnterprise(app, { industry: '食品', workers: 20 }),
      await anEnterprise(app, { park: 'B', union: null, industry: '新材料', workers: 7 }),
    ];
    const [first, second] = await join(2, [{ orgId: 'u1', enterpriseId: food }]);
    const cards = await issue([first ?? '', second ?? ''], true);
    await use(cards[0]?.cardId ?? '', '2026-11-20');
    await expectRight();
    expect(await tallied(app)).toContainEqual({
      org: 'u1',
      industry: '食品',
      enterprises: 1,
      withUnion: 1,
      workers: 20,
      members: 2,
      cards: 2,
      active: 2,
      used: 1,
    });

    await app.get(TransfersService).transfer(world.maker, first ?? '', { orgId: 'u2', enterpriseId: steel });
    await app.get(CardsService).act(world.maker, cards[1]?.cardId ?? '', 'LOST', '丢了');
    await sql(`UPDATE member SET membership = 'WITHDRAWN' WHERE id = $1`, [second]);
    await expectRight();
    expect(await tallied(app)).toContainEqual({
      org: 'u2',
      industry: '新材料',
      enterprises: 0,
      withUnion: 0,
      workers: 0,
      members: 1,
      cards: 1,
      active: 1,
      used: 1,
    });
  });

  it('follow the census: another trade moves the people of an employer wherever they are members', async () => {
    const mill = await anEnterprise(app, { park: 'B', union: null, industry: '纺织服装' });
    await join(3, [{ orgId: 'u1', enterpriseId: mill }]);
    await expectRight();
    await sql(`UPDATE enterprise SET industry = '物流', union_org_id = 'u2', workers = 99 WHERE id = $1`, [mill]);
    await expectRight();
    expect(await tallied(app)).toContainEqual(expect.objectContaining({ org: 'u1', industry: '物流', members: 3 }));
    await sql(`UPDATE enterprise SET eligible = false WHERE id = $1`, [mill]);
    await expectRight();
  });

  it('let a use go after ninety days, without anybody writing', async () => {
    const [person] = await join(1, [{ orgId: 'u1', enterpriseId: null }]);
    const [card] = await issue([person ?? ''], true);
    await use(card?.cardId ?? '', '2026-11-22');
    await expectRight();
    const usedWithout = async () =>
      (await tallied(app)).find(({ org, industry }) => org === 'u1' && industry === '')?.used;
    expect(await usedWithout()).toBe(1);
    clock.set('2027-02-19T23:59:00+08:00');
    await expectRight();
    expect(await usedWithout()).toBe(1);
    clock.set('2027-02-20T00:00:00+08:00');
    await expectRight();
    expect(await usedWithout()).toBe(0);
    clock.set('2026-11-22T10:00:00+08:00');
    await expectRight();
  });

  it('stay right through a thousand random writes at once, folded all the while', async () => {
    const enterprises = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        anEnterprise(app, {
          park: at % 2 ? 'A' : 'B',
          union: [null, 'u1', 'u2'][at % 3] ?? null,
          industry: `行业${at % 4}`,
        }),
      ),
    );
    const orgs = ['city', 'park-a', 'u1', 'u2'];
    const pick = <T>(all: readonly T[]): T | undefined => all[Math.floor(Math.random() * all.length)];
    const place = () => ({ orgId: pick(orgs) ?? 'u1', enterpriseId: pick([...enterprises, null]) ?? null });
    const members: string[] = await join(60, Array.from({ length: 60 }, place));
    const cards = (await issue(members.slice(0, 40), true)).map(({ cardId }) => cardId);
    const writes: readonly (() => Promise<unknown>)[] = [
      async () => members.push(...(await join(5, Array.from({ length: 5 }, place)))),
      () =>
        sql('UPDATE member SET org_id = $2, enterprise_id = $3 WHERE id = $1', [
          pick(members),
          place().orgId,
          place().enterpriseId,
        ]),
      () =>
        sql(`UPDATE member SET membership = $2 WHERE id = $1`, [
          pick(members),
          pick(['ACTIVE', 'RETAINED', 'WITHDRAWN']),
        ]),
      async () => cards.push(...(await issue([pick(members) ?? ''], Math.random() < 0.5)).map(({ cardId }) => cardId)),
      () =>
        sql(`UPDATE card SET state = $2 WHERE id = $1 AND state NOT IN ('CANCELLED', 'REPLACED', 'EXPIRED')`, [
          pick(cards),
          pick(['ACTIVE', 'ACTIVE', 'FROZEN', 'LOST', 'CANCELLED']),
        ]),
      () => use(pick(cards) ?? '', shanghaiDate(clock.now().getTime() - Math.floor(Math.random() * 120) * DAY_MS)),
      () =>
        sql('UPDATE enterprise SET industry = $2, workers = $3 WHERE id = $1', [
          pick(enterprises),
          pick(['行业0', '行业9', null]),
          5,
        ]),
      () => sql('UPDATE enterprise SET union_org_id = $2 WHERE id = $1', [pick(enterprises), pick(['u1', 'u2', null])]),
      () =>
        sql(`UPDATE member SET org_id = $1 WHERE org_id = $2 AND enterprise_id = $3`, [
          pick(orgs),
          pick(orgs),
          pick(enterprises),
        ]),
      () =>
        sql(
          `UPDATE union_org SET parent_id = p.id, path = p.path || 'u2/' FROM union_org p WHERE p.id = $1 AND union_org.id = 'u2'`,
          [pick(['park-a', 'park-b', 'city'])],
        ),
    ];
    const state = { writing: true };
    const folding = (async () => {
      while (state.writing) {
        await tallies.fold();
        await sleep(5);
      }
    })();
    let written = 0;
    // Two that lock each other may be told so; what matters is that the tallies are right about whatever was committed.
    const isFair = (error: unknown): boolean => ['40P01', '23505'].includes(sqlStateOf(error));
    const writer = async () => {
      for (let n = 0; n < 125; n += 1) {
        try {
          await pick(writes)?.();
          written += 1;
        } catch (error) {
          if (!isFair(error)) throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, writer));
    state.writing = false;
    await folding;
    expect(written).toBeGreaterThan(900);
    await expectRight();
    expect(await tallies.compare()).toBe(true);
  });

  it('are folded once, however many processes fold', async () => {
    await join(30, [{ orgId: 'u1', enterpriseId: null }]);
    await Promise.all(Array.from({ length: 6 }, () => tallies.fold()));
    expect(await tallied(app)).toEqual(await recount(app, unusedOn()));
  });

  it('cost a redemption nothing: a use leaves its trace when its fact is handled', async () => {
    await tallies.fold();
    const triggers: unknown[] = await sql(
      `SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname ^@ 'tally_' AND tgrelid::regclass::text NOT IN ('member', 'card', 'card_last_use', 'enterprise')`,
    );
    expect(triggers).toEqual([]);
    expect(await world.count('tally_change')).toBe(0);
  });
});

describe('a difference from a recount', () => {
  it('is told to people, put right on demand while others write, and the notice goes', async () => {
    await owner.query(`UPDATE org_headcount SET members = members + 3 WHERE org_id = 'u1'`);
    await owner.query(`UPDATE org_use_day SET cards = cards + 1`);
    expect(await tallies.compare()).toBe(false);
    expect(await tallies.compare()).toBe(false);
    const notices = () =>
      sql(`SELECT severity, detail FROM alert WHERE code = 'TALLIES_DIFFER' AND state <> 'SETTLED'`);
    expect(await notices()).toMatchObject([{ severity: 'NOTICE', detail: { members: expect.any(Number) } }]);

    await Promise.all([tallies.rebuild(), join(20, [{ orgId: 'u2', enterpriseId: null }]), tallies.rebuild()]);
    await expectRight();
    expect(await tallies.compare()).toBe(true);
    expect(await notices()).toEqual([]);
  });

  it('in what the screens read is found, too', async () => {
    await owner.query(`UPDATE org_tally SET cards = cards + 1 WHERE org_id = 'u1'`);
    expect(await tallies.compare()).toBe(false);
    await tallies.rebuild();
    expect(await tallies.compare()).toBe(true);
  });
});

describe('what happens at a till', () => {
  const shares = { discountFen: 2_000, unionFen: 1_500, merchantFen: 500 };
  const run = async (event: typeof redemptionRedeemed | typeof redemptionReversed, ids: string[]) => {
    const handler = app.get(ReportingProcessor).handlers.find((one) => one.event.name === event.name);
    if (!handler) throw new Error(`nobody counts ${event.name}`);
    await app.get(PackRunner).run('reporting', handler, ids, false);
  };

  it('is counted for the holder’s union on its Shanghai day, and marks the card as used, once (F63)', async () => {
    const { cardId } = await world.aMember();
    const redemptionId = newId();
    await sql(
      `INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, card_id, org_path, ticket_no, amount_fen, discount_fen, union_fen,
         merchant_fen, decision, occurred_at)
       VALUES ($1, 'REDEEMED', 't', 's', 'm', $2, '/city/park-a/u1/', 'x', 15800, 2000, 1500, 500, '{}', '2026-11-21T16:30:00Z')`,
      [redemptionId, cardId],
    );
    const base = { redemptionId, merchantId: 'm', storeId: 's' };
    const redeemed = {
      ...base,
      occurredAt: '2026-11-22T00:30:00+08:00',
      orgPath: '/city/park-a/u1/',
      ...shares,
      uses: [],
    };
    const id = await app.database.transaction((tx) => app.get(Outbox).append(tx, redemptionRedeemed, redeemed));
    await Promise.all([run(redemptionRedeemed, [id]), run(redemptionRedeemed, [id])]);
    expect(await sql(`SELECT used_on::text AS used FROM card_last_use WHERE card_id = $1`, [cardId])).toEqual([
      { used: '2026-11-22' },
    ]);

    const reversed = {
      ...base,
      reversalId: newId(),
      occurredAt: '2026-11-23T09:00:00+08:00',
      returnedFen: 2_000,
      unionFen: 1_500,
      merchantFen: 500,
      uses: [],
    };
    const back = await app.database.transaction((tx) => app.get(Outbox).append(tx, redemptionReversed, reversed));
    await run(redemptionReversed, [back]);
    expect(
      await sql(
        `SELECT org_id AS org, day_on::text AS day, redemptions, discount_fen AS fen FROM org_day ORDER BY day_on`,
      ),
    ).toEqual([
      { org: 'u1', day: '2026-11-22', redemptions: 1, fen: 2_000 },
      { org: 'u1', day: '2026-11-23', redemptions: 0, fen: -2_000 },
    ]);
    await expectRight();
  });
});
