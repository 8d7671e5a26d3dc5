import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { logger } from '../../../platform/logging/logger.js';
import { Clock } from '../../../shared/clock.js';
import { NONCE_LIFE_S } from '../../../shared/pos-signature.js';
import { NonceMemory, type NonceVerdict } from './nonce-memory.js';

/** A till waits for this answer; a slow Redis counts as a missing one. */
const REDIS_PATIENCE_MS = 150;

/**
 * Says whether a signed request is new. Each process remembers what it saw; with Redis all processes share it. With Redis gone a request
 * replayed at another process within ten minutes passes here, and the idempotency key and the code's single use still stop its effect.
 */
@Injectable()
export class Nonces implements OnApplicationShutdown {
  private readonly memory = new NonceMemory();
  private readonly redis: Redis | null;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
  ) {
    this.redis = config.REDIS_URL
      ? new Redis(config.REDIS_URL, {
          lazyConnect: true,
          enableOfflineQueue: false,
          maxRetriesPerRequest: 0,
          commandTimeout: REDIS_PATIENCE_MS,
        })
      : null;
    this.redis?.on('error', (error: Error) => logger.warn({ error: error.message }, 'nonces fall back to memory'));
  }

  async claim(keyId: string, nonce: string): Promise<NonceVerdict> {
    const here = this.memory.claim(keyId, nonce, this.clock.now().getTime());
    if (here !== 'FRESH' || this.redis === null) return here;
    try {
      const set = await this.redis.set(`nonce:${keyId}:${nonce}`, '1', 'EX', NONCE_LIFE_S, 'NX');
      return set === 'OK' ? 'FRESH' : 'REUSED';
    } catch {
      return 'FRESH';
    }
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}
