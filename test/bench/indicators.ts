import { Client } from 'pg';
import { NODE_FLAGS } from '../../src/cli/start/processes.js';
import { MemberLoader } from '../../src/modules/members/index.js';
import { Keyring } from '../../src/platform/crypto/keyring.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { createDatabase } from '../../src/platform/database/roles.js';
import type { EmbeddedCluster } from '../../src/platform/embedded/index.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { officerToken } from '../support/sign-in.js';
import { start } from './processes.js';
import { type Figure, median, percentile, ratioFigure, valueFigure } from './report.js';

const DATABASE = 'bench_indicators';
const PARKS = 9;
const UNIONS = 2_300;
const TRADES = 12;
const MONTHS = 24;
const MEMBERS = 10_000_000;
const REQUESTS = 300;
const WARM = 30;
const ANSWER_MS = 100;
const IMPORT_ROWS = 10_000;
const CHUNK = 500;
const ROUNDS = 3;

interface Given {
  readonly cluster: EmbeddedCluster;
  readonly keysFolder: string;
  readonly say: (line: string) => void;
}

/**
 * What officers wait for and what importers pay. Ten million members are simulated by what they would leave in the tables the
 * screens read: 2,300 unions in 9 parks with 12 trades each, so 27,600 rows of tallies, and 24 closed months of every union, park and
 * the city by trade, 665,000 rows. No person, card or enterprise is made for it: these screens read none.
 */
export async function indicatorFigures({ cluster, keysFolder, say }: Given): Promise<Figure[]> {
  say('a city of ten million …');
  const superuser = new Client({ connectionString: cluster.superuserUrl('postgres') });
  await superuser.connect();
  await createDatabase(superuser, DATABASE);
  await superuser.end();
  const [appUrl, ownerUrl] = [cluster.urlFor('app', DATABASE), cluster.urlFor('owner', DATABASE)];
  await migrate(ownerUrl);
  const owner = new Client({ connectionString: ownerUrl, options: '-c role=owner' });
  await owner.connect();
  const database = { name: DATABASE, appUrl, ownerUrl, maintenanceUrl: '', evidenceUrl: '', superuserUrl: '' };
  const product = await startApp({
    database: { ...database, drop: () => Promise.resolve() },
    keyring: await Keyring.load(keysFolder),
  });
  try {
    await owner.query(PLACES, [PARKS, UNIONS]);
    await owner.query(PARK_ROWS);
    const imports = await importFigure(product, owner, say);
    // Foreign keys were planned while the unions were none, and would be checked by walking through all of them for each row.
    await owner.query('ANALYZE');
    await owner.query(FIGURES, [TRADES, Math.ceil(MEMBERS / UNIONS / TRADES), MONTHS]);
    await owner.query('ANALYZE');
    const token = await officerToken(product, 'CITY_ADMIN', 'city');
    const api = await start([...NODE_FLAGS.api, 'dist/src/main.js'], { DATABASE_URL: appUrl, KEYS_DIR: keysFolder });
    try {
      return [...(await answerFigures(api.port, token, say)), imports];
    } finally {
      await api.end();
    }
  } finally {
    await product.close();
    await owner.end();
  }
}

const PAGES: readonly (readonly [string, string])[] = [
  ['city overview', '/console/v1/overview'],
  ['two years of the city against its goals', '/console/v1/overview/trend'],
  ['unions by rate, a page of 2,300', '/console/v1/overview/breakdown?by=UNION&sort=issuanceRate&order=desc&limit=50'],
];

/** Milliseconds of whole answers over HTTP, one officer asking after the other. */
async function answerFigures(port: number, token: string, say: Given['say']): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, path] of PAGES) {
    say(`${name} …`);
    const latencies: number[] = [];
    for (let n = 0; n < REQUESTS + WARM; n += 1) {
      const begun = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } });
      const body = await answer.text();
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${body}`);
      if (n >= WARM) latencies.push(performance.now() - begun);
    }
    for (const [part, said] of [
      [0.5, 'p50'],
      [0.99, 'p99'],
    ] as const)
      figures.push(
        valueFigure(`${name}, 10 M members simulated, HTTP ${said} (ms)`, percentile(latencies, part), ANSWER_MS, 'ms'),
      );
  }
  return figures;
}

/** An import's rows with the triggers that keep the tallies against the same without, in turn. */
async function importFigure(product: TestApp, owner: Client, say: Given['say']): Promise<Figure> {
  const seen = { with: [] as number[], without: [] as number[] };
  let made = 0;
  const run = async (): Promise<number> => {
    const begun = performance.now();
    for (let row = 0; row < IMPORT_ROWS; row += CHUNK) {
      const people = Array.from({ length: CHUNK }, () => aPerson((made += 1)));
      await product.database.transaction((tx) => product.get(MemberLoader).insertChunk(tx, people));
    }
    return performance.now() - begun;
  };
  await run();
  for (let round = 1; round <= ROUNDS; round += 1) {
    say(`imports, round ${round} of ${ROUNDS} …`);
    await owner.query('ALTER TABLE member DISABLE TRIGGER tally_insert');
    seen.without.push(await run());
    await owner.query('ALTER TABLE member ENABLE TRIGGER tally_insert');
    seen.with.push(await run());
  }
  const name = 'import of 10,000 members in chunks of 500, tallies kept (ms; reference: without the triggers)';
  return ratioFigure(name, [median(seen.with)], [median(seen.without)], '≤ 1.1×');
}

function aPerson(n: number) {
  const [year, month, day] = [1950 + (n % 50), 1 + (Math.floor(n / 50) % 12), 1 + (Math.floor(n / 600) % 28)];
  const birthOn = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return {
    orgId: `u${1 + (n % UNIONS)}`,
    enterpriseId: null,
    name: '王小明',
    gender: 'F' as const,
    birthOn,
    joinedOn: '2020-05-01',
    idNumber: makeIdNumber('360102', birthOn, Math.floor(n / 16_800)),
    phone: `138${String(n).padStart(8, '0')}`,
  };
}

/** `$1` parks, `$2` unions. */
const PLACES = `
  WITH city AS (
    INSERT INTO union_org (id, level, name, path, created_at) VALUES ('city', 'CITY', '市总工会', '/city/', now()) RETURNING id
  ), parks AS (
    INSERT INTO union_org (id, parent_id, level, name, path, created_at)
    SELECT 'park-' || p, 'city', 'PARK', '园区' || p, '/city/park-' || p || '/', now() FROM generate_series(1, $1::int) p
  )
  INSERT INTO union_org (id, parent_id, level, name, path, standard, created_at)
  SELECT 'u' || n, 'park-' || (1 + n % $1::int), 'GRASSROOTS', '工会' || n, '/city/park-' || (1 + n % $1::int) || '/u' || n || '/', n % 5 < 2, now()
  FROM generate_series(1, $2::int) n`;

const PARK_ROWS = `
  INSERT INTO park (code, name, tier, org_id) SELECT 'P' || substr(id, 6), name, 'NATIONAL', id FROM union_org WHERE level = 'PARK';
  UPDATE union_org SET park_code = 'P' || substr(split_part(path, '/', 3), 6) WHERE level <> 'CITY'`;

/** `$1` trades, `$2` members of a union and trade, `$3` months. */
const FIGURES = `
  WITH made AS (
    SELECT u.id AS org_id, u.path, '行业' || i AS industry, ($2::int * (80 + i) / 86) AS n FROM union_org u
    CROSS JOIN generate_series(1, $1::int) i WHERE u.level = 'GRASSROOTS'
  ), tallies AS (
    INSERT INTO org_tally SELECT org_id, industry, 1, 1, n * 12 / 10, n, n * 7 / 10, n * 6 / 10, n * 3 / 10 FROM made
  ), days AS (
    INSERT INTO org_day SELECT id, (now() AT TIME ZONE 'Asia/Shanghai')::date, 30, 45000 FROM union_org
  ), hours AS (
    INSERT INTO org_hour SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date, id, hour, 2 FROM union_org CROSS JOIN generate_series(0, 23) hour
  ), goals AS (
    INSERT INTO indicator_goal SELECT gen_random_uuid(), i, 'city', 7000, '2099-12-31', gen_random_uuid(), now()
    FROM unnest('{establishmentRate,membershipRate,issuanceRate,activeCardRate,standardRate}'::text[]) i
  ), state AS (
    UPDATE tally_state SET folded_at = now(), counted_on = (now() AT TIME ZONE 'Asia/Shanghai')::date
  )
  INSERT INTO indicator_month
  SELECT (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') - m * interval '1 month')::date, above.id, made.industry, count(*), count(*) / 3,
    count(*), count(*), sum(n) * 12 / 10, sum(n) - m * 10, sum(n) * 7 / 10 - m * 20, sum(n) * 6 / 10 - m * 20, sum(n) * 3 / 10, now()
  FROM made CROSS JOIN generate_series(1, $3::int) m
  CROSS JOIN LATERAL unnest(string_to_array(trim(BOTH '/' FROM made.path), '/')) AS above (id) GROUP BY m, above.id, made.industry`;
