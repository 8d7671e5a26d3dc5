import { writeTable } from '../../src/platform/tables/index.js';
import { ImportsService } from '../../src/modules/imports/index.js';
import { startApp, type TestApp } from '../support/app.js';
import { anOfficer, seedPlaces } from '../support/benefits.js';
import { ImportDesk } from '../support/import-desk.js';
import { aLine, fileOf, HEADER } from '../support/rosters.js';

/** `IMPORT_ROWS=200000` measures the largest file there may be; the figures are printed, never asserted. */
const ROWS = Number(process.env['IMPORT_ROWS'] ?? 2_000);
const LOOK_EVERY_MS = 50;

describe(`a roster of ${ROWS} rows`, () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    await seedPlaces(app.database);
  });
  afterAll(() => app.close());

  /** Seconds and MB over the idle process that some work takes. */
  async function measured<T>(name: string, work: () => Promise<T>): Promise<T> {
    const idle = process.memoryUsage().rss;
    let peak = idle;
    const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), LOOK_EVERY_MS);
    const [from, cpu] = [performance.now(), process.cpuUsage()];
    const result = await work();
    clearInterval(look);
    const used = process.cpuUsage(cpu);
    const seconds = (performance.now() - from) / 1000;
    const cpuSeconds = (used.user + used.system) / 1e6;
    console.log(
      `${name}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of this process), +${((peak - idle) / 1e6).toFixed(0)} MB`,
    );
    return result;
  }

  it('comes in whole, by CSV, and is known in full when it comes again by XLSX', async () => {
    const officer = anOfficer();
    const desk = new ImportDesk(app, 'members');
    const csv = fileOf(Array.from({ length: ROWS }, (_, n) => aLine(n)));
    const sent = await measured('read', () => desk.send(officer, csv));
    const checked = await measured('dry run', () =>
      desk.run(officer, sent.id, () => app.get(ImportsService).check(officer, 'members', sent.id, sent.mapping ?? {})),
    );
    expect(checked.planned).toMatchObject({ addedRows: ROWS });
    const done = await measured('commit', () => desk.commit(officer, sent.id));
    expect(done).toMatchObject({ state: 'DONE', addedRows: ROWS, refusedRows: 0 });

    const pieces: Buffer[] = [];
    const lines = [HEADER, ...Array.from({ length: ROWS }, (_, n) => aLine(n))].map((line) => line.split(','));
    for await (const piece of writeTable('xlsx', lines)) pieces.push(Buffer.from(piece as Buffer));
    const again = await measured('xlsx, read and dry run', () => desk.check(officer, Buffer.concat(pieces)));
    expect(again.planned).toMatchObject({ unchangedRows: ROWS, addedRows: 0 });
  }, 1_800_000);
});
