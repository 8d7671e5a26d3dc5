import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Processes } from '../../src/cli/start/processes.js';

/** Notes each of its starts, then does what is asked of that start, the last one for all further ones. */
const program = (...starts: readonly string[]): string => `
  const { appendFileSync, readFileSync } = require('node:fs');
  appendFileSync(__filename + '.starts', '.');
  const at = readFileSync(__filename + '.starts', 'utf8').length - 1;
  process.on('disconnect', () => process.exit(0));
  const ready = () => process.send('ready');
  [${starts.map((start) => `() => { ${start} }`).join(',')}].at(Math.min(at, ${starts.length - 1}))();`;

const WORKS = 'ready(); setInterval(() => {}, 1000)';
const ENDS_LATER = 'ready(); setTimeout(() => process.exit(1), 20)';
const DOES_NOT_START = 'process.exit(1)';

describe('the processes of npm start', () => {
  let folder: string;
  let processes: Processes;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'worker-card-processes-'));
  });
  afterEach(async () => {
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(jobs: string, giveUp: (reason: string) => void = () => undefined): Promise<void> {
    const entries = { api: join(folder, 'api.cjs'), jobs: join(folder, 'jobs.cjs') };
    writeFileSync(entries.api, program(WORKS));
    writeFileSync(entries.jobs, jobs);
    processes = new Processes(join(folder, 'logs'), { entries, restartAfterMs: 1 });
    await processes.start({ PATH: process.env['PATH'] }, giveUp);
  }

  const startsOf = (name: 'api' | 'jobs'): number => readFileSync(join(folder, `${name}.cjs.starts`), 'utf8').length;

  async function untilStarted(times: number): Promise<void> {
    while (startsOf('jobs') < times) await sleep(20);
  }

  it('come again when one of them dies, and leave the other alone', async () => {
    await start(program(ENDS_LATER, WORKS));
    await untilStarted(2);
    expect(startsOf('api')).toBe(1);
  });

  it('come again also when a start fails in between', async () => {
    let gaveUp: string | null = null;
    await start(program(ENDS_LATER, DOES_NOT_START, DOES_NOT_START, WORKS), (reason) => {
      gaveUp = reason;
    });
    await untilStarted(4);
    expect(gaveUp).toBeNull();
  });

  it('are given up, with the reason, when one keeps dying', async () => {
    const reason = await new Promise<string>((resolve, reject) => {
      start(program(ENDS_LATER), resolve).catch(reject);
    });
    expect(reason).toBe('jobs ended (1) again and again');
    expect(startsOf('jobs')).toBe(11);
  });

  it('end the start at once when one cannot start at all', async () => {
    await expect(start(program(DOES_NOT_START))).rejects.toThrow('The jobs process could not start');
  });
});
