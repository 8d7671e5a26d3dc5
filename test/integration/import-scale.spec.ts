import { setTimeout as sleep } from 'node:timers/promises';
import { ImportsService, type ImportView } from '../../src/modules/imports/index.js';
import { writeTable } from '../../src/platform/tables/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { aKeyFolder, JobsProcess } from '../support/jobs-process.js';
import { residentBytes } from '../support/memory.js';
import { aLine, fileOf, HEADER } from '../support/rosters.js';

/** `IMPORT_ROWS=200000` measures the largest file there may be; the figures are printed, never asserted. */
const ROWS = Number(process.env['IMPORT_ROWS'] ?? 2_000);
const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 600_000;

// The jobs process is one of its own, as in production: in this one the figures would be those of the test runner.
describe(`a roster of ${ROWS} rows`, () => {
  let app: TestApp;
  let database: TestDatabase;
  let jobs: JobsProcess;
  let environment: Record<string, string>;
  let idleBytes: number;
  const officer = anOfficer();
  const lines = Array.from({ length: ROWS }, (_, n) => aLine(n));

  beforeAll(async () => {
    database = await freshDatabase();
    const { folder, keyring } = await aKeyFolder();
    environment = { DATABASE_URL: database.appUrl, KEYS_DIR: folder };
    app = await startApp({ keyring, database });
    await seedPlaces(app.database);
    await startJobs();
    // Its clock work of the start is over then.
    await sleep(3_000);
    idleBytes = await residentBytes(jobs.pid);
  });
  afterAll(async () => {
    await jobs.end('SIGTERM');
    await app.close();
    await database.drop();
  });

  const imports = (): ImportsService => app.get(ImportsService);
  const startJobs = async (): Promise<void> => {
    jobs = await JobsProcess.start(environment);
  };
  const members = async (): Promise<number> => {
    const rows: { n: number }[] = await app.database.db.query(
      'SELECT count(*)::int AS n FROM member WHERE erased_at IS NULL',
    );
    return rows[0]?.n ?? 0;
  };

  /** Waits until the import has come to what is wanted, and answers the most the jobs process held meanwhile. */
  async function until(
    id: string,
    isThere: (view: ImportView) => boolean,
  ): Promise<{ view: ImportView; peak: number }> {
    let peak = 0;
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(LOOK_EVERY_MS)) {
      peak = Math.max(peak, await residentBytes(jobs.pid));
      const view = await imports().get(officer, 'members', id);
      if (isThere(view)) return { view, peak };
    }
    throw new Error(`the import did not come so far: ${jobs.words()}`);
  }

  /** Takes a step, says what it took, and answers the import after it. */
  async function measured(name: string, id: string, state: ImportView['state'], step: () => Promise<void>) {
    const from = performance.now();
    await step();
    const { view, peak } = await until(id, (one) => one.state === state || one.state === 'FAILED');
    const seconds = (performance.now() - from) / 1000;
    console.log(`${name}: ${seconds.toFixed(1)} s, +${((peak - idleBytes) / 1e6).toFixed(0)} MB over the idle process`);
    return view;
  }

  async function send(name: string, fileName: string, content: Buffer): Promise<ImportView> {
    const { importId } = await imports().request(officer, 'members', { orgId: 'u1', fileName, content });
    return measured(`${name}: read`, importId, 'MAPPING', () => Promise.resolve());
  }
  const check = (name: string, { id, mapping }: ImportView): Promise<ImportView> =>
    measured(`${name}: dry run`, id, 'CHECKED', () => imports().check(officer, 'members', id, mapping ?? {}));

  it('comes in whole by CSV, is known in full when it comes again, and is taken back whole', async () => {
    const csv = fileOf(lines);
    const sent = await check('CSV', await send('CSV', 'roster.csv', csv));
    expect(sent.planned).toMatchObject({ addedRows: ROWS });
    const done = await measured('CSV: commit', sent.id, 'DONE', () => imports().commit(officer, 'members', sent.id));
    expect(done).toMatchObject({ addedRows: ROWS, refusedRows: 0 });

    const again = await check('the same', await send('the same', 'roster.csv', csv));
    expect(again.planned).toMatchObject({ unchangedRows: ROWS, addedRows: 0 });
    await imports().cancel(officer, 'members', again.id);

    await measured('undo', sent.id, 'UNDONE', () => imports().undo(officer, 'members', sent.id));
    expect(await members()).toBe(0);
  }, 1_800_000);

  it('comes in whole by XLSX, each row once, though the jobs process is killed half way', async () => {
    const pieces: Buffer[] = [];
    const cells = [HEADER, ...lines].map((line) => line.split(','));
    for await (const piece of writeTable('xlsx', cells)) pieces.push(Buffer.from(piece as Buffer));
    const sent = await check('XLSX', await send('XLSX', 'roster.xlsx', Buffer.concat(pieces)));
    expect(sent.planned).toMatchObject({ addedRows: ROWS });

    await imports().commit(officer, 'members', sent.id);
    await until(sent.id, ({ doneRows }) => doneRows >= ROWS / 2);
    await jobs.end('SIGKILL');
    await startJobs();
    const done = await measured('XLSX: the rest after a kill', sent.id, 'DONE', () => Promise.resolve());
    expect(done).toMatchObject({ addedRows: ROWS, refusedRows: 0 });
    expect(await members()).toBe(ROWS);
  }, 1_800_000);
});
