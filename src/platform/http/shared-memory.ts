import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { CONFIG, type Config } from '../config/config.js';
import { logger } from '../logging/logger.js';

/** A till waits for this answer; a slow Redis counts as a missing one. */
const PATIENCE_MS = 150;
/** After a failure nobody waits for it again so long. */
const REST_MS = 2_000;

/** What the api's processes remember together while there is a Redis: on a connection of its own that gives up in an instant. */
@Injectable()
export class SharedMemory implements OnApplicationShutdown {
  private readonly redis: Redis | null;
  private restsUntilMs = 0;

  constructor(@Inject(CONFIG) config: Config) {
    this.redis = config.REDIS_URL
      ? new Redis(config.REDIS_URL, {
          enableOfflineQueue: false,
          maxRetriesPerRequest: 0,
          commandTimeout: PATIENCE_MS,
        })
      : null;
    this.redis?.on('error', () => this.rest());
  }

  /** Whether processes are meant to share: with false, each is alone by design and not by a failure. */
  get isConfigured(): boolean {
    return this.redis !== null;
  }

  /** What Redis says; null when there is none or it does not answer at once, and the asker goes on with what it knows itself. */
  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T | null> {
    if (this.redis?.status !== 'ready' || performance.now() < this.restsUntilMs) return null;
    try {
      return await question(this.redis);
    } catch {
      this.rest();
      return null;
    }
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private rest(): void {
    const now = performance.now();
    if (now >= this.restsUntilMs) logger.warn('Redis does not answer: each process remembers alone');
    this.restsUntilMs = now + REST_MS;
  }
}
