import { CampaignsService, HolidaysService } from '../../src/modules/benefits/index.js';
import type { Explanation } from '../../src/modules/redemption/explanation/explanation.schemas.js';
import { ExplanationService } from '../../src/modules/redemption/explanation/explanation.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { aCampaign, anOfficer } from '../support/benefits.js';
import { drain } from '../support/drain.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
const HARDSHIP = {
  combinator: 'and' as const,
  rules: [
    { field: 'category' as const, operator: 'has' as const, value: 'HARDSHIP' },
    { field: 'age' as const, operator: '>=' as const, value: 18 },
  ],
};

describe('why a redemption came out as it did', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;
  const auditor = anOfficer();

  beforeAll(async () => {
    product = await startApp({ clock, jobs: true });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    const budget = { from: 'city-2017', totalFen: 1_000_000 };
    const twice = [{ per: 'MEMBER' as const, period: 'DAY' as const, times: 2 }];
    await world.publish({ id: 'weekend', limits: twice, budget, when: { ...aCampaign().when, dayKinds: ['RESTDAY'] } });
    await world.publish({
      id: 'shared',
      label: '商户让利',
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 10_000, offFen: 1_501 },
      funding: [
        { payer: 'UNION', bps: 5_000 },
        { payer: 'MERCHANT', bps: 5_000 },
      ],
      budget,
      stacking: { group: 'second' },
    });
    await world.publish({
      id: 'less',
      label: '少一点',
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 100, offFen: 900 },
      budget,
    });
    await world.publish({ id: 'aid', label: '暖心专享', kind: 'TARGETED', audience: HARDSHIP, budget });
  });
  afterAll(() => product.close());
  beforeEach(() => clock.set(START));
  afterEach(() => product.get(HolidaysService).putYear(auditor, { year: 2017, days: [] }));

  const explain = (id: string, caller = auditor): Promise<Explanation> =>
    product.get(ExplanationService).explain(caller, id);
  const redeem = async (amountFen = 15_800, given: Parameters<World['aMember']>[0] = {}) => {
    const member = await world.aMember(given);
    await till.redeem({ code: member.phone.show(clock.now()), amountFen, benefit: undefined });
    return newest(member.memberId);
  };
  const newest = async (memberId: string): Promise<string> => {
    const rows: { id: string }[] = await product.database.db.query(
      'SELECT id FROM redemption WHERE member_id = $1 ORDER BY id DESC LIMIT 1',
      [memberId],
    );
    const id = rows[0]?.id;
    if (id === undefined) throw new Error('nothing was redeemed or declined');
    return id;
  };

  it('tells each benefit with its shares, budget and counters before and after, and the same is decided today', async () => {
    const before = await world.runtime('weekend');
    const id = await redeem();
    await drain(product);
    const told = await explain(id);
    // 2,000 and 1,501 off: of the odd fen the union pays one more.
    expect(told).toMatchObject({
      outcome: 'APPLIED',
      same: true,
      differences: [],
      discountFen: 3_501,
      unionFen: 2_751,
      merchantFen: 750,
      day: { dateOn: '2017-01-21', kind: null },
      // Without the best of its group the next of the group stands in: 9.00 and 15.01.
      nextBest: { without: '职工卡周末满减', labels: ['少一点', '商户让利'], discountFen: 2_401 },
    });
    const weekend = told.campaigns.find(({ campaignId }) => campaignId === 'weekend');
    expect(weekend).toMatchObject({
      version: 1,
      versionToday: 1,
      fen: 2_000,
      shares: [{ payer: 'UNION', fen: 2_000 }],
      budget: {
        totalFen: 1_000_000,
        spentFen: before.spentFen,
        freeFen: 1_000_000 - before.spentFen,
        freeAfterFen: 1_000_000 - before.spentFen - 2_000,
      },
      counters: [
        { per: 'MEMBER', period: 'D2017-01-21', times: 0, limitTimes: 2, timesAfter: 1, amountAfterFen: 2_000 },
      ],
    });
    expect(told.campaigns.find(({ campaignId }) => campaignId === 'shared')?.shares).toEqual([
      { payer: 'UNION', fen: 751 },
      { payer: 'MERCHANT', fen: 750 },
    ]);
    expect(told.campaigns.map(({ campaignId, reason }) => [campaignId, reason])).toEqual(
      expect.arrayContaining([
        ['aid', 'NOT_ELIGIBLE'],
        ['less', 'NOT_BEST'],
      ]),
    );
    expect(told.events).toMatchObject([{ event: 'redemption.redeemed' }]);
    expect(told.postings.map(({ amountFen }) => amountFen).toSorted((a, b) => a - b)).toEqual([751, 2_000]);
    expect(told.reversals).toEqual([]);
    await till.reverse({ type: 'CANCEL', redemptionId: id });
    expect(await explain(id)).toMatchObject({
      same: true,
      reversals: [{ type: 'CANCEL', returnedFen: 3_501 }],
      events: [{ event: 'redemption.redeemed' }, { event: 'redemption.reversed' }],
    });
  });

  it('names the next best combination, not the one chosen', async () => {
    const id = await redeem(10_000);
    // Below 158 yuan only two are left: 15.01 in one group and 9.00 in the other.
    expect(await explain(id)).toMatchObject({
      discountFen: 2_401,
      nextBest: { without: '少一点', labels: ['商户让利'], discountFen: 1_501 },
    });
  });

  it('changes with nothing that happens afterwards: an edited campaign, an ended category, another holiday table', async () => {
    const member = await world.aMember({ categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    await till.redeem({ code: member.phone.show(clock.now()), amountFen: 15_800 });
    const id = await newest(member.memberId);
    await drain(product);
    const yesterday = await explain(id);
    expect(yesterday.campaigns.map(({ label }) => label)).toContain('暖心专享');

    const campaigns = product.get(CampaignsService);
    const edited = aCampaign({
      id: 'aid',
      label: '暖心专享',
      kind: 'TARGETED',
      audience: { combinator: 'and', rules: [{ field: 'gender', operator: '=', value: 'M' }] },
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 50_000, offFen: 1 },
      budget: { from: 'city-2017', totalFen: 1_000_000 },
    });
    await campaigns.edit(world.maker, 'aid', edited);
    await campaigns.act(world.maker, 'aid', { action: 'SUBMIT' });
    await campaigns.act(world.checker, 'aid', { action: 'APPROVE' });
    await campaigns.act(world.checker, 'aid', { action: 'PUBLISH' });
    await product.database.transaction((tx) =>
      tx.query(`UPDATE member_category SET until_on = '2016-12-31' WHERE member_id = $1`, [member.memberId]),
    );
    await product
      .get(HolidaysService)
      .putYear(auditor, { year: 2017, days: [{ dateOn: '2017-01-21', kind: 'WORKDAY', name: '补班' }] });
    clock.advance(86_400_000);

    const today = await explain(id);
    expect(today.campaigns.find(({ campaignId }) => campaignId === 'aid')).toMatchObject({
      version: 1,
      versionToday: 2,
    });
    const withoutToday = (told: Explanation) => ({
      ...told,
      campaigns: told.campaigns.map(({ versionToday: _versionToday, ...campaign }) => campaign),
      events: [],
    });
    expect(withoutToday(today)).toEqual(withoutToday(yesterday));
    expect(today.same).toBe(true);
  });

  it('explains a refusal, also of a limit, and how much more would have helped', async () => {
    const poor = await explain(await redeem(50));
    expect(poor).toMatchObject({ outcome: 'NONE', reason: 'NO_BENEFIT', same: true, discountFen: 0, nextBest: null });
    expect(poor.campaigns.find(({ campaignId }) => campaignId === 'less')).toMatchObject({
      reason: 'BELOW_MINIMUM',
      moreFen: 50,
    });

    const member = await world.aMember();
    for (let time = 0; time < 3; time += 1)
      await till.redeem({ code: member.phone.show(clock.now()), amountFen: 15_800, benefit: 'weekend' });
    expect(await explain(await newest(member.memberId))).toMatchObject({
      outcome: 'NONE',
      reason: 'LIMIT_REACHED',
      same: true,
      basket: { benefit: '职工卡周末满减' },
      campaigns: [
        { reason: 'LIMIT_REACHED', counters: [{ times: 2, amountFen: 4_000, limitTimes: 2, timesAfter: 2 }] },
      ],
    });
  });

  it('explains a refusal of what the till named for a store that does not give it', async () => {
    await world.publish({
      id: 'tea',
      label: '茶饮',
      where: { merchants: ['tea'] },
      budget: { from: 'city-2017', totalFen: 10_000 },
    });
    const member = await world.aMember();
    await till.redeem({ code: member.phone.show(clock.now()), amountFen: 15_800, benefit: 'tea' });
    expect(await explain(await newest(member.memberId))).toMatchObject({
      outcome: 'NONE',
      reason: 'NOT_HERE',
      same: true,
      campaigns: [{ campaignId: 'tea', reason: 'NOT_HERE' }],
    });
  });

  it('says that a used code was refused before any benefit was looked at', async () => {
    const member = await world.aMember();
    const code = member.phone.show(clock.now());
    await till.redeem({ code, amountFen: 15_800 });
    await till.redeem({ code, amountFen: 15_800 });
    expect(await explain(await newest(member.memberId))).toMatchObject({
      outcome: 'NOT_DECIDED',
      reason: 'CODE_USED',
      same: null,
      differences: [],
      campaigns: [],
    });
  });

  it('says where it differs when what was kept is not what is decided', async () => {
    const id = await redeem();
    await product.database.transaction((tx) =>
      tx.query(
        `UPDATE redemption SET decision = replace(decision::text, '"fen":2000', '"fen":1999')::json WHERE id = $1`,
        [id],
      ),
    );
    const told = await explain(id);
    expect(told.same).toBe(false);
    expect(told.differences).toMatchObject([
      { label: '职工卡周末满减', kept: { fen: 1_999 }, today: { fen: 2_000 } },
      { label: null, kept: { fen: 3_500 }, today: { fen: 3_501 } },
    ]);
  });

  it('shows what was asked about the person only to who may read members, without birthday or evidence', async () => {
    const id = await redeem(15_800, { categories: [{ code: 'HARDSHIP', level: 'DEEP' }, { code: 'MIGRANT' }] });
    const told = await explain(id);
    const facts = new Map((told.person ?? []).map(({ fact, values }) => [fact, values]));
    expect(facts.get('orgs')?.toSorted()).toEqual(['一厂工会', '市总工会', '甲园区工会'].toSorted());
    expect(facts.get('gender')).toEqual(['F']);
    // The audience of today's version asks for gender alone; nothing else of the person was kept.
    expect([...facts.keys()].toSorted()).toEqual(['gender', 'orgs']);
    const finance = anOfficer({ permissions: ['redemptions.read'] });
    expect((await explain(id, finance)).person).toBeNull();
  });

  it('is not there for an officer of another subtree, and every look is noted', async () => {
    const id = await redeem();
    const stranger = anOfficer({ scope: ['/city/park-b/'] });
    await expect(explain(id, stranger)).rejects.toMatchObject({ name: 'NOT_FOUND' });
    await explain(id);
    const seen: unknown[] = await product.database.db.query(
      `SELECT actor_id, detail FROM audit_entry WHERE action = 'redemption.explained' AND subject_id = $1`,
      [id],
    );
    expect(seen).toEqual([{ actor_id: auditor.loginId, detail: { showsPerson: true } }]);
  });
});
