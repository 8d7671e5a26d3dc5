import { commonErrors, Refusal } from '../../../shared/errors.js';

/** What keeps two waiting entries out of one batch, and out of two batches in flight. */
export interface Entry {
  /** Such as a card and an idempotency key. */
  readonly conflicts: readonly string[];
}

/** A bounded queue that hands out batches of entries which do not touch each other. First come, first served, but for those that must wait for one in flight. */
export class WaitingRoom<E extends Entry> {
  private waiting: E[] = [];
  private readonly busy = new Set<string>();

  constructor(
    private readonly roomMax: number,
    private readonly batchMax: number,
  ) {}

  get size(): number {
    return this.waiting.length;
  }

  /** @throws Refusal UNAVAILABLE at once when the room is full: money is never queued without bound */
  enter(entry: E): void {
    if (this.waiting.length >= this.roomMax) throw new Refusal(commonErrors.UNAVAILABLE, { retryAfterSeconds: 1 });
    this.waiting.push(entry);
  }

  /** Back to the head: an entry that was taken and could not be decided yet. It keeps its place, so the room may exceed its bound by a batch. */
  putBack(entries: readonly E[]): void {
    this.waiting.unshift(...entries);
  }

  /** The next batch; empty when all that wait touch one in flight. */
  take(): E[] {
    const taken: E[] = [];
    const kept: E[] = [];
    for (const [at, entry] of this.waiting.entries()) {
      if (taken.length === this.batchMax) {
        kept.push(...this.waiting.slice(at));
        break;
      }
      if (entry.conflicts.some((conflict) => this.busy.has(conflict))) kept.push(entry);
      else {
        for (const conflict of entry.conflicts) this.busy.add(conflict);
        taken.push(entry);
      }
    }
    this.waiting = kept;
    return taken;
  }

  /** Frees what a batch kept others from. */
  release(entries: readonly E[]): void {
    for (const { conflicts } of entries) for (const conflict of conflicts) this.busy.delete(conflict);
  }
}
