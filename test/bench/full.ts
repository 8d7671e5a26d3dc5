import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { redisAvailable, startRedis } from '../support/redis.js';
import type { Bench } from './bench.js';
import { forgetEvents, isAnyWaiting } from './events.js';
import { fillPast, splitPast } from './history.js';
import { inProcessPerSecond } from './measure.js';
import { residentMiB, start } from './processes.js';
import { type Figure, median, notMeasured, ratioFigure, valueFigure } from './report.js';

const ROUNDS = 3;
const IN_PROCESS = 30_000;
const HISTORY_FEW = 100_000;
const HISTORY_MANY = 10_000_000;
const HISTORY_CHUNK = 500_000;
const ROUND_REQUESTS = 10_000;
const CONNECTIONS = 64;
const MEMORY_TO = 1_000_000;
const MEMORY_SAID_EACH = 100_000;
const PEAK_MS = 60_000;
const DRAIN_GOAL_S = 10;
const POLL_MS = 100;

/** The long rows: memory over a million requests, the backlog of a minute at the peak, a history of ten million. */
export async function fullFigures(bench: Bench, warmMiB: number): Promise<Figure[]> {
  const drained = [await drainFigure(bench, null)];
  if (redisAvailable()) {
    const redis = await startRedis();
    drained.push(await drainFigure(bench, redis.url));
    await redis.stop();
  } else drained.push(notMeasured(backlogOn('Redis'), `≤ ${DRAIN_GOAL_S} s`, 'redis-server is not on PATH'));
  return [...drained, await memoryFigure(bench, warmMiB), await historyFigure(bench)];
}

const backlogOn = (queue: string): string => `events: backlog after a minute at the peak, queue on ${queue} (s)`;

const owner = async <T>({ cluster }: Bench, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: cluster.urlFor('owner', 'bench'), options: '-c role=owner' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Seconds until nobody waits for an event after a minute at the peak, with one jobs process running all the while. */
async function drainFigure(bench: Bench, redisUrl: string | null): Promise<Figure> {
  const { url, keysFolder, say, send } = bench;
  const name = redisUrl === null ? 'PostgreSQL' : 'Redis';
  const environment = {
    DATABASE_URL: url,
    KEYS_DIR: keysFolder,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  };
  const seconds: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`a minute at the peak, queue on ${name}, round ${round} of ${ROUNDS} …`);
    const since = await owner(bench, forgetEvents);
    const jobs = await start(['test/bench/jobs.mjs'], environment);
    try {
      const begun = performance.now();
      while (performance.now() - begun < PEAK_MS) await send({ count: ROUND_REQUESTS, connections: CONNECTIONS });
      const ended = performance.now();
      while (await owner(bench, (client) => isAnyWaiting(client, since))) await sleep(POLL_MS);
      seconds.push((performance.now() - ended) / 1000);
    } finally {
      await jobs.end();
    }
  }
  return valueFigure(backlogOn(name), median(seconds), DRAIN_GOAL_S, 's');
}

/** All that the api was sent counts, what the other rows sent too. */
async function memoryFigure({ api, say, send, sent }: Bench, warmMiB: number): Promise<Figure> {
  while (sent() < MEMORY_TO) {
    await send({ count: ROUND_REQUESTS, connections: CONNECTIONS });
    if (Math.floor(sent() / MEMORY_SAID_EACH) !== Math.floor((sent() - ROUND_REQUESTS) / MEMORY_SAID_EACH))
      say(`${sent()} requests …`);
  }
  const name = 'API resident memory after 1 M redemptions (MiB; reference: after 10 k)';
  return ratioFigure(name, [residentMiB(api.pid)], [warmMiB], '≤ 1.3×');
}

/** In-process throughput with a long history against a short one; the history is filled in by SQL. */
async function historyFigure(bench: Bench): Promise<Figure> {
  const { city, say } = bench;
  const measure = async (): Promise<number> => {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await inProcessPerSecond(city, city.hot, IN_PROCESS));
    return median(rounds);
  };
  await owner(bench, splitPast);
  await owner(bench, (client) => fillPast(client, HISTORY_FEW));
  const few = await measure();
  for (let made = HISTORY_FEW; made < HISTORY_MANY; made += HISTORY_CHUNK) {
    const chunk = Math.min(HISTORY_CHUNK, HISTORY_MANY - made);
    await owner(bench, (client) => fillPast(client, chunk));
    say(`${made} past redemptions …`);
  }
  return ratioFigure(
    'money path with 10 M past redemptions (redemptions/s; reference: with 100 k)',
    [await measure()],
    [few],
    '≥ 0.85×',
  );
}
