import { dirname } from 'node:path';
import { rmSync } from 'node:fs';
import { DAY_MS, toWireTime } from '../../src/shared/time.js';
import { startApp, type TestApp } from '../support/app.js';
import { rush, type RushOutcome, signInMany, type SignedIn } from '../support/claim-rush.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { ApiProcess } from '../support/fault-city.js';
import { aKeyFolder } from '../support/jobs-process.js';
import { World } from '../support/world.js';

const MEMBERS = 20_000;
const PACKS = 1_000;
const CONNECTIONS = 300;
const VOUCHERS = 2;
const OFF_FEN = 1_000;
const PROMISED_FEN = PACKS * VOUCHERS * OFF_FEN;
/** Every answer is a yes or the one true no; whoever heard yes, and nobody else, holds a pack, with its money kept aside. */
const FAIR = {
  counts: { '201 CLAIMED': PACKS, '409 SOLD_OUT': MEMBERS - PACKS },
  figures: { claims: PACKS, uses: 0, spent: 0, held: PROMISED_FEN, promised: PROMISED_FEN },
  holders: PACKS,
  toldYesWithNothing: [],
};

describe('a rush for packs, over HTTP', () => {
  let database: TestDatabase;
  let keysFolder: string;
  let product: TestApp;
  let world: World;
  let people: readonly SignedIn[];
  const apis: ApiProcess[] = [];

  beforeAll(async () => {
    const keys = await aKeyFolder();
    keysFolder = keys.folder;
    database = await freshDatabase();
    product = await startApp({ database, keyring: keys.keyring });
    world = await World.build(product);
    const environment = { DATABASE_URL: database.appUrl, KEYS_DIR: keysFolder, LOG_LEVEL: 'warn' };
    apis.push(await ApiProcess.start(environment), await ApiProcess.start(environment));
    people = await signInMany(product, MEMBERS);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.end('SIGKILL')));
    await product.close();
    await database.drop();
    rmSync(dirname(keysFolder), { recursive: true, force: true });
  });

  const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> =>
    product.database.db.query(sql, [...values]);

  async function claimAt(processes: readonly ApiProcess[], id: string): Promise<RushOutcome> {
    const at = (days: number): string => toWireTime(Date.now() + days * DAY_MS);
    await world.publish({
      id,
      owner: 'u1',
      mechanism: {
        type: 'VOUCHER_PACK',
        voucher: { thresholdFen: 5_000, offFen: OFF_FEN },
        count: VOUCHERS,
        claims: PACKS,
        claim: { from: at(-1), to: at(1) },
      },
      when: { from: at(-1), to: at(30) },
      budget: { from: 'city-2017', totalFen: PROMISED_FEN },
      limits: [],
    });
    const urls = processes.map(({ url }) => url);
    const path = `/worker/v1/benefits/${id}/claim`;
    const outcome = await rush(people, { path, connections: CONNECTIONS, urls });
    const sorted = outcome.latencies.toSorted((a, b) => a - b);
    process.stderr.write(
      `${MEMBERS} claims at ${urls.length} api process(es): ${Math.round((MEMBERS / outcome.ms) * 1000)} a second, ` +
        `half within ${Math.round(sorted[sorted.length >> 1] ?? 0)} ms, all within ${Math.round(sorted.at(-1) ?? 0)} ms\n`,
    );
    return outcome;
  }

  /** What members were told beside what the campaign and they have. */
  async function factsOf(id: string, { answers }: RushOutcome) {
    const counts: Record<string, number> = {};
    for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
    const [figures] = await rows(
      `SELECT claims, uses, spent_fen AS spent, held_fen AS held, promised_fen AS promised FROM campaign_runtime WHERE campaign_id = $1`,
      [id],
    );
    const holders = await rows<{ member_id: string }>(
      `SELECT member_id FROM holding WHERE campaign_id = $1 AND state = 'LIVE' AND units = $2 AND promised_fen = $2 * $3::bigint`,
      [id, VOUCHERS, OFF_FEN],
    );
    const toldYes = people.filter((_, at) => answers[at] === '201 CLAIMED').map(({ memberId }) => memberId);
    const held = new Set(holders.map((row) => row.member_id));
    return { counts, figures, holders: held.size, toldYesWithNothing: toldYes.filter((id) => !held.has(id)) };
  }

  it('gives 20,000 members 1,000 packs: exactly 1,000 have one, and each is told in one request', async () => {
    expect(await factsOf('one-process', await claimAt(apis.slice(0, 1), 'one-process'))).toEqual(FAIR);
  }, 90_000);

  it('gives exactly 1,000 when two processes are asked', async () => {
    expect(await factsOf('two-processes', await claimAt(apis, 'two-processes'))).toEqual(FAIR);
  }, 90_000);

  it('tells whoever asks again that they have theirs', async () => {
    const [holder] = await rows<{ member_id: string }>(
      `SELECT member_id FROM holding WHERE campaign_id = 'one-process' LIMIT 1`,
    );
    const again = people.filter(({ memberId }) => memberId === holder?.member_id);
    const path = '/worker/v1/benefits/one-process/claim';
    const { answers } = await rush([...again, ...again], {
      path,
      connections: 2,
      urls: apis.map(({ url }) => url),
    });
    expect(answers).toEqual(['409 LIMIT_REACHED', '409 LIMIT_REACHED']);
  });
});
