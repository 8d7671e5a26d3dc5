import { Client } from 'pg';
import type { Visit, Visits } from '../../src/modules/redemption/quotes/visits.schemas.js';
import { HousekeepingService } from '../../src/modules/redemption/housekeeping.service.js';
import { Authenticators } from '../../src/platform/http/access.guard.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { officerToken, workerToken } from '../support/sign-in.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';
const AMOUNT = 15_800;
const budget = { from: 'city-2017', totalFen: 100_000 };
const audience = {
  combinator: 'and' as const,
  rules: [{ field: 'category' as const, operator: 'has' as const, value: 'HARDSHIP' }],
};
const targeted = { kind: 'TARGETED' as const, audience, label: '暖心专享' };

describe('two views of one decision', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    product = await startApp({ clock });
    product.get(Authenticators).register('worker', {
      authenticate: () =>
        Promise.resolve({ kind: 'worker' as const, loginId: asking.memberId, memberId: asking.memberId }),
    });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    await world.publish({
      id: 'open',
      label: '周末满减',
      where: { stores: ['wal-1'] },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }],
      budget,
    });
    await world.publish({ id: 'tea', label: '茶饮九折', where: { merchants: ['tea'] }, budget });
    await world.publish({ ...targeted, id: 'aid', stacking: { group: 'aid' }, budget });
    await world.publish({ ...targeted, id: 'elsewhere', owner: 'park-b', budget });
    await world.publish({ ...targeted, id: 'limited', limits: [{ per: 'MEMBER', period: 'DAY', times: 1 }], budget });
    await world.publish({ ...targeted, id: 'gone', budget: { ...budget, totalFen: 2_000 } });
  });
  afterAll(() => product.close());
  beforeEach(() => clock.set(START));

  let asking: TestMember;
  const visitsOf = async (member: TestMember): Promise<Visit[]> => {
    asking = member;
    const answer = await product.fastify.inject({ url: '/worker/v1/visits' });
    expect(answer.statusCode).toBe(200);
    return answer.json<Visits>().items;
  };
  const show = (member: TestMember): string => member.phone.show(clock.now());

  describe('on the member’s own page', () => {
    it('shows a quote of a moment ago: what was given, and of the rest why not and what would help', async () => {
      const member = await world.aMember();
      expect(await visitsOf(member)).toEqual([]);
      await till.quote({ code: show(member), amountFen: 15_150 });
      expect(await visitsOf(member)).toEqual([
        {
          id: expect.any(String),
          kind: 'QUOTE',
          state: null,
          at: START,
          storeId: 'wal-1',
          storeName: '沃超市一店',
          merchantName: '沃超市',
          amountFen: 15_150,
          discountFen: 0,
          payableFen: 15_150,
          reason: 'NO_BENEFIT',
          given: [],
          restored: [],
          left: expect.arrayContaining([
            { campaignId: 'open', label: '周末满减', reason: 'BELOW_MINIMUM', help: { moreFen: 650 } },
            { campaignId: 'tea', label: '茶饮九折', reason: 'NOT_HERE', help: { places: ['茶馆'] } },
            { campaignId: 'aid', label: '暖心专享', reason: 'NOT_ELIGIBLE', help: null },
          ]),
        },
      ]);
      const [visit] = await visitsOf(member);
      const firstWithout = visit?.left.findIndex(({ help }) => help === null) ?? -1;
      expect(visit?.left.slice(firstWithout).every(({ help }) => help === null)).toBe(true);
    });

    it('shows a redemption, with a targeted benefit like any other', async () => {
      const member = await world.aMember({ categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
      await till.redeem({ code: show(member), amountFen: AMOUNT });
      const [visit] = await visitsOf(member);
      expect(visit).toMatchObject({ kind: 'REDEMPTION', state: 'REDEEMED', reason: null, discountFen: 4_000 });
      expect(visit?.given.map((each) => Object.keys(each))).toEqual([
        ['campaignId', 'label', 'discountFen', 'holds', 'units'],
        ['campaignId', 'label', 'discountFen', 'holds', 'units'],
      ]);
      expect(JSON.stringify(visit)).not.toMatch(/TARGETED|UNIVERSAL|HARDSHIP/);
    });

    it('shows a refusal with its true reason and when the limit begins anew, though the till heard neither', async () => {
      const member = await world.aMember();
      await till.redeem({ code: show(member), amountFen: AMOUNT, benefit: 'open' });
      const refused = await till.redeem({ code: show(member), amountFen: AMOUNT, benefit: 'open' });
      expect(refused.json()).toMatchObject({ code: 'NOT_AVAILABLE', left: [] });
      const [latest, before] = await visitsOf(member);
      expect(latest).toMatchObject({
        state: 'DECLINED',
        reason: 'LIMIT_REACHED',
        left: [{ label: '周末满减', reason: 'LIMIT_REACHED', help: { from: '2017-01-22T00:00:00+08:00' } }],
      });
      expect(before).toMatchObject({ state: 'REDEEMED', given: [{ label: '周末满减', discountFen: 2_000 }] });
    });

    it('shows a capture with the basket that was paid for, and of what was lost on the way why', async () => {
      const member = await world.aMember();
      const hold = { code: show(member), amountFen: AMOUNT, benefit: 'open', ticketNo: 'T' };
      const held = await till.send('POST', '/pos/v1/authorizations', hold, world.newKey());
      const { authorizationId } = held.json<{ authorizationId: string }>();
      clock.advance(1_000);
      const path = `/pos/v1/authorizations/${authorizationId}/capture`;
      await till.send('POST', path, { amountFen: 9_000 }, world.newKey());
      const [paid, before] = await visitsOf(member);
      expect(paid).toMatchObject({
        kind: 'REDEMPTION',
        amountFen: 9_000,
        discountFen: 0,
        payableFen: 9_000,
        reason: 'BELOW_MINIMUM',
        given: [],
        left: [{ campaignId: 'open', reason: 'BELOW_MINIMUM', help: null }],
      });
      expect(before).toMatchObject({ kind: 'AUTHORIZATION', amountFen: AMOUNT, discountFen: 2_000 });
    });

    it('says that a code was refused, at a quote too', async () => {
      const member = await world.aMember();
      const code = show(member);
      clock.advance(600_000);
      expect((await till.quote({ code, amountFen: AMOUNT })).json()).toMatchObject({ code: 'CODE_EXPIRED' });
      expect(await visitsOf(member)).toMatchObject([{ kind: 'QUOTE', reason: 'CODE_EXPIRED', given: [], left: [] }]);
    });

    it('tells of nobody else, and only of the last day', async () => {
      const [member, other] = [await world.aMember(), await world.aMember()];
      await till.quote({ code: show(member), amountFen: AMOUNT });
      expect(await visitsOf(other)).toEqual([]);
      clock.advance(86_400_000 - 1_000);
      await product.get(HousekeepingService).forgetBindings();
      expect(await visitsOf(member)).toHaveLength(1);
      clock.advance(2_000);
      expect(await visitsOf(member)).toEqual([]);
      await product.get(HousekeepingService).forgetBindings();
      expect(await world.count('till_quote', `member_id = '${member.memberId}'`)).toBe(0);
    });
  });

  describe('F53 the five personal reasons', () => {
    let plain: TestMember;
    let inside: TestMember;

    beforeAll(async () => {
      clock.set(START);
      plain = await world.aMember();
      const [one, spender] = await world.someMembers(2, { categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
      if (!one || !spender) throw new Error('two members expected');
      inside = one;
      await till.redeem({ code: show(inside), amountFen: AMOUNT, benefit: 'limited' });
      await till.redeem({ code: show(spender), amountFen: AMOUNT, benefit: 'gone' });
    });

    /** Who asks for which benefit; nothing held is a benefit that does not exist, as long as there are no vouchers. */
    const cases = (): { member: TestMember; benefit: string }[] => [
      { member: inside, benefit: 'elsewhere' },
      { member: plain, benefit: 'aid' },
      { member: plain, benefit: 'no-such-benefit' },
      { member: inside, benefit: 'limited' },
      { member: inside, benefit: 'gone' },
    ];

    /** The statements a request made, by their text. */
    async function statementsOf<T>(request: () => Promise<T>): Promise<{ answer: T; statements: string[] }> {
      const statements: string[] = [];
      const spy = jest.spyOn(Client.prototype, 'query');
      try {
        const answer = await request();
        for (const [asked] of spy.mock.calls as unknown as [string | { text?: string }][])
          statements.push(typeof asked === 'string' ? asked : (asked.text ?? ''));
        return { answer, statements };
      } finally {
        spy.mockRestore();
      }
    }

    it.each(['quote', 'redeem'] as const)('give a till the same bytes for a %s, after the same work', async (call) => {
      const bodies = new Set<string>();
      const works = new Set<string>();
      for (const { member, benefit } of cases()) {
        const code = show(member);
        // The first request after a pause may still fill caches of the process; what counts is what each does then.
        const { answer, statements } = await statementsOf(() => till[call]({ code, amountFen: AMOUNT, benefit }));
        bodies.add(`${answer.statusCode} ${answer.body}`);
        works.add(statements.join('\n'));
        expect(statements.length).toBeGreaterThan(0);
      }
      expect(bodies.size).toBe(1);
      expect([...bodies][0]).toContain('NOT_AVAILABLE');
      expect([...works].slice(1)).toEqual([]);
    });

    it('are told apart only to the members themselves', async () => {
      for (const { member, benefit } of cases()) await till.quote({ code: show(member), amountFen: AMOUNT, benefit });
      const reasons = [...(await visitsOf(plain)).slice(0, 2), ...(await visitsOf(inside)).slice(0, 3)];
      expect(reasons.map(({ reason }) => String(reason)).toSorted()).toEqual(
        ['BUDGET_EXHAUSTED', 'LIMIT_REACHED', 'NOT_AVAILABLE', 'NOT_ELIGIBLE', 'NOT_ELIGIBLE'].toSorted(),
      );
    });
  });
});

describe('GET /console/v1/redemptions/{id}/explanation', () => {
  const clock = new ManualClock(START);
  let product: TestApp;
  let world: World;
  let id: string;
  const ask = (token: string, of = id) =>
    product.fastify.inject({
      url: `/console/v1/redemptions/${of}/explanation`,
      headers: { authorization: `Bearer ${token}` },
    });

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
    await world.publish({ id: 'open', budget });
    const till = new Till(world, await world.aTerminal());
    const member = await world.aMember();
    id = (await till.redeem({ code: member.phone.show(clock.now()), amountFen: AMOUNT })).json<{
      redemptionId: string;
    }>().redemptionId;
  });
  afterAll(() => product.close());

  it('explains to finance without the person, to the city with', async () => {
    const finance = await ask(await officerToken(product, 'FINANCE_CHECKER', 'city'));
    expect(finance.statusCode).toBe(200);
    expect(finance.json()).toMatchObject({ redemptionId: id, outcome: 'APPLIED', same: true, person: null });
    const city = await ask(await officerToken(product, 'CITY_ADMIN', 'city'));
    expect(city.json()).toMatchObject({ person: [{ fact: 'orgs' }] });
  });

  it('is not found outside the subtree, and not for workers', async () => {
    expect((await ask(await officerToken(product, 'PARK_OFFICER', 'park-b'))).statusCode).toBe(404);
    const { mobile } = await world.aMember();
    expect((await ask(await workerToken(product, mobile))).statusCode).toBe(401);
    expect((await ask(await officerToken(product, 'CITY_ADMIN', 'city'), 'no-id')).statusCode).toBe(400);
  });
});
