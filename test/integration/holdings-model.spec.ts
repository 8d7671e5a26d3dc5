// Random commands on vouchers and balances against the product on a real database and against a plain model.
// MODEL_SEEDS says how many seeds (5); a seed that fails is in the name of its test.
import * as fc from 'fast-check';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { holdingCommand, HoldingRun } from '../support/holding-run.js';
import { World } from '../support/world.js';

const SEEDS = Number(process.env['MODEL_SEEDS'] ?? 5);
const COMMANDS = 300;

describe('what people hold, against a plain model', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;

  beforeAll(async () => {
    product = await startApp({ clock });
    world = await World.build(product);
  });
  afterAll(() => product.close());

  const fresh = Array.from({ length: SEEDS }, () => [Math.floor(Math.random() * 2 ** 31)]);
  it.each(fresh)(
    `agrees with it after every one of ${COMMANDS} commands (seed %d)`,
    async (seed) => {
      const run = await HoldingRun.begin(product, world, clock, seed);
      for (const [at, one] of fc.sample(holdingCommand, { seed, numRuns: COMMANDS }).entries())
        await run.run(one).catch((cause: unknown) => {
          throw new Error(`seed ${seed}, command ${at} ${JSON.stringify(one)}`, { cause });
        });
      expect(run.met.has('REDEEMED') && run.met.has('CLAIMED') && run.met.has('REVERSED')).toBe(true);
      expect(await product.get(AuditorService).run(true)).toEqual([]);
    },
    120_000,
  );
});
