import { BudgetsService } from '../../src/modules/benefits/index.js';
import { TransfersService } from '../../src/modules/members/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { UnionRig } from '../support/union-rig.js';
import { World } from '../support/world.js';

const clock = new ManualClock('2017-01-21T10:00:00+08:00');
const ROUNDS = 8;
let app: TestApp;
let world: World;
let rig: UnionRig;

beforeAll(async () => {
  app = await startApp({ clock });
  world = await World.build(app);
  rig = new UnionRig(app);
});
afterAll(() => app.close());

describe('two hands at the tree at once', () => {
  it('leave every union right under the one above it, whichever of two moves comes first', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const union = await rig.aUnion('park-a');
      const group = await rig.aUnion('u1', 'GROUP');
      await Promise.all([
        rig.move(union, 'park-b'),
        rig.move(group, union),
        rig.tree.create(rig.city, {
          parentId: union,
          level: 'GROUP',
          name: `同时新建 ${round}`,
          reason: '同时',
        }),
      ]);
      expect(await rig.listStrays()).toEqual([]);
      expect((await rig.rowOf(group))?.path).toBe(`/city/park-b/${union}/${group}/`);
    }
  });

  it('never make a ring of two unions that go under each other', async () => {
    const [one, other] = [await rig.aUnion('park-a'), await rig.aUnion('park-a')];
    const outcomes = await Promise.allSettled([rig.move(one, other), rig.move(other, one)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await rig.listStrays()).toEqual([]);
  });

  it('let people come in by transfer while the union moves', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const union = await rig.aUnion('park-a');
      const { memberId } = await world.aMember({ orgId: 'u1' });
      await Promise.all([
        rig.move(union, 'park-b'),
        app.get(TransfersService).transfer(rig.city, memberId, { orgId: union }),
        world.aMember({ orgId: union }),
      ]);
      expect(await world.count('member', `org_id = '${union}'`)).toBe(2);
      expect((await rig.rowOf(union))?.path).toBe(`/city/park-b/${union}/`);
    }
  });

  it('let its members go on redeeming', async () => {
    await world.publish({ id: 'all-day', budget: { from: 'city-2017', totalFen: 1_000_000 } });
    const till = new Till(world, await world.aTerminal());
    const union = await rig.aUnion('park-a');
    const members = await world.someMembers(12, { orgId: union });
    const redeemed = members.map(({ phone }) =>
      till.redeem({ code: phone.show(clock.now()), amountFen: 15_800, benefit: 'all-day' }, world.newKey()),
    );
    const moves = (async () => {
      for (const parentId of ['park-b', 'park-a', 'park-b', 'city']) await rig.move(union, parentId);
    })();
    expect((await Promise.all(redeemed)).map(({ statusCode }) => statusCode)).toEqual(members.map(() => 201));
    await moves;
    expect((await world.runtime('all-day')).uses).toBe(members.length);
  });

  it('open a line below a union’s money or take a union out of it, never both', async () => {
    const budgets = app.get(BudgetsService);
    await budgets.create(rig.city, {
      id: 'park-a-race',
      orgId: 'park-a',
      name: '园区经费',
      totalFen: 10_000,
      parentId: 'city-2017',
    });
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const union = await rig.aUnion('park-a');
      const id = `line-${union}`;
      const open = () =>
        budgets.create(rig.city, { id, orgId: union, name: '经费', totalFen: 0, parentId: 'park-a-race' });
      // Each goes first in turn, so that both endings are seen whatever the machine does.
      const both = round % 2 === 0 ? [open(), rig.move(union, 'park-b')] : [rig.move(union, 'park-b'), open()];
      const settled = await Promise.allSettled(both);
      const [opened, moved] = round % 2 === 0 ? settled : settled.toReversed();
      const [isThere, row] = [(await world.count('budget_line', `id = '${id}'`)) === 1, await rig.rowOf(union)];
      expect(isThere).toBe(opened?.status === 'fulfilled');
      expect(row?.parkCode).toBe(moved?.status === 'fulfilled' ? 'B' : 'A');
      expect([isThere, row?.parkCode]).toEqual(isThere ? [true, 'A'] : [false, 'B']);
      const refused = [opened, moved].flatMap((one) =>
        one?.status === 'rejected' ? [(one.reason as Error).name] : [],
      );
      seen.add(refused.join());
    }
    expect([...seen].filter((name) => name !== 'ORG_MOVE_BLOCKED' && name !== 'BUDGET_ORG_UNKNOWN')).toEqual([]);
  });

  it('hand a union’s money to a campaign below it or take the union out of it, never both', async () => {
    await app.get(BudgetsService).create(rig.city, {
      id: 'park-a-gifts',
      orgId: 'park-a',
      name: '园区活动经费',
      totalFen: 1_000_000,
      parentId: 'city-2017',
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      const union = await rig.aUnion('park-a');
      const campaign = { id: `c-${union}`, owner: union, budget: { from: 'park-a-gifts', totalFen: 1_000 } };
      const [published, moved] = await Promise.allSettled([world.publish(campaign), rig.move(union, 'park-b')]);
      const isOut = (await world.count('campaign', `id = '${campaign.id}' AND state = 'PUBLISHED'`)) === 1;
      expect(isOut).toBe(published.status === 'fulfilled');
      expect(isOut && (await rig.rowOf(union))?.parkCode === 'B').toBe(false);
      expect([published.status, moved.status]).not.toEqual(['fulfilled', 'fulfilled']);
    }
  });

  it('end a union or let somebody in, never both', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const union = await rig.aUnion('park-a');
      const { memberId } = await world.aMember({ orgId: 'u1' });
      const [ended, joined] = await Promise.allSettled([
        rig.dissolve(union),
        app.get(TransfersService).transfer(rig.city, memberId, { orgId: union }),
      ]);
      const isThere = (await world.count('member', `id = '${memberId}' AND org_id = '${union}'`)) === 1;
      expect([ended.status, joined.status]).toEqual(isThere ? ['rejected', 'fulfilled'] : ['fulfilled', 'rejected']);
      expect(await rig.rowOf(union)).toMatchObject({ dissolved: !isThere });
      const refused = joined.status === 'rejected' ? (joined.reason as Error).name : null;
      expect(refused).toBe(isThere ? null : 'NOT_FOUND');
    }
  });
});
