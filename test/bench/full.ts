import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { redisAvailable, startRedis } from '../support/redis.js';
import type { Bench } from './bench.js';
import { inProcessPerSecond } from './measure.js';
import { residentMiB, start } from './processes.js';
import { type Figure, median, ratioFigure, valueFigure } from './report.js';

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
  } else bench.say('redis-server is not on PATH: the backlog on Redis was not measured');
  return [...drained, await memoryFigure(bench, warmMiB), await historyFigure(bench)];
}

const owner = async <T>({ cluster }: Bench, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: cluster.urlFor('owner', 'bench'), options: '-c role=owner' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Seconds until nothing waits after a minute at the peak, with one jobs process running all the while. */
async function drainFigure(bench: Bench, redisUrl: string | null): Promise<Figure> {
  const { url, keysFolder, say, send } = bench;
  const name = redisUrl === null ? 'PostgreSQL' : 'Redis';
  say(`a minute at the peak, queue on ${name} …`);
  await owner(bench, (client) =>
    client.query(`UPDATE outbox SET status = 'SENT', sent_at = now() WHERE status <> 'SENT'`),
  );
  const jobs = await start(['test/bench/jobs.mjs'], {
    DATABASE_URL: url,
    KEYS_DIR: keysFolder,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
  });
  try {
    const begun = performance.now();
    while (performance.now() - begun < PEAK_MS) await send({ count: ROUND_REQUESTS, connections: CONNECTIONS });
    const ended = performance.now();
    while ((await waiting(bench)) > 0) await sleep(POLL_MS);
    return valueFigure(
      `events: backlog after a minute at the peak, queue on ${name} (s)`,
      (performance.now() - ended) / 1000,
      DRAIN_GOAL_S,
      's',
    );
  } finally {
    await jobs.end();
  }
}

/** Redemptions of the last minutes that the books do not know yet. */
function waiting(bench: Bench): Promise<number> {
  return owner(bench, async (client) => {
    const { rows } = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM outbox o WHERE o.event = 'redemption.redeemed' AND o.occurred_at > now() - interval '3 minutes'
         AND o.status <> 'SENT' OR (o.sent_at > now() - interval '3 minutes' AND o.event = 'redemption.redeemed'
         AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.consumer = 'books' AND i.event_id = o.id))`,
    );
    return Number(rows[0]?.n ?? 0);
  });
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
  await fill(bench, HISTORY_FEW);
  const few = await measure();
  for (let made = HISTORY_FEW; made < HISTORY_MANY; made += HISTORY_CHUNK) {
    await fill(bench, Math.min(HISTORY_CHUNK, HISTORY_MANY - made));
    say(`${made} past redemptions …`);
  }
  return ratioFigure(
    'money path with 10 M past redemptions (redemptions/s; reference: with 100 k)',
    [await measure()],
    [few],
    '≥ 0.85×',
  );
}

/** Past redemptions of the last year's months, with their uses and keys, beside the present ones. */
function fill(bench: Bench, count: number): Promise<unknown> {
  return owner(bench, async (client) => {
    await client.query(
      `WITH made AS (
         SELECT uuidv7(-random() * interval '300 days') AS id, n.*, m.* FROM generate_series(1, $1::int) AS s (at)
         CROSS JOIN LATERAL (SELECT 1 + (s.at % (SELECT count(*) FROM bench_member)) AS pick) AS n
         JOIN bench_member m ON m.n = n.pick
       ), kept AS (
         INSERT INTO redemption (id, state, terminal_id, store_id, merchant_id, member_id, card_id, org_path, ticket_no, amount_fen, discount_fen,
           union_fen, merchant_fen, decision, occurred_at, reversible_until)
         SELECT id, 'REDEEMED', 'past', 'wal-1', 'wal', member_id, card_id, '/city/park-a/u1/', 'past', 20000, 2000, 2000, 0, '{"v":1}', uuid_extract_timestamp(id), now()
         FROM made RETURNING id
       ), used AS (
         INSERT INTO redemption_use (redemption_id, campaign_id, version, discount_fen, union_fen, merchant_fen, frozen)
         SELECT id, 'hot', 1, 2000, 2000, 0, '{}' FROM kept
       )
       INSERT INTO idempotency_key (terminal_id, key, body_hash, outcome, redemption_id, created_at)
       SELECT 'past', id::text, '\\x00', '{}', id, now() FROM kept`,
      [count],
    );
  });
}
