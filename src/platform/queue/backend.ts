import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool, type PoolConfig, type QueryConfig } from 'pg';
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
  const pool = new PatientPool({
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

/** SQLSTATE classes of a server that is away, leaving or full; everything without a SQLSTATE is the network's. */
const AWAY = /^(08|57P|53)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * A worker waits before it tries again only when the connection was refused; after any other failure it tries at once, thousands of
 * times a second. So every failure to reach the server is told as a refusal.
 */
class PatientPool extends Pool {
  constructor(options: PoolConfig) {
    super(options);
    const patiently = async (statement: string | QueryConfig, values?: unknown[]): Promise<unknown> => {
      try {
        return await super.query(statement, values);
      } catch (error) {
        throw isAway(error) ? Object.assign(new Error(String(error)), { code: 'ECONNREFUSED', cause: error }) : error;
      }
    };
    Object.assign(this, { query: patiently });
  }
}

function isAway(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code !== 'string' || !SQLSTATE.test(code) || AWAY.test(code);
}
