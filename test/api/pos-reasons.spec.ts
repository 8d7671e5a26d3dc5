import type { LightMyRequestResponse as Response } from 'fastify';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const AMOUNT = 15_800;

describe('why a person gets nothing', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;
  let plain: TestMember;
  let inside: TestMember;

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    await world.publish({ id: 'open', budget: { from: 'city-2017', totalFen: 1_000_000 } });
    const audience = {
      combinator: 'and' as const,
      rules: [{ field: 'category' as const, operator: 'has' as const, value: 'HARDSHIP' }],
    };
    const targeted = { kind: 'TARGETED' as const, audience, label: '职工专享满减' };
    const budget = { from: 'city-2017', totalFen: 100_000 };
    await world.publish({ ...targeted, id: 'elsewhere', owner: 'park-b', budget });
    await world.publish({ ...targeted, id: 'named', budget });
    const limits = [{ per: 'MEMBER' as const, period: 'DAY' as const, times: 1 }];
    await world.publish({ ...targeted, id: 'limited', limits, budget });
    await world.publish({ ...targeted, id: 'gone', budget: { ...budget, totalFen: 2_000 } });
    plain = await world.aMember();
    const [one, spender] = await world.someMembers(2, { categories: [{ code: 'HARDSHIP', level: 'DEEP' }] });
    if (!one || !spender) throw new Error('two members expected');
    inside = one;
    await redeem(inside, 'limited');
    await redeem(spender, 'gone');
  });
  afterAll(() => product.close());

  const basketOf = ({ phone }: TestMember, benefit: string, amountFen: number) => ({
    code: phone.show(clock.now()),
    amountFen,
    benefit,
  });
  const redeem = (member: TestMember, benefit: string, amountFen = AMOUNT): Promise<Response> =>
    till.redeem(basketOf(member, benefit, amountFen));
  const authorize = (member: TestMember, benefit: string, amountFen = AMOUNT): Promise<Response> => {
    const body = { ...basketOf(member, benefit, amountFen), ticketNo: 'T1' };
    return till.send('POST', '/pos/v1/authorizations', body, world.newKey());
  };
  const quote = (member: TestMember, benefit: string, amountFen = AMOUNT): Promise<Response> =>
    till.quote(basketOf(member, benefit, amountFen));

  it.each([
    ['redemption', redeem, 409, { code: 'NOT_AVAILABLE', left: [] }, 'redemption'],
    ['authorization', authorize, 409, { code: 'NOT_AVAILABLE', left: [] }, 'redemption'],
    ['quote', quote, 200, { outcome: 'NONE', reason: 'NOT_AVAILABLE', left: [] }, null],
  ] as const)(
    'F53 is told in the same bytes for each personal reason by every %s, and never which',
    async (_name, ask, status, told, keptIn) => {
      const answers = [
        await ask(inside, 'elsewhere'),
        await ask(plain, 'named'),
        await ask(plain, 'no-such-benefit'),
        await ask(inside, 'limited'),
        await ask(inside, 'gone'),
      ];
      expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => status));
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => Object.keys(headers).join())).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => headers['content-length'])).size).toBe(1);
      expect(answers[0]?.json()).toMatchObject(told);
      if (keptIn === null) return;
      const reasons: { reason: string }[] = await product.database.db.query(
        `SELECT reason FROM redemption WHERE state = 'DECLINED' ORDER BY occurred_at DESC, id DESC LIMIT 5`,
      );
      expect(reasons.map(({ reason }) => reason).toReversed()).toEqual([
        'NOT_ELIGIBLE',
        'NOT_ELIGIBLE',
        'NOT_AVAILABLE',
        'LIMIT_REACHED',
        'BUDGET_EXHAUSTED',
      ]);
    },
  );

  it.each([
    ['redemption', redeem],
    ['authorization', authorize],
  ] as const)('is not told by a %s below the minimum of a benefit for named groups either', async (_name, ask) => {
    const [below, stranger] = [await ask(inside, 'named', 100), await ask(plain, 'named', 100)];
    expect(below.body).toBe(stranger.body);
    expect(below.json()).toMatchObject({ code: 'NOT_AVAILABLE', left: [] });
  });

  it('is not told by the list of what was left out: it holds no campaign for named groups', async () => {
    const { phone } = await world.aMember();
    const answer = await till.quote({ code: phone.show(clock.now()), amountFen: 100 });
    const left = answer.json<{ left: { campaignId: string }[] }>().left;
    expect(left.map(({ campaignId }) => campaignId)).toEqual(['open']);
  });
});
