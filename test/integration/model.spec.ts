// Random commands against the product on a real database and against a plain model. Every seed runs MODEL_COMMANDS commands (1,000);
// MODEL_SEEDS says how many seeds (20): MODEL_SEEDS=500 npm test -- integration model.spec for a long night. A seed that fails is
// written to model-seeds.json, and what stands there is always tried first.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { Client } from 'pg';
import { LedgerService } from '../../src/modules/ledger/index.js';
import { AuditorService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { drain } from '../support/drain.js';
import { command, MEMBERS } from '../support/model-commands.js';
import { ModelCity } from '../support/model-city.js';
import { ModelRun } from '../support/model-run.js';
import { keepSeed, keptSeeds } from '../support/model-seeds.js';
import { World } from '../support/world.js';

const SEEDS = Number(process.env['MODEL_SEEDS'] ?? 20);
const COMMANDS = Number(process.env['MODEL_COMMANDS'] ?? 1_000);
/** Rule 3 reads all postings; every other rule is checked after each command. */
const BOOKS_EVERY = 50;

describe('the money path against a plain model', () => {
  const clock = new ManualClock('2017-01-21T10:00:00+08:00');
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let product: TestApp;
  let city: ModelCity;
  let eyes: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    // No clock work of its own while commands run: the sweep is one of the commands.
    product = await startApp({ database, clock });
    const world = await World.build(product);
    eyes = new Client({ connectionString: product.appUrl, options: '-c role=app' });
    await eyes.connect();
    city = new ModelCity(product, world, clock, await world.someMembers(MEMBERS), eyes);
  });
  afterAll(async () => {
    await eyes.end();
    await product.close();
    await database.drop();
  });

  /** Runs the commands of a seed; answers how many. */
  const play = async (run: ModelRun, seed: number): Promise<number> => {
    const commands = fc.sample(command, { seed, numRuns: COMMANDS });
    for (const [at, one] of commands.entries())
      try {
        await run.run(one);
        await run.check(at % BOOKS_EVERY === 0 || at === COMMANDS - 1);
      } catch (cause) {
        keepSeed(seed);
        throw new Error(`seed ${seed}, command ${at} ${JSON.stringify(one)}: kept in model-seeds.json`, { cause });
      }
    return commands.length;
  };

  const fresh = Array.from({ length: SEEDS }, () => Math.floor(Math.random() * 2 ** 31));
  it.each([...keptSeeds(), ...fresh].map((seed) => [seed]))(
    `agrees with it, and no rule is bent, after every one of ${COMMANDS} commands (seed %d)`,
    async (seed) => {
      const run = await ModelRun.begin(city, seed);
      try {
        expect(await play(run, seed)).toBe(COMMANDS);
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
      'REVERSED by items',
      'REVERSED by the key of REDEEMED',
      'REVERSED by the key of HELD',
      'REVERSED by the key of nothing',
      'REVERSED by the terms of an earlier version',
      'CAPTURED by the terms of an earlier version',
    ];
    expect(met.filter((code) => !city.outcomes.has(code))).toEqual([]);
  }, 120_000);

  it('keeps a seed that failed once, after those it keeps already', () => {
    const folder = mkdtempSync(join(tmpdir(), 'model-seeds-'));
    try {
      const file = join(folder, 'seeds.json');
      writeFileSync(file, '[7]\n');
      for (const seed of [3, 7, 3]) keepSeed(seed, file);
      expect(keptSeeds(file)).toEqual([7, 3]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
