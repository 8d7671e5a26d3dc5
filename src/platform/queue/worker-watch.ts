import type { Job, Queue, Worker } from 'bullmq';
import { CLOCK_PREFIX, type EventProcessor } from './event-processor.js';

/** No import, bulk issue or clock work of ours takes this long. */
const LONG_WORK_MS = 3_600_000;

interface Running {
  readonly name: string;
  readonly since: number;
}

/** Sees whether the worker of one queue takes what is due and gets done with what it took. */
export class WorkerWatch {
  private readonly running = new Map<string, Running>();
  private idleDespiteWorkSince: number | null = null;

  constructor(
    private readonly processor: EventProcessor,
    private readonly queue: Queue,
    private readonly worker: Worker,
  ) {
    worker.on('active', (job) => {
      this.idleDespiteWorkSince = null;
      this.running.set(job.id ?? '', { name: job.name, since: performance.now() });
    });
    worker.on('completed', (job) => this.end(job));
    worker.on('failed', (job) => this.end(job));
  }

  /** Asks the queue whether something is due that this worker, having nothing else to do, does not take. */
  async look(): Promise<void> {
    const due = await isWorkDue(this.queue);
    if (!due || this.running.size > 0) this.idleDespiteWorkSince = null;
    else this.idleDespiteWorkSince ??= performance.now();
  }

  /** What is wrong with it, in words; null when nothing is. */
  suspicion(silenceMs: number): string | null {
    const { name } = this.queue;
    if (!this.worker.isRunning()) return `the worker of queue ${name} ended by itself`;
    if (this.idleDespiteWorkSince !== null && performance.now() - this.idleDespiteWorkSince > silenceMs)
      return `the worker of queue ${name} takes no jobs`;
    const hung = [...this.running.values()].find(
      (job) => performance.now() - job.since > this.patienceFor(job, silenceMs),
    );
    return hung ? `job ${hung.name} of queue ${name} does not come to an end` : null;
  }

  /** Counts everything anew. */
  excuse(): void {
    this.idleDespiteWorkSince = null;
    for (const [id, { name }] of this.running) this.running.set(id, { name, since: performance.now() });
  }

  /** A pack is one transaction whose statements the database cuts off after 30 s. */
  private patienceFor(job: Running, silenceMs: number): number {
    const isPack = this.processor.handlers.some(({ event, mode }) => event.name === job.name && mode === 'set');
    return isPack && !job.name.startsWith(CLOCK_PREFIX) ? silenceMs : Math.max(LONG_WORK_MS, silenceMs);
  }

  private end(job: Job | undefined): void {
    this.idleDespiteWorkSince = null;
    this.running.delete(job?.id ?? '');
  }
}

async function isWorkDue(queue: Queue): Promise<boolean> {
  const [waiting, [next], paused] = await Promise.all([
    queue.getWaitingCount(),
    queue.getDelayed(0, 0),
    queue.isPaused(),
  ]);
  if (paused) return false;
  return waiting > 0 || (next !== undefined && next.timestamp + next.delay < Date.now());
}
