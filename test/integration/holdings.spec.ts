import { CampaignBudgetService, CampaignsService, ClaimsService } from '../../src/modules/benefits/index.js';
import { AuditorService, AuthorizationService } from '../../src/modules/redemption/index.js';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { HoldingsDesk } from '../../src/modules/benefits/holdings/holdings-desk.service.js';
import { HoldingsService } from '../../src/modules/benefits/holdings/holdings.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { Refusal } from '../../src/shared/errors.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
const PACK: CampaignDefinitionInput['mechanism'] = {
  type: 'VOUCHER_PACK',
  voucher: { thresholdFen: 5_000, offFen: 1_000 },
  count: 2,
  claims: 3,
  claim: { from: '2017-01-20T10:00:00+08:00', to: '2017-01-22T10:00:00+08:00' },
};

describe('what people hold of a campaign', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
  });
  afterAll(() => product.close());
  beforeEach(() => clock.set(START));

  const publish = async (id: string, mechanism: CampaignDefinitionInput['mechanism'], totalFen: number) => {
    await world.publish({
      id,
      mechanism,
      owner: 'u1',
      budget: { from: 'city-2017', totalFen },
      stacking: { group: id },
    });
    await drain(product);
  };
  const claim = (member: TestMember, campaign: string) => product.get(ClaimsService).claim(member.memberId, campaign);
  const call = async (path: string, member: TestMember, body: Record<string, unknown>) => {
    const answer = await till.send(
      'POST',
      path,
      { code: member.phone.show(clock.now()), ticketNo: world.newKey().slice(0, 20), ...body },
      world.newKey(),
    );
    return answer.json<Record<string, never> & { redemptionId: string; authorizationId: string }>();
  };
  const redeem = (member: TestMember, amountFen: number, benefit: string) =>
    call('/pos/v1/redemptions', member, { amountFen, benefit });
  const post = async (path: string, body: Record<string, unknown>) =>
    (await till.send('POST', path, body, world.newKey())).json<Record<string, unknown>>();
  const held = async (campaign: string, member: TestMember) => {
    const rows: { units: number; fen: number; state: string; promised_fen: number }[] = await product.database.db.query(
      'SELECT units, fen, state, promised_fen FROM holding WHERE campaign_id = $1 AND member_id = $2',
      [campaign, member.memberId],
    );
    return rows[0];
  };
  const figures = async (id: string) => {
    const rows: Record<string, number>[] = await product.database.db.query(
      'SELECT spent_fen AS spent, held_fen AS held, promised_fen AS promised, uses, claims FROM campaign_runtime WHERE campaign_id = $1',
      [id],
    );
    return rows[0];
  };
  const lineFree = async () => {
    const rows: { free: number }[] = await product.database.db.query(
      `SELECT total_fen - handed_fen AS free FROM budget_line WHERE id = 'city-2017'`,
    );
    return rows[0]?.free ?? 0;
  };

  it('is claimed once a person, until all packs are gone, with its money kept aside', async () => {
    await publish('rush', PACK, 6_000);
    const [a, b, c, d] = await world.someMembers(4);
    if (!a || !b || !c || !d) throw new Error('four members were asked for');
    expect(await claim(a, 'rush')).toEqual({ outcome: 'CLAIMED', units: 2 });
    expect(await claim(a, 'rush')).toEqual({ outcome: 'REFUSED', reason: 'LIMIT_REACHED' });
    expect(await figures('rush')).toMatchObject({ held: 2_000, promised: 2_000, claims: 1, spent: 0 });
    clock.set('2017-01-22T10:00:00+08:00');
    expect(await claim(b, 'rush')).toEqual({ outcome: 'REFUSED', reason: 'CAMPAIGN_NOT_RUNNING' });
    clock.set(START);
    expect([await claim(b, 'rush'), await claim(c, 'rush')]).toMatchObject([
      { outcome: 'CLAIMED' },
      { outcome: 'CLAIMED' },
    ]);
    expect(await claim(d, 'rush')).toEqual({ outcome: 'REFUSED', reason: 'SOLD_OUT' });
    const stranger = await world.aMember({ orgId: 'u2' });
    expect(await claim(stranger, 'rush')).toEqual({ outcome: 'REFUSED', reason: 'NOT_ELIGIBLE' });
    await expect(claim(a, 'nothing')).rejects.toThrow(Refusal);
  });

  it('is given to exactly as many as there are packs, however many ask at once', async () => {
    await publish('storm', { ...PACK, claims: 25 }, 100_000);
    const members = await world.someMembers(120);
    const outcomes = await Promise.all([...members, ...members].map((member) => claim(member, 'storm')));
    expect(outcomes.filter(({ outcome }) => outcome === 'CLAIMED')).toHaveLength(25);
    expect(await figures('storm')).toMatchObject({ claims: 25, held: 50_000, promised: 50_000 });
    expect(await world.count('holding', `campaign_id = 'storm'`)).toBe(25);
  });

  it('is used voucher by voucher and comes back with a reversal', async () => {
    await publish('use', PACK, 100_000);
    const member = await world.aMember();
    expect(await redeem(member, 6_000, 'use')).toMatchObject({ code: 'NOT_AVAILABLE' });
    await claim(member, 'use');
    const first = await redeem(member, 6_000, 'use');
    expect(first).toMatchObject({ code: 'REDEEMED', discountFen: 1_000 });
    expect(await figures('use')).toMatchObject({ spent: 1_000, held: 1_000, promised: 1_000, uses: 1 });
    expect(await redeem(member, 6_000, 'use')).toMatchObject({ code: 'REDEEMED' });
    expect(await redeem(member, 6_000, 'use')).toMatchObject({ code: 'NOT_AVAILABLE' });
    const back = await post('/pos/v1/reversals', {
      type: 'PARTIAL',
      redemptionId: first.redemptionId,
      amountFen: 1_001,
    });
    expect(back).toMatchObject({ code: 'REVERSED', discountFen: 0 });
    expect(await held('use', member)).toMatchObject({ units: 1, promised_fen: 1_000 });
    expect(await figures('use')).toMatchObject({ spent: 1_000, held: 1_000, promised: 1_000, uses: 1 });
  });

  it('is reserved by an authorization and held again when that is void', async () => {
    await publish('meal', PACK, 100_000);
    const member = await world.aMember();
    await claim(member, 'meal');
    const authorize = () => call('/pos/v1/authorizations', member, { amountFen: 6_000, benefit: 'meal' });
    const { authorizationId } = await authorize();
    expect(await held('meal', member)).toMatchObject({ units: 1, promised_fen: 1_000 });
    expect(await figures('meal')).toMatchObject({ spent: 0, held: 2_000, promised: 1_000 });
    await post(`/pos/v1/authorizations/${authorizationId}/void`, {});
    expect(await held('meal', member)).toMatchObject({ units: 2, promised_fen: 2_000 });
    expect(await figures('meal')).toMatchObject({ spent: 0, held: 2_000, promised: 2_000, uses: 0 });
    const again = await authorize();
    const capturePath = `/pos/v1/authorizations/${again.authorizationId}/capture`;
    expect(await post(capturePath, { amountFen: 5_500 })).toMatchObject({ code: 'CAPTURED', discountFen: 1_000 });
    expect(await figures('meal')).toMatchObject({ spent: 1_000, held: 1_000, promised: 1_000, uses: 1 });
  });

  it('is a balance by tier, given to everybody of its audience at publishing, and paid in parts', async () => {
    const deep = await world.aMember({ orgId: 'u1', categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    const other = await world.aMember({ orgId: 'u1', categories: [{ code: 'HARDSHIP', level: 'RELATIVE' }] });
    await world.publish({
      id: 'aid',
      kind: 'TARGETED',
      label: '节日礼遇',
      owner: 'u1',
      audience: { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'HARDSHIP' }] },
      mechanism: {
        type: 'GRANT',
        tiers: [
          { category: 'HARDSHIP:DEEP', amountFen: 60_000 },
          { category: 'HARDSHIP', amountFen: 40_000 },
        ],
      },
      budget: { from: 'city-2017', totalFen: 100_000 },
      stacking: { group: 'aid' },
    });
    await drain(product);
    expect(await figures('aid')).toMatchObject({ held: 100_000, promised: 100_000 });
    expect(await redeem(deep, 25_000, 'aid')).toMatchObject({ discountFen: 25_000, payableFen: 0 });
    const rest = await redeem(deep, 50_000, 'aid');
    expect(rest).toMatchObject({ discountFen: 35_000, payableFen: 15_000 });
    await post('/pos/v1/reversals', { type: 'PARTIAL', redemptionId: rest.redemptionId, amountFen: 20_000 });
    expect(await held('aid', deep)).toMatchObject({ fen: 5_000, promised_fen: 5_000 });
    expect(await held('aid', other)).toMatchObject({ fen: 40_000 });
    const late = await world.aMember({ orgId: 'u1', categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    expect(await redeem(late, 100, 'aid')).toMatchObject({ code: 'NOT_AVAILABLE' });

    const free = await lineFree();
    await product.get(CampaignsService).act(world.maker, 'aid', { action: 'END' });
    expect(await figures('aid')).toMatchObject({ spent: 55_000, held: 0, promised: 0 });
    expect(await lineFree()).toBe(free + 45_000);
    await product.get(HoldingsService).expireEnded();
    expect(await held('aid', other)).toMatchObject({ state: 'EXPIRED', promised_fen: 0 });
  });

  it('is a service, redeemed by its name without an amount', async () => {
    const member = await world.aMember({ orgId: 'u1' });
    await publish('checkup', { type: 'SERVICE', service: '体检', units: 1 }, 0);
    const used = await call('/pos/v1/redemptions', member, { benefit: 'checkup' });
    expect(used).toMatchObject({ code: 'REDEEMED', discountFen: 0, payableFen: 0 });
    expect(await call('/pos/v1/redemptions', member, { benefit: 'checkup' })).toMatchObject({ code: 'NOT_AVAILABLE' });
    await post('/pos/v1/reversals', { type: 'CANCEL', redemptionId: used.redemptionId });
    expect(await held('checkup', member)).toMatchObject({ units: 1 });
    expect(await figures('checkup')).toMatchObject({ uses: 0 });
    expect(await call('/pos/v1/redemptions', member, {})).toMatchObject({ status: 400 });

    const { authorizationId } = await call('/pos/v1/authorizations', member, { benefit: 'checkup' });
    expect(await held('checkup', member)).toMatchObject({ units: 0 });
    expect(await post(`/pos/v1/authorizations/${authorizationId}/capture`, {})).toMatchObject({ code: 'CAPTURED' });
    expect(await held('checkup', member)).toMatchObject({ units: 0 });
    expect(await figures('checkup')).toMatchObject({ uses: 1, held: 0 });
  });

  it('ends with the union that gave it, and coming back restores nothing', async () => {
    const member = await world.aMember({ orgId: 'u1' });
    await publish('own', PACK, 10_000);
    await claim(member, 'own');
    const leave = { memberId: member.memberId, fromOrgPath: '/city/park-a/u1/', toOrgPath: '/city/park-b/u2/' };
    await product.database.transaction((tx) => product.get(HoldingsService).revokeLeft(tx, [leave]));
    expect(await held('own', member)).toMatchObject({ state: 'REVOKED', units: 0, promised_fen: 0 });
    expect(await figures('own')).toMatchObject({ held: 0, promised: 0, claims: 1 });
    expect(await claim(member, 'own')).toEqual({ outcome: 'REFUSED', reason: 'LIMIT_REACHED' });
  });

  it('outlives the end of its campaign while it is held at a till, and then goes to the line', async () => {
    const member = await world.aMember();
    await publish('ends', PACK, 10_000);
    await claim(member, 'ends');
    await call('/pos/v1/authorizations', member, { amountFen: 6_000, benefit: 'ends' });
    const free = await lineFree();
    await product.get(CampaignsService).act(world.maker, 'ends', { action: 'END' });
    expect(await figures('ends')).toMatchObject({ held: 1_000, promised: 0 });
    expect(await lineFree()).toBe(free + 9_000);
    clock.set('2017-01-21T10:15:00+08:00');
    await product.get(AuthorizationService).expireLapsed();
    expect(await figures('ends')).toMatchObject({ held: 0, promised: 0 });
    expect(await lineFree()).toBe(free + 10_000);
  });

  it('cannot be cut from the budget it is promised from', async () => {
    await publish('kept', PACK, 10_000);
    await claim(await world.aMember(), 'kept');
    const change = (totalFen: number) => product.get(CampaignBudgetService).change(world.maker, 'kept', totalFen);
    await expect(change(1_999)).rejects.toMatchObject({ name: 'BELOW_COMMITTED' });
    await change(2_000);
    expect(await claim(await world.aMember(), 'kept')).toEqual({ outcome: 'REFUSED', reason: 'BUDGET_EXHAUSTED' });
  });

  it('adds up for officers by what became of it, and tells apart who left', async () => {
    await publish('summed', PACK, 100_000);
    const [user, keeper, leaver] = await world.someMembers(3);
    if (!user || !keeper || !leaver) throw new Error('three members were asked for');
    for (const member of [user, keeper, leaver]) await claim(member, 'summed');
    await redeem(user, 6_000, 'summed');
    const leave = { memberId: leaver.memberId, fromOrgPath: '/city/park-a/u1/', toOrgPath: '/city/park-b/u2/' };
    await product.database.transaction((tx) => product.get(HoldingsService).revokeLeft(tx, [leave]));
    const sum = () => product.get(HoldingsDesk).sum(world.maker, 'summed');
    // Two who stayed × 2 vouchers, of which one is used.
    expect((await sum()).holdings).toEqual({
      kind: 'VOUCHER',
      people: 3,
      leftUnion: 1,
      given: { units: 4, fen: 0 },
      used: { units: 1, fen: 0 },
      left: { units: 3, fen: 0 },
      expired: { units: 0, fen: 0 },
      run: null,
    });
    await product.get(CampaignsService).act(world.maker, 'summed', { action: 'END' });
    await product.get(HoldingsService).expireEnded();
    expect((await sum()).holdings).toMatchObject({ used: { units: 1 }, left: { units: 0 }, expired: { units: 3 } });
    const stranger = anOfficer({ scope: ['/city/park-b/'] });
    await expect(product.get(HoldingsDesk).sum(stranger, 'summed')).rejects.toMatchObject({
      name: 'CAMPAIGN_NOT_FOUND',
    });
  });

  it('agrees with what the auditor reckons from every row', async () => {
    await drain(product);
    expect(await product.get(AuditorService).run(true)).toEqual([]);
  });
});
