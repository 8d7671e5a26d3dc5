// npm test [-- suites and Jest's own arguments]: rules, integration, api, architecture (the default four), web, faults,
// scenarios, all. Jest runs in this process, so a signal to it ends the tests and, with them, their database and Redis.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureBuilt, ensureInstalled } from './ensure.mjs';
import { main, root, StepError } from './steps.mjs';
import { fileURLToPath } from 'node:url';

const USUAL = ['rules', 'integration', 'api', 'architecture'];
const SUITES = [...USUAL, 'web', 'faults', 'scenarios'];
const WITH_QUEUE = ['integration', 'api', 'faults', 'scenarios'];
// Processes that tests start and kill are the built ones: to compile the sources at each of some two hundred starts
// would be most of the work.
const WITH_PROCESSES = ['integration', 'faults', 'web'];

await main(async () => {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => SUITES.includes(arg));
  const suites = args.includes('all') ? SUITES : named.length > 0 ? named : USUAL;
  const rest = args.filter((arg) => arg !== 'all' && !SUITES.includes(arg));
  if (suites.some((suite) => WITH_QUEUE.includes(suite))) requireRedis();
  await ensureInstalled();
  if (suites.some((suite) => WITH_PROCESSES.includes(suite))) await ensureBuilt({ web: suites.includes('web') });
  process.env.NODE_ENV ??= 'test';
  process.chdir(fileURLToPath(root));
  const jest = await import('jest');
  // Browser, server and database of one suite need both cores; so do processes that are killed under load.
  const inBand = suites.every((suite) => ['web', 'faults'].includes(suite)) ? ['--runInBand'] : [];
  await jest.run([...rest, ...inBand, '--passWithNoTests', '--selectProjects', ...suites]);
});

/** Without Redis the queue is tested on PostgreSQL only; a build that counts must not pass on half of it. */
function requireRedis() {
  if (isOnPath('redis-server')) return;
  const line =
    'redis-server is not on PATH: the tests of the queue on Redis are skipped. Install it (apt install redis-server).';
  if (process.env.CI === 'true') throw new StepError(`!! ${line}`);
  process.stderr.write(`\n!! ${line}\n\n`);
}

function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
