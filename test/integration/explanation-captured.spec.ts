import { ExplanationService } from '../../src/modules/redemption/explanation/explanation.service.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer } from '../support/benefits.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const START = '2017-01-21T10:00:00+08:00';

describe('why a hold that was captured for less came out as it did', () => {
  let product: TestApp;
  let world: World;
  let till: Till;
  const clock = new ManualClock(START);

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
    const budget = { from: 'city-2017', totalFen: 1_000_000 };
    await world.publish({ id: 'weekend', budget });
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
  });
  afterAll(() => product.close());

  const explain = (id: string) => product.get(ExplanationService).explain(anOfficer(), id);
  const captured = async (body: { amountFen: number; items?: { item: string; amountFen: number }[] }) => {
    const { phone } = await world.aMember();
    const items = [{ item: '套餐', amountFen: 15_800 }];
    const hold = { code: phone.show(clock.now()), amountFen: 15_800, items, ticketNo: 'T' };
    const held = await till.send('POST', '/pos/v1/authorizations', hold, world.newKey());
    const { authorizationId } = held.json<{ authorizationId: string }>();
    const answer = await till.send('POST', `/pos/v1/authorizations/${authorizationId}/capture`, body, world.newKey());
    return answer.json<{ redemptionId: string; discountFen: number }>();
  };

  it('tells the hold, what of it was captured for which basket, and that both come to the same today', async () => {
    const items = [{ item: '套餐', amountFen: 12_000 }];
    const { redemptionId, discountFen } = await captured({ amountFen: 12_000, items });
    // Held 20.00 of the weekend and 15.01 of the shop's own; below 158 yuan the weekend gives nothing.
    expect(discountFen).toBe(1_501);
    const told = await explain(redemptionId);
    expect(told).toMatchObject({
      outcome: 'APPLIED',
      same: true,
      differences: [],
      basket: { amountFen: 15_800, items: [{ amountFen: 15_800 }] },
      discountFen: 1_501,
      unionFen: 751,
      merchantFen: 750,
      captured: { capturedAt: START, amountFen: 12_000, items },
    });
    expect(told.captured?.benefits.map(({ label, heldFen, fen, reason }) => [label, heldFen, fen, reason])).toEqual([
      ['商户让利', 1_501, 1_501, null],
      ['职工卡周末满减', 2_000, 0, 'BELOW_MINIMUM'],
    ]);
  });

  it('says where it differs when what was kept of the capture is not what is captured today', async () => {
    const { redemptionId } = await captured({ amountFen: 12_000 });
    await product.database.transaction((tx) =>
      tx.query(
        `UPDATE redemption SET decision = replace(decision::text, '"fen":1501,"unionFen":751}]', '"fen":1500,"unionFen":750}]')::json WHERE id = $1`,
        [redemptionId],
      ),
    );
    expect(await explain(redemptionId)).toMatchObject({
      same: false,
      differences: [{ step: 'CAPTURE', label: '商户让利', kept: { fen: 1_500 }, today: { fen: 1_501 } }],
    });
  });
});
