import type { CampaignPreview } from '../../src/modules/benefits/previews/preview.schemas.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign } from '../support/benefits.js';
import { officerToken } from '../support/sign-in.js';
import { World } from '../support/world.js';

describe('POST /console/v1/campaigns/preview', () => {
  let app: TestApp;
  let world: World;
  let maker: string;
  let parkB: string;

  beforeAll(async () => {
    app = await startApp({ clock: new ManualClock('2017-01-10T09:00:00+08:00') });
    world = await World.build(app);
    await world.someMembers(3, { categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    maker = await officerToken(app, 'CITY_ADMIN', 'city');
    parkB = await officerToken(app, 'PARK_OFFICER', 'park-b');
  });
  afterAll(() => app.close());

  const ask = (path: string, token: string, payload?: object) =>
    app.fastify.inject({
      method: payload ? 'POST' : 'GET',
      url: `/console/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload ? { payload } : {}),
    });
  async function preview(given: Parameters<typeof aCampaign>[0], token = maker): Promise<CampaignPreview> {
    const answer = await ask('/campaigns/preview', token, { definition: aCampaign(given) });
    expect(answer.statusCode).toBe(200);
    return answer.json();
  }

  it('shows what tills say below the minimum, at it, above it and outside the hours', async () => {
    const { tills, worker, cost } = await preview({
      where: { merchants: ['wal'] },
      when: {
        from: '2017-01-01T00:00:00+08:00',
        to: '2017-02-01T00:00:00+08:00',
        weekdays: [6, 7],
        hours: ['09:00-21:00'],
      },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
      funding: [
        { payer: 'UNION', bps: 6_000 },
        { payer: 'MERCHANT', bps: 4_000 },
      ],
    });
    expect(tills.map(({ kind, at, cashierMessage }) => [kind, at, cashierMessage])).toEqual([
      ['BELOW', '2017-01-14T09:00:00+08:00', '还差 6.50 元可用「职工卡周末满减」'],
      ['AT', '2017-01-14T09:00:00+08:00', '收 ¥138.00，已优惠 ¥20.00'],
      ['ABOVE', '2017-01-14T09:00:00+08:00', '收 ¥296.00，已优惠 ¥20.00'],
      ['OUTSIDE', '2017-01-14T21:00:00+08:00', '职工卡周末满减：1月15日 09:00 起可用'],
    ]);
    expect(tills[1]).toMatchObject({ storeName: '沃超市一店', unionFen: 1_200, merchantFen: 800 });
    expect(worker).toMatchObject([{ runningNow: true, remaining: { timesToday: 1 }, held: null }]);
    expect(worker[0]?.places.map(({ storeId }) => storeId)).toEqual(['wal-1', 'wal-2']);
    expect(cost).toMatchObject({ perUseFen: 1_200, usesCovered: 1_666 });
  });

  it('tells a till of one for a group no more than a till may know', async () => {
    const { tills } = await preview({
      kind: 'TARGETED',
      audience: { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] },
    });
    expect(tills.map(({ cashierMessage }) => cashierMessage)).toEqual([
      '本单暂无可用优惠，按原价收款',
      '收 ¥138.00，已优惠 ¥20.00',
      '收 ¥296.00，已优惠 ¥20.00',
    ]);
  });

  it('shows a pack before and after it is claimed, and counts what it costs', async () => {
    const claim = { from: '2017-01-11T10:00:00+08:00', to: '2017-01-12T10:00:00+08:00' };
    const voucher = { thresholdFen: 5_000, offFen: 1_000 };
    const { worker, cost } = await preview({
      mechanism: { type: 'VOUCHER_PACK', voucher, count: 2, claims: 1_000, claim },
    });
    expect(worker).toMatchObject([
      { claim: { state: 'OPEN' }, held: { units: 0 } },
      { claim: { state: 'CLAIMED' }, held: { units: 2 } },
    ]);
    expect(cost).toMatchObject({ perVoucherFen: 1_000, people: 1_000, totalFen: 2_000_000 });
  });

  it('counts whom a gift would reach and says what the budget lacks', async () => {
    const mechanism = { type: 'GRANT' as const, tiers: [{ category: 'HARDSHIP:DEEP', amountFen: 50_000 }] };
    const { cost, tills, problems, worker } = await preview({
      mechanism,
      budget: { from: 'city-2017', totalFen: 100_000 },
    });
    expect(cost).toMatchObject({ people: 3, totalFen: 150_000 });
    expect(problems).toMatchObject([{ field: 'budget.totalFen', code: 'BUDGET_BELOW_GIFT' }]);
    expect(tills.map(({ kind, payableFen }) => [kind, payableFen])).toEqual([
      ['PART', 0],
      ['ABOVE', 2_000],
    ]);
    expect(worker).toMatchObject([{ held: { fen: 50_000 } }]);
  });

  it('shows goods with and without them, and a service by its name', async () => {
    const goods = await preview({ mechanism: { type: 'FIXED_PRICE', item: '电影票', priceFen: 1_000 } });
    expect(goods.tills.map(({ kind, cashierMessage }) => [kind, cashierMessage])).toEqual([
      ['WITHOUT_ITEM', '职工卡周末满减：买「电影票」可用'],
      ['WITH_ITEM', '收 ¥10.00，已优惠 ¥30.00'],
    ]);
    const service = await preview({ mechanism: { type: 'SERVICE', service: '体检', units: 1 } });
    expect(service.tills).toMatchObject([{ kind: 'SERVICE', outcome: 'APPLIED', payableFen: 0 }]);
  });

  it('shows no till for one that is never open, and changes nothing', async () => {
    const before = await world.count('campaign');
    const { tills } = await preview({
      when: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00', onlyDates: ['2018-01-01'] },
    });
    expect(tills).toEqual([]);
    expect(await world.count('campaign')).toBe(before);
  });

  it('counts nobody of another subtree', async () => {
    const answer = await ask('/campaigns/preview', parkB, { definition: aCampaign({}) });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'CAMPAIGN_OWNER_UNKNOWN' });
  });

  it('finds stores and merchants by their names and ids, for who chooses places', async () => {
    const found = async (path: string) =>
      (await ask(path, maker)).json<{ items: { id: string }[] }>().items.map(({ id }) => id);
    expect(await found(`/stores?q=${encodeURIComponent('二店')}`)).toEqual(['wal-2']);
    expect(await found('/stores?ids=tea-1,wal-1')).toEqual(['wal-1', 'tea-1']);
    expect(await found('/merchants?ids=tea')).toEqual(['tea']);
  });
});
