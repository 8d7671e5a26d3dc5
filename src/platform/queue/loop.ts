import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '../logging/logger.js';

/** What is away stays away for a while, and every failure is a line in the log. */
const AFTER_FAILURE_MS = 1_000;

/** Work done again and again, one turn at a time; a turn that fails is said and followed by the next. */
export class Loop {
  private readonly ending = new AbortController();
  private stopped: Promise<void> = Promise.resolve();
  /** When the turn under way began; null between turns. */
  private turningSince: number | null = null;

  /** `turn` says whether there is more to do at once. */
  constructor(
    readonly name: string,
    private readonly turn: () => Promise<boolean>,
  ) {}

  start(intervalMs: number): void {
    this.stopped = this.run(intervalMs);
  }

  /** Resolves when the turn under way is over. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.stopped;
  }

  /** How long the turn under way has taken, in milliseconds; 0 between turns. */
  get turningMs(): number {
    return this.turningSince === null ? 0 : performance.now() - this.turningSince;
  }

  /** Counts the turn under way anew. */
  excuse(): void {
    if (this.turningSince !== null) this.turningSince = performance.now();
  }

  private async run(intervalMs: number): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      this.turningSince = performance.now();
      let waitMs = intervalMs;
      try {
        if (await this.turn()) waitMs = 0;
      } catch (error) {
        logger.warn({ loop: this.name, error: String(error) }, 'a turn failed, trying again');
        waitMs = Math.max(intervalMs, AFTER_FAILURE_MS);
      }
      this.turningSince = null;
      // An aborted sleep rejects; there is nothing to say about it.
      if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
