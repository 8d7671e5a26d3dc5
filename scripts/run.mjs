// node scripts/run.mjs <entry> [args]: runs one program of the server in this very process, so that signals reach it.
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './ensure.mjs';
import { main, root } from './steps.mjs';

await main(async () => {
  const [entry = '', ...args] = process.argv.slice(2);
  await ensureInstalled();
  // The api serves the pages; every other program does without them.
  await ensureBuilt({ web: entry === 'main' });
  const program = new URL(`dist/src/${entry}.js`, root);
  process.argv = [process.argv[0], fileURLToPath(program), ...args];
  await import(program);
});
