import 'reflect-metadata';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../../app.module.js';
import { parseConfig } from '../../platform/config/config.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database } from '../../platform/database/database.js';
import { setLogLevel } from '../../platform/logging/logger.js';
import { ManualClock } from '../../shared/clock.js';
import type { OfficerCaller } from '../../shared/caller.js';

/** A migrated, empty database that is thrown away afterwards. */
export interface RehearsalDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

/** Older than any scenario, so that every code of one is signed by a key of its time. */
const KEYS_FROM = new Date('1990-01-01T00:00:00+08:00');

let keyring: Keyring | undefined;

/** The whole product on a database of its own, with a clock the scenario turns. No HTTP; queues are worked off in this process. */
export interface Product {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly clock: ManualClock;
  readonly get: <T>(type: Type<T>) => T;
}

/** Opens the product, lets `work` use it and closes it, whatever happens. */
export async function withProduct<T>(
  database: RehearsalDatabase,
  startMs: number,
  work: (product: Product) => Promise<T>,
): Promise<T> {
  const config = parseConfig({
    DATABASE_URL: database.appUrl,
    DATABASE_POOL_MAX: '4',
    LOG_LEVEL: 'silent',
    REHEARSAL: '1',
    // Rehearsals have no rate limits and no cap on cycles; a race of thousands waits for its turn.
    POS_CYCLES_MAX: '1000000',
    POS_WAITING_MAX: '100000',
    CLAIM_WAITING_MAX: '100000',
  });
  setLogLevel(config.LOG_LEVEL);
  keyring ??= Keyring.inMemory(KEYS_FROM);
  const clock = new ManualClock(new Date(startMs));
  const app: INestApplicationContext = await NestFactory.createApplicationContext(
    appModule({ config, keyring, clock, jobs: false }),
    { logger: false, abortOnError: false },
  );
  try {
    return await work({ database: app.get(Database), keyring, clock, get: (type) => app.get(type) });
  } finally {
    await app.close();
  }
}

/** Two officers, one who makes and one who checks, with every permission over the whole world. */
export interface Officers {
  readonly maker: OfficerCaller;
  readonly checker: OfficerCaller;
}
