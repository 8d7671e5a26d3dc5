// npm start: makes what is missing, then becomes the product. Same process, so Ctrl-C and SIGTERM reach it directly.
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureInstalled } from './ensure.mjs';
import { main, root } from './steps.mjs';

await main(async () => {
  await ensureInstalled();
  await ensureBuilt({ web: true });
  const program = new URL('dist/src/cli/start.js', root);
  process.argv[1] = fileURLToPath(program);
  await import(program);
});
