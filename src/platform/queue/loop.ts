import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '../logging/logger.js';

/** Work done again and again, one turn at a time; a turn that fails is said and followed by the next. */
export class Loop {
  private readonly ending = new AbortController();
  private stopped: Promise<void> = Promise.resolve();
  private turnedAt = performance.now();

  /** `turn` says whether there is more to do at once. */
  constructor(
    readonly name: string,
    private readonly turn: () => Promise<boolean>,
  ) {}

  start(intervalMs: number): void {
    this.excuse();
    this.stopped = this.run(intervalMs);
  }

  /** Resolves when the turn under way is over. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.stopped;
  }

  /** Since when no turn ended, in milliseconds. */
  get silentMs(): number {
    return performance.now() - this.turnedAt;
  }

  /** Counts the silence anew. */
  excuse(): void {
    this.turnedAt = performance.now();
  }

  private async run(intervalMs: number): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const more = await this.turn().catch((error: unknown) => {
        logger.warn({ loop: this.name, error: String(error) }, 'a turn failed, trying again');
        return false;
      });
      this.excuse();
      // An aborted sleep rejects; there is nothing to say about it.
      if (!more) await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
