import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { appModule } from '../../src/app.module.js';
import { registerAnswerSigning } from '../../src/modules/merchants/index.js';
import { type Config, parseConfig } from '../../src/platform/config/config.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { Database } from '../../src/platform/database/database.js';
import { createHttpApp } from '../../src/platform/http/server.js';
import { Clock } from '../../src/shared/clock.js';
import { freshDatabase } from './database.js';

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly fastify: FastifyInstance;
  readonly database: Database;
  readonly config: Config;
  readonly keyring: Keyring;
  readonly appUrl: string;
  readonly ownerUrl: string;
  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly clock?: Clock;
  /** Listen to the queues in this process too; off by default. */
  readonly jobs?: boolean;
  /** The built pages, for tests in a browser; none by default. */
  readonly pagesFolder?: string;
  /** Settings that differ from the test's own: no sign-in delays, wide rate limits. */
  readonly config?: Readonly<Record<string, string>>;
  readonly keyring?: Keyring;
  readonly database?: Awaited<ReturnType<typeof freshDatabase>>;
}

/** The whole product on a database of its own, answering through `fastify.inject`; nothing listens on a port. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const own = options.database ?? (await freshDatabase());
  const config = parseConfig({
    DATABASE_URL: own.appUrl,
    // Only where the database is one of ours: a fault test brings an address of its own for role app and none for this one.
    ...(own.evidenceUrl === '' ? {} : { DATABASE_EVIDENCE_URL: own.evidenceUrl }),
    DATABASE_POOL_MAX: '10',
    LOG_LEVEL: 'silent',
    DEMO: '1',
    SIGN_IN_DELAY: '0',
    RELAY_INTERVAL_MS: '20',
    POS_TERMINAL_PER_SECOND: '100000',
    POS_TERMINAL_BURST: '100000',
    POS_MERCHANT_PER_SECOND: '100000',
    POS_CARD_PER_MINUTE: '100000',
    ...options.config,
  });
  const keyring = options.keyring ?? Keyring.inMemory(new Date('2015-01-01T00:00:00+08:00'));
  const parts = { config, keyring, jobs: options.jobs ?? false, ...(options.clock ? { clock: options.clock } : {}) };
  const app = await createHttpApp(appModule(parts), config, options.pagesFolder ?? null);
  const fastify = app.getHttpAdapter().getInstance();
  registerAnswerSigning(fastify, keyring);
  await app.init();
  await fastify.ready();
  return {
    app,
    fastify,
    config,
    keyring,
    database: app.get(Database),
    appUrl: own.appUrl,
    ownerUrl: own.ownerUrl,
    get: (type) => app.get(type as Type),
    async close() {
      await app.close();
      if (!options.database) await own.drop();
    },
  };
}
