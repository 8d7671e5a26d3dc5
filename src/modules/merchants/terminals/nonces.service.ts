import { Injectable } from '@nestjs/common';
import { SharedMemory } from '../../../platform/http/shared-memory.js';
import { Clock } from '../../../shared/clock.js';
import { NONCE_LIFE_S } from '../../../shared/pos-signature.js';
import { NonceMemory, type NonceVerdict } from './nonce-memory.js';

/**
 * Says whether a signed request is new. Each process remembers what it saw; with Redis all processes share it. With Redis gone a request
 * replayed at another process within ten minutes passes here, and the idempotency key and the code's single use still stop its effect.
 */
@Injectable()
export class Nonces {
  private readonly memory = new NonceMemory();

  constructor(
    private readonly shared: SharedMemory,
    private readonly clock: Clock,
  ) {}

  async claim(keyId: string, nonce: string): Promise<NonceVerdict> {
    const here = this.memory.claim(keyId, nonce, this.clock.now().getTime());
    if (here !== 'FRESH') return here;
    const isNew = await this.shared.ask(
      async (redis) => (await redis.set(`nonce:${keyId}:${nonce}`, '1', 'EX', NONCE_LIFE_S, 'NX')) === 'OK',
    );
    return isNew === false ? 'REUSED' : 'FRESH';
  }
}
