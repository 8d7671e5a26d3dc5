import { type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../../app.module.js';
import type { Config } from '../../platform/config/config.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database } from '../../platform/database/database.js';
import { setLogLevel } from '../../platform/logging/logger.js';
import { DAY_MS } from '../../shared/time.js';
import { DemoClock } from './demo-clock.js';
import { Dice } from './dice.js';

/** The demo's history reaches back this far. */
export const HISTORY_DAYS = 30;

const SEED = 20_161_122;

/** The whole product without HTTP and queues, and what every part of the loader shares. */
export interface DemoProduct {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly clock: DemoClock;
  readonly dice: Dice;
  /** When loading began; ages and windows count from here. */
  readonly now: Date;
  readonly dataDir: string;
  readonly small: boolean;
  say: (detail: string) => void;
  get<T>(type: Type<T>): T;
}

/** Opens the product, lets `work` use it and closes it, whatever happens. */
export async function withProduct<T>(
  given: { config: Config; dataDir: string; small: boolean; say: (detail: string) => void },
  work: (product: DemoProduct) => Promise<T>,
): Promise<T> {
  const { config, dataDir, small, say } = given;
  // What is made is said in words; lines of a log between them would help nobody.
  setLogLevel('warn');
  const clock = new DemoClock();
  const now = clock.now();
  const keyring = await Keyring.load(config.KEYS_DIR);
  const app: INestApplicationContext = await NestFactory.createApplicationContext(
    appModule({ config, keyring: longInUse(keyring, now), clock, jobs: false }),
    { logger: false, abortOnError: false },
  );
  try {
    return await work({
      database: app.get(Database),
      keyring: app.get(Keyring),
      clock,
      dice: new Dice(SEED),
      now,
      dataDir,
      small,
      say,
      get: (type) => app.get(type),
    });
  } finally {
    await app.close();
  }
}

/** The same keys as if they had been in use through the demo's history: codes of the past are signed with them too. */
function longInUse(keyring: Keyring, now: Date): Keyring {
  const from = new Date(now.getTime() - (HISTORY_DAYS + 1) * DAY_MS);
  const passKeys = new Map([...keyring.passKeys].map(([kid, key]) => [kid, { ...key, from }]));
  const view: unknown = Object.create(keyring, { passKeys: { value: passKeys } });
  if (!(view instanceof Keyring)) throw new Error('a view of the keys is no keyring');
  return view;
}
