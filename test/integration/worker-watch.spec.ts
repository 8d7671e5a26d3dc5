import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'bullmq';
import { z } from 'zod';
import { defineEvent } from '../../src/platform/outbox/event.js';
import { EventProcessor } from '../../src/platform/queue/event-processor.js';
import { on } from '../../src/platform/queue/handlers.js';
import { PackRunner } from '../../src/platform/queue/pack-runner.js';
import { Queues } from '../../src/platform/queue/queues.js';
import { WorkerWatch } from '../../src/platform/queue/worker-watch.js';
import { startApp, type TestApp } from '../support/app.js';

const SILENCE_MS = 50;
const happened = defineEvent('thing.happened', z.object({}));

class Things extends EventProcessor {
  constructor(runner: PackRunner) {
    super(runner, 'things');
  }

  readonly handlers = [on(happened, () => Promise.resolve())];
}

describe('the watch over a queue’s worker', () => {
  let product: TestApp;
  const workers: Worker[] = [];

  beforeAll(async () => {
    product = await startApp();
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await product.close();
  });

  const queue = () => product.get(Queues).get('things');

  /** A worker that listens to a queue, watched as the worker of the queue of things. */
  async function watched(
    listensTo: string,
    work: () => Promise<void>,
  ): Promise<{ worker: Worker; watch: WorkerWatch }> {
    const worker = new Worker(listensTo, work, { connection: product.get(Queues).backend.connection });
    workers.push(worker);
    worker.on('error', () => undefined);
    const watch = new WorkerWatch(new Things(product.get(PackRunner)), queue(), worker);
    await worker.waitUntilReady();
    return { worker, watch };
  }

  async function suspicionAfterSilence(watch: WorkerWatch): Promise<string | null> {
    await watch.look();
    await sleep(2 * SILENCE_MS);
    await watch.look();
    return watch.suspicion(SILENCE_MS);
  }

  it('suspects one that takes no jobs though some wait, and starts anew when excused', async () => {
    const { watch } = await watched('other things', () => Promise.resolve());
    expect(await suspicionAfterSilence(watch)).toBeNull();
    await queue().add(happened.name, {});
    expect(await suspicionAfterSilence(watch)).toBe('the worker of queue things takes no jobs');
    watch.excuse();
    expect(watch.suspicion(SILENCE_MS)).toBeNull();
  });

  it('does not blame a worker for a queue an operator holds', async () => {
    const { watch } = await watched('other things', () => Promise.resolve());
    await queue().pause();
    expect(await suspicionAfterSilence(watch)).toBeNull();
    await queue().resume();
  });

  it('suspects one whose pack does not come to an end, until it does, and one that ended by itself', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { worker, watch } = await watched('things', () => held);
    while ((await queue().getActiveCount()) === 0) await sleep(10);
    await sleep(2 * SILENCE_MS);
    expect(watch.suspicion(SILENCE_MS)).toBe('job thing.happened of queue things does not come to an end');
    const done = new Promise((resolve) => worker.once('completed', resolve));
    letGo();
    await done;
    expect(watch.suspicion(SILENCE_MS)).toBeNull();
    await worker.close();
    expect(watch.suspicion(SILENCE_MS)).toBe('the worker of queue things ended by itself');
  });
});
