// npm run bench [-- --json] [-- --full]: measures the money path against what a plain program reaches on this machine, on a
// database of its own. Ends what it started; exits 0 when it measured, whatever the figures.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './ensure.mjs';
import { main, root, StepError } from './steps.mjs';

await main(async () => {
  requirePgbench();
  await ensureInstalled();
  await ensureBuilt({ web: false });
  const args = ['--import', './test/support/typescript.mjs', 'test/bench/bench.ts', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: fileURLToPath(root), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});

function requirePgbench() {
  const found = (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'pgbench'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found)
    throw new StepError(
      'pgbench is not on PATH, and every figure is measured against it: install PostgreSQL’s client programs (apt install postgresql-contrib).',
    );
}
