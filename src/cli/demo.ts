import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseConfig } from '../platform/config/config.js';
import { ensureDemo } from './demo/demo-state.js';
import { ensureKeys } from './start/keys.js';
import { prepareDatabase } from './start/prepare-database.js';
import { StartError, step } from './start/step.js';

/** `npm run demo [-- --small]`: loads the demo anew into the embedded database, or once into an empty one of your own. */
async function main(): Promise<void> {
  const dataDir = resolve('.data');
  mkdirSync(dataDir, { recursive: true });
  const database = await prepareDatabase(dataDir, process.env);
  try {
    const keysDir = resolve(process.env['KEYS_DIR'] ?? join(dataDir, 'keys'));
    const config = parseConfig({ ...process.env, ...database.environment, KEYS_DIR: keysDir });
    if (!config.DEMO)
      throw new StartError('A demo is loaded into a database of your own only with DEMO=1: it brings known passwords.');
    await ensureKeys(keysDir, config.DEMO);
    await rm(join(dataDir, 'demo.json'), { force: true });
    const { reset } = database;
    if (reset !== null) await step('emptying the database', () => reset());
    const small = process.argv.includes('--small');
    await ensureDemo({ config, dataDir, small, resetDatabase: reset });
    process.stdout.write('The demo is loaded: npm start shows it.\n');
  } finally {
    await database.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // Expected failures carry one sentence with the remedy; anything else is ours, and the stack helps to mend it.
    const known =
      error instanceof Error && /^(StartError|EmbeddedError|ConfigError|KeyFolderError)$/.test(error.constructor.name);
    process.stderr.write(
      `\n${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
