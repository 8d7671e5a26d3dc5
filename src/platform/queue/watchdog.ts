import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { Config } from '../config/config.js';
import { logger } from '../logging/logger.js';
import type { JobsRuntime } from './jobs-runtime.js';

const LOOKS_PER_SILENCE = 4;
const ANSWER_WITHIN_MS = 5_000;

/**
 * Ends a jobs process that stopped working, so that its supervisor starts it again. Stopped working means: something that should
 * move gave no sign of life for `WATCHDOG_SILENCE_MS` (the relay's turn, the care for the queues, a worker with work due, a pack),
 * although the database and the queue's store answer on a connection made just now. While one of them is away the process waits,
 * which is no fault of its own; the silence then counts from the moment both answer again. A blocked event loop runs no
 * watchdog: `watchEventLoop` sees to that one.
 */
export class Watchdog {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly jobs: Pick<JobsRuntime, 'suspicions' | 'excuse'>,
    private readonly config: Config,
  ) {}

  /** `end` is called once, with what is wrong in words. */
  start(end: (reason: string) => void): void {
    const look = async (): Promise<void> => {
      const reason = await this.findReason();
      if (reason !== null) return end(reason);
      this.timer = setTimeout(() => void look(), this.config.WATCHDOG_SILENCE_MS / LOOKS_PER_SILENCE).unref();
    };
    void look();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async findReason(): Promise<string | null> {
    const suspicions = this.jobs.suspicions(this.config.WATCHDOG_SILENCE_MS);
    if (suspicions.length === 0) return null;
    if (await doStoresAnswer(this.config)) return suspicions.join('; ');
    logger.warn({ suspicions }, 'waiting for the database or the queue');
    this.jobs.excuse();
    return null;
  }
}

/** Whether the database and the queue's store answer on connections of their own. */
async function doStoresAnswer({ DATABASE_URL, REDIS_URL }: Config): Promise<boolean> {
  const answers = await Promise.allSettled([askDatabase(DATABASE_URL), ...(REDIS_URL ? [askRedis(REDIS_URL)] : [])]);
  return answers.every(({ status }) => status === 'fulfilled');
}

async function askDatabase(connectionString: string): Promise<void> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    query_timeout: ANSWER_WITHIN_MS,
  });
  // A connection that breaks while it is asked is an answer too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    client.end().catch(() => undefined);
  }
}

async function askRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: ANSWER_WITHIN_MS,
    commandTimeout: ANSWER_WITHIN_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
