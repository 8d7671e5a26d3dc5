// Random commands against the product on a real database and against a plain model. Every seed runs MODEL_COMMANDS commands (1,000);
// MODEL_SEEDS says how many seeds (20): MODEL_SEEDS=500 npm test -- integration model.spec for a long night. Seeds that failed once
// stand in model-seeds.json and are always tried first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';
import { type Command, command, MEMBERS } from '../support/model-commands.js';
import { ModelCity } from '../support/model-city.js';
import { ModelRun } from '../support/model-run.js';
import { World } from '../support/world.js';

const SEEDS = Number(process.env['MODEL_SEEDS'] ?? 20);
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 1_000);
const LOOK_EVERY = 10;
const keptSeeds = JSON.parse(readFileSync(join(import.meta.dirname, 'model-seeds.json'), 'utf8')) as number[];

describe('the money path against a plain model', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let product: TestApp;
  let city: ModelCity;

  beforeAll(async () => {
    database = await freshDatabase();
    // No clock work of its own while commands run: the sweep is one of the commands.
    product = await startApp({ database, clock });
    const world = await World.build(product);
    city = new ModelCity(product, world, clock, await world.aTerminal(), await world.someMembers(MEMBERS));
  });
  afterAll(async () => {
    await product.close();
    await database.drop();
  });

  const step = async (run: ModelRun, seed: number, at: number, one: Command): Promise<void> => {
    try {
      await run.run(one);
      if (at % LOOK_EVERY === 0) await run.look();
    } catch (error) {
      throw new Error(`seed ${seed}, command ${at} ${JSON.stringify(one)}: keep the seed in model-seeds.json`, {
        cause: error,
      });
    }
  };

  const fresh = Array.from({ length: SEEDS }, () => Math.floor(Math.random() * 2 ** 31));
  it.each([...keptSeeds, ...fresh].map((seed) => [seed]))(
    `agrees with it after every one of ${COMMANDS} commands (seed %d)`,
    async (seed) => {
      const run = new ModelRun(city, seed);
      await run.begin();
      try {
        for (const [at, one] of fc.sample(command, { seed, numRuns: COMMANDS }).entries())
          await step(run, seed, at, one);
        await expect(run.look()).resolves.toBeUndefined();
      } finally {
        await run.end();
      }
    },
    120_000,
  );

  it('leaves balanced books that the auditor finds nothing in, and met every kind of answer', async () => {
    const jobs = await startApp({ database, clock, jobs: true });
    try {
      await drain(jobs);
    } finally {
      await jobs.close();
    }
    expect(await product.get(LedgerService).check(product.database.db)).toMatchObject({ balanced: true });
    expect(await product.get(AuditorService).run(true)).toEqual([]);
    const met = [
      'REDEEMED',
      'HELD',
      'CAPTURED',
      'VOIDED',
      'REVERSED',
      'NO_BENEFIT',
      'NOT_AVAILABLE',
      'BELOW_MINIMUM',
      'CARD_NOT_ACTIVE',
      'CAMPAIGN_NOT_RUNNING',
      'OVER_HOLD',
      'OVER_AMOUNT',
      'AUTHORIZATION_EXPIRED',
      'ALREADY_CAPTURED',
      'ALREADY_VOIDED',
      'ALREADY_REVERSED',
      'TOO_LATE',
    ];
    expect(met.filter((code) => !city.outcomes.has(code))).toEqual([]);
  }, 120_000);
});
