import { AuditorService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { firstIdAt } from '../../src/shared/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const HOUR_MS = 3_600_000;

/** Nobody posts here: the jobs process is away for days while tills go on. */
describe('the auditor while the books hear nothing', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
    till = new Till(world, await world.aTerminal());
  });
  afterAll(() => product.close());

  it.each([
    ['wait to be sent', `status = 'WAITING'`],
    ['were sent an hour ago', `status = 'SENT', sent_at = now() - interval '1 hour'`],
    ['were sent five days ago and lie in a queue', `status = 'SENT', sent_at = now() - interval '5 days'`],
  ])('pauses nothing for facts of five days ago that %s', async (state, set) => {
    const id = await world.publish({ id: `late-${state.length}`, budget: { from: 'city-2017', totalFen: 100_000 } });
    const { phone } = await world.aMember();
    const answer = await till.redeem({ code: phone.show(clock.now()), amountFen: 15_800, benefit: id });
    expect(answer.statusCode).toBe(201);
    await product.database.transaction((tx) =>
      tx.query(`UPDATE outbox SET id = $1, ${set} WHERE payload->>'redemptionId' = $2`, [
        firstIdAt(Date.now() - 120 * HOUR_MS + state.length),
        answer.json<{ redemptionId: string }>().redemptionId,
      ]),
    );
    for (const inFull of [false, true]) {
      const findings = await product.get(AuditorService).run(inFull);
      expect(findings.filter(({ campaignIds }) => campaignIds.includes(id))).toEqual([]);
    }
    expect(await world.runtime(id)).toMatchObject({ state: 'PUBLISHED' });
  });
});
