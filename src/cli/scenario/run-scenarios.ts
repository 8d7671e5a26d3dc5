import { readFile } from 'node:fs/promises';
import { RehearsalCluster } from './cluster.js';
import { printRehearsal } from './print.js';
import { allHold, rehearse, type Rehearsal } from './rehearsal.js';

/** Plays files one after the other on one PostgreSQL of its own; true only if every expectation of each holds. */
export async function runScenarios(files: readonly string[], write: (text: string) => void): Promise<boolean> {
  const starting = RehearsalCluster.start();
  const leave = stopOnSignal(async () => (await starting).stop());
  const cluster = await starting;
  try {
    let failed = 0;
    for (const [index, file] of files.entries()) {
      const rehearsal = await rehearseFile(file, cluster, index + 1 < files.length);
      if (!allHold(rehearsal)) failed += 1;
      write(printRehearsal(file, rehearsal));
    }
    const passed = files.length - failed;
    write(`${passed} of ${files.length} ${files.length === 1 ? 'scenario' : 'scenarios'} as expected\n`);
    return failed === 0;
  } finally {
    leave();
    await cluster.stop();
  }
}

/** A file that cannot be read fails like a scenario that cannot; a failure of ours fails its file, and the others go on. */
async function rehearseFile(file: string, cluster: RehearsalCluster, more: boolean): Promise<Rehearsal> {
  try {
    return await rehearse(await readFile(file, 'utf8'), () => cluster.freshDatabase({ more }));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name: null, steps: [], endMismatches: [], violations: [], problems: [{ line: 1, message }] };
  }
}

/** The database ends with this process by itself; its folder would stay. */
function stopOnSignal(stop: () => Promise<void>): () => void {
  const signals = { SIGINT: 130, SIGTERM: 143 } as const;
  const undo = Object.entries(signals).map(([signal, code]) => {
    const leave = (): void => {
      void stop().finally(() => process.exit(code));
    };
    process.once(signal, leave);
    return () => process.removeListener(signal, leave);
  });
  return () => undo.forEach((each) => each());
}
