import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { ClaimsService } from '../../src/modules/benefits/index.js';
import { GrantsService } from '../../src/modules/benefits/grants/grants.service.js';
import type { Visits } from '../../src/modules/redemption/quotes/visits.schemas.js';
import { Authenticators } from '../../src/platform/http/access.guard.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const FOR_HARDSHIP: Pick<CampaignDefinitionInput, 'kind' | 'audience'> = {
  kind: 'TARGETED',
  audience: { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] },
};
const service = (name: string): CampaignDefinitionInput['mechanism'] => ({ type: 'SERVICE', service: name, units: 1 });

describe('what a cashier may choose from', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;
  let teaTill: Till;
  let everybody: TestMember;
  let named: TestMember;
  let asking: TestMember;

  beforeAll(async () => {
    product = await startApp({ clock });
    product.get(Authenticators).register('worker', {
      authenticate: () =>
        Promise.resolve({ kind: 'worker' as const, loginId: asking.memberId, memberId: asking.memberId }),
    });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    teaTill = new Till(world, await world.aTerminal('tea-1', 'tea', 'RESTAURANT'));
    everybody = await world.aMember({ orgId: 'u1' });
    named = await world.aMember({ orgId: 'u1', categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    const budget = { from: 'city-2017', totalFen: 1_000_000 };
    const at = { where: { merchants: ['wal'] } };
    await world.publish({
      id: 'checkup',
      label: '职工体检',
      owner: 'u1',
      mechanism: service('体检'),
      ...at,
      budget: undefined,
    });
    await world.publish({
      id: 'course',
      label: '养生课',
      owner: 'u1',
      mechanism: service('课程'),
      ...at,
      ...FOR_HARDSHIP,
      budget: undefined,
    });
    for (const id of ['checkup', 'course']) await product.get(GrantsService).run(id);
    const ticket = (priceFen: number) => ({ type: 'FIXED_PRICE' as const, item: '电影票', priceFen });
    await world.publish({ id: 'ticket', mechanism: ticket(1_000), ...at, stacking: { group: 'ticket' }, budget });
    await world.publish({
      id: 'cheap',
      mechanism: ticket(500),
      ...at,
      ...FOR_HARDSHIP,
      stacking: { group: 'ticket' },
      budget,
    });
    await world.publish({
      id: 'pack',
      label: '消费券',
      mechanism: {
        type: 'VOUCHER_PACK',
        voucher: { thresholdFen: 5_000, offFen: 1_000 },
        count: 2,
        claims: 10,
        perRedemption: 2,
        claim: { from: '2017-01-20T10:00:00+08:00', to: '2017-01-22T10:00:00+08:00' },
      },
      where: { merchants: ['wal'] },
      stacking: { group: 'pack' },
      budget,
    });
  });
  afterAll(() => product.close());

  const show = (member: TestMember) => member.phone.show(clock.now());
  const services = async (at: Till, code: string) => (await at.send('POST', '/pos/v1/services', { code })).json();

  it('names the goods of this store that have a price for everybody, never one for a named group', async () => {
    expect((await till.send('GET', '/pos/v1/items')).json()).toEqual({ items: [{ item: '电影票', priceFen: 1_000 }] });
    expect((await teaTill.send('GET', '/pos/v1/items')).json()).toEqual({ items: [] });
  });

  it('names the services that this card has here: one for a group only to who has it, and all alike', async () => {
    expect(await services(till, show(everybody))).toMatchObject({
      holder: '王**',
      services: [{ campaignId: 'checkup', label: '职工体检' }],
    });
    expect(await services(till, show(named))).toMatchObject({
      services: [
        { campaignId: 'checkup', label: '职工体检' },
        { campaignId: 'course', label: '养生课' },
      ],
    });
    expect(await services(teaTill, show(named))).toMatchObject({ services: [] });
  });

  it('keeps the code for the till that asked, redeems the service chosen, and then it is gone', async () => {
    const code = show(everybody);
    await services(till, code);
    expect(await services(teaTill, code)).toMatchObject({ code: 'CODE_IN_USE' });
    clock.advance(100_000);
    const redeemed = await till.redeem({ code, benefit: 'checkup' });
    expect(redeemed.json()).toMatchObject({ code: 'REDEEMED', applied: [{ campaignId: 'checkup' }], payableFen: 0 });
    expect(await services(till, show(everybody))).toMatchObject({ services: [] });
    const back = await till.reverse({
      type: 'CANCEL',
      redemptionId: redeemed.json<{ redemptionId: string }>().redemptionId,
    });
    expect(back.json()).toMatchObject({ restored: [{ campaignId: 'checkup', holds: 'SERVICE', units: 1, fen: 0 }] });
    expect(await services(till, show(everybody))).toMatchObject({ services: [{ campaignId: 'checkup' }] });
  });

  it('leaves a quote good that the till got for the same code', async () => {
    const code = show(everybody);
    const { quoteId } = (await till.quote({ code, amountFen: 5_000 })).json<{ quoteId: string }>();
    await services(till, code);
    expect((await till.redeem({ code, benefit: 'checkup', quoteId })).json()).toMatchObject({ code: 'REDEEMED' });
  });

  it('says of a part that comes back which vouchers the holder has again, to till and member alike', async () => {
    const member = await world.aMember({ orgId: 'u1' });
    await product.get(ClaimsService).claim(member.memberId, 'pack');
    const redeemed = await till.redeem({ code: show(member), amountFen: 12_000 });
    expect(redeemed.json()).toMatchObject({ discountFen: 2_000 });
    const { redemptionId } = redeemed.json<{ redemptionId: string }>();
    const back = await till.reverse({ type: 'PARTIAL', redemptionId, amountFen: 4_000 });
    const restored = [{ campaignId: 'pack', label: '消费券', holds: 'VOUCHER', units: 1, fen: 0 }];
    expect(back.json()).toMatchObject({
      restored,
      cashierMessage: '退顾客 ¥30.00，剩余优惠 ¥10.00，退回持卡人 1 张券',
    });
    asking = member;
    const [visit] = (await product.fastify.inject({ url: '/worker/v1/visits' })).json<Visits>().items;
    expect(visit).toMatchObject({ given: [{ campaignId: 'pack', holds: 'VOUCHER', units: 2 }], restored });
    const history = await product.fastify.inject({ url: '/worker/v1/redemptions?campaignId=pack' });
    expect(history.json()).toMatchObject({
      items: [{ given: [{ holds: 'VOUCHER', units: 2 }], restored, storeId: 'wal-1' }],
    });
    expect((await product.fastify.inject({ url: '/worker/v1/redemptions?campaignId=ticket' })).json()).toMatchObject({
      items: [],
    });
  });
});
