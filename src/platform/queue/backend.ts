import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import type { Config } from '../config/config.js';

export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  readonly connection: Redis | Pool;
  close(): Promise<void>;
}

/**
 * Opens what the queues live on: Redis when `REDIS_URL` is set, else schema `bullmq` of the product's own database.
 * Chosen once per process, before any queue is built.
 */
export function openQueueBackend(config: Config, report: (error: Error) => void): QueueBackend {
  if (config.REDIS_URL) {
    setDefaultBackendFactory();
    // Workers block on Redis, so a command must wait for a reconnect rather than fail after some retries.
    const redis = new Redis(config.REDIS_URL, { maxRetriesPerRequest: null, lazyConnect: false });
    redis.on('error', report);
    return {
      kind: 'redis',
      connection: redis,
      async close() {
        await redis.quit().catch(() => redis.disconnect());
      },
    };
  }
  setDefaultBackendFactory(createPostgresBackend);
  const pool = new Pool({
    connectionString: config.DATABASE_URL,
    options: '-c role=app -c search_path=bullmq',
    // Each listening queue keeps one connection for LISTEN; the rest are short queries.
    max: 24,
    application_name: 'worker-card-queue',
    connectionTimeoutMillis: 5_000,
  });
  pool.on('error', report);
  // The pool listens only while a connection is idle, and an error nobody listens to would end the process.
  pool.on('connect', (client) => client.on('error', report));
  // Every queue listens for errors of the one pool.
  pool.setMaxListeners(0);
  return { kind: 'postgres', connection: pool, close: () => pool.end() };
}
