import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { CampaignsService, ClaimsService } from '../../src/modules/benefits/index.js';
import { GrantsService } from '../../src/modules/benefits/grants/grants.service.js';
import type { StoreBenefits, WorkerStores } from '../../src/modules/benefits/stores/store.schemas.js';
import { CardsService } from '../../src/modules/cards/index.js';
import { Authenticators } from '../../src/platform/http/access.guard.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
const CLAIM = { from: '2017-01-20T10:00:00+08:00', to: '2017-01-22T10:00:00+08:00' };
const PACK: CampaignDefinitionInput['mechanism'] = {
  type: 'VOUCHER_PACK',
  voucher: { thresholdFen: 5_000, offFen: 1_000 },
  count: 2,
  claims: 10,
  claim: CLAIM,
};
const FOR_HARDSHIP: Pick<CampaignDefinitionInput, 'kind' | 'audience'> = {
  kind: 'TARGETED',
  audience: { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] },
};

describe('what a member gets in a store, and why not', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let asking: TestMember;
  let plain: TestMember;
  let named: TestMember;

  beforeAll(async () => {
    product = await startApp({ clock });
    product.get(Authenticators).register('worker', {
      authenticate: () =>
        Promise.resolve({ kind: 'worker' as const, loginId: asking.memberId, memberId: asking.memberId }),
    });
    world = await World.build(product);
    [plain, named] = [
      await world.aMember({ orgId: 'u1' }),
      await world.aMember({ orgId: 'u1', categories: [{ code: 'HARDSHIP', level: 'DEEP' }] }),
    ];
    asking = plain;
    const budget = { from: 'city-2017', totalFen: 1_000_000 };
    const daily = [{ per: 'MEMBER' as const, period: 'DAY' as const, times: 1 }];
    await world.publish({ id: 'open', label: '周末满减', where: { merchants: ['wal'] }, limits: daily, budget });
    await world.publish({ id: 'tea', label: '茶饮九折', where: { merchants: ['tea'] }, budget });
    await world.publish({ id: 'pack', label: '消费券', mechanism: PACK, stacking: { group: 'pack' }, budget });
    await world.publish({ id: 'aid', label: '暖心满减', ...FOR_HARDSHIP, stacking: { group: 'aid' }, budget });
    await world.publish({ id: 'other', label: '二厂福利', owner: 'u2', budget });
    const checkup = { type: 'SERVICE', service: '体检', units: 1 } as const;
    await world.publish({ id: 'checkup', label: '职工体检', owner: 'u1', mechanism: checkup, budget: undefined });
    await product.get(GrantsService).run('checkup');
  });
  afterAll(() => product.close());
  beforeEach(() => clock.set(START));

  const get = async (path: string) => product.fastify.inject({ url: `/worker/v1/stores${path}` });
  const explain = async (member: TestMember, query = '', store = 'wal-1') => {
    asking = member;
    const answer = await get(`/${store}/benefits${query}`);
    expect(answer.statusCode).toBe(200);
    return answer.json<StoreBenefits>();
  };
  const ids = (items: readonly { campaignId: string }[]) => items.map(({ campaignId }) => campaignId);

  it('finds stores by a part of their name, street or park, those of the member’s park first', async () => {
    const all = (await get('')).json<WorkerStores>().items;
    expect(all.map(({ storeId }) => storeId)).toEqual(['wal-1', 'tea-1', 'wal-2']);
    const find = async (words: string) =>
      (await get(`?q=${encodeURIComponent(words)}`)).json<WorkerStores>().items.map(({ storeId }) => storeId);
    expect(await find('茶馆')).toEqual(['tea-1']);
    expect(await find('乙园区')).toEqual(['wal-2']);
    expect(await find('%')).toEqual([]);
  });

  it('says without an amount what works there, what must be claimed first, and where the rest works', async () => {
    const found = await explain(plain);
    expect(found).toMatchObject({
      amountFen: null,
      discountFen: null,
      store: { storeId: 'wal-1', parkName: '甲园区' },
    });
    expect(ids(found.applies)).toEqual(['checkup', 'open']);
    expect(found.left).toMatchObject([
      { campaignId: 'pack', reason: 'VOUCHER_NOT_HELD', help: { claim: true }, held: { units: 0, fen: 0 } },
      { campaignId: 'tea', reason: 'NOT_HERE', help: { places: ['茶馆一店'] } },
    ]);
  });

  it('names nothing that is meant for others, and a targeted one of mine like any other', async () => {
    const mine = await explain(named, '?amountFen=20000');
    expect(ids(mine.applies)).toContain('aid');
    const theirs = await explain(plain, '?amountFen=20000');
    expect(ids([...theirs.applies, ...theirs.left])).not.toContain('aid');
    for (const view of [mine, theirs]) expect(ids([...view.applies, ...view.left])).not.toContain('other');
    expect(JSON.stringify(mine)).not.toMatch(/TARGETED|UNIVERSAL|HARDSHIP/);
  });

  it('says with an amount how much is missing, and gives what a till then gives', async () => {
    const member = await world.aMember({ orgId: 'u1' });
    expect((await explain(member, '?amountFen=15000')).left[0]).toMatchObject({
      campaignId: 'open',
      reason: 'BELOW_MINIMUM',
      help: { moreFen: 800 },
    });
    await product.get(ClaimsService).claim(member.memberId, 'pack');
    const found = await explain(member, '?amountFen=15800');
    expect(found).toMatchObject({ discountFen: 3_000, payableFen: 12_800 });
    const till = new Till(world, await world.aTerminal());
    const redeemed = await till.redeem({ code: member.phone.show(clock.now()), amountFen: 15_800 });
    expect(redeemed.json()).toMatchObject({ discountFen: 3_000 });
    const after = await explain(member, '?amountFen=15800');
    expect(after.left.find(({ campaignId }) => campaignId === 'open')).toMatchObject({
      reason: 'LIMIT_REACHED',
      help: { from: '2017-01-22T00:00:00+08:00' },
    });
  });

  it('says of a card that is stopped and of a campaign that is paused just that', async () => {
    const member = await world.aMember({ orgId: 'u1' });
    await product.get(CampaignsService).act(world.maker, 'tea', { action: 'PAUSE' });
    expect((await explain(member, '', 'tea-1')).left).toContainEqual(
      expect.objectContaining({ campaignId: 'tea', reason: 'CAMPAIGN_NOT_RUNNING', help: null }),
    );
    await product.get(CardsService).act(world.maker, member.cardId, 'FREEZE', 'test');
    const stopped = await explain(member);
    expect(stopped.applies).toEqual([]);
    expect(new Set(stopped.left.map(({ reason }) => reason))).toEqual(new Set(['CARD_NOT_ACTIVE']));
  });

  it('knows no store that serves nobody, and no amount that is none', async () => {
    expect((await get('/nowhere/benefits')).statusCode).toBe(404);
    expect((await get('/wal-1/benefits?amountFen=0')).statusCode).toBe(400);
    expect((await get('/wal-1/benefits?amountFen=1.5')).statusCode).toBe(400);
  });
});
