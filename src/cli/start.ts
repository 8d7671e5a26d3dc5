import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseConfig } from '../platform/config/config.js';
import { ensureDemo, readDemoFacts, writeDemoFile } from './demo/demo-state.js';
import { type Prepared, prepareDatabase } from './start/prepare-database.js';
import { ensureKeys } from './start/keys.js';
import { lanSettings } from './start/lan.js';
import { requireFreePort } from './start/port.js';
import { Processes } from './start/processes.js';
import { printScreen } from './start/screen.js';
import { StartError, step } from './start/step.js';

/** One person plays many tills on a demo, so its limits are wide; any of them can be set. */
const DEMO_LIMITS = {
  POS_TERMINAL_PER_SECOND: '500',
  POS_TERMINAL_BURST: '1000',
  POS_MERCHANT_PER_SECOND: '2000',
  POS_CARD_PER_MINUTE: '600',
};

/** `npm start`: database, schema, demo, the two processes, one screen; and everything down again in order. */
async function main(): Promise<void> {
  const dataDir = resolve('.data');
  const lan = process.argv.includes('--lan');
  makeFolder(dataDir);
  const settings: Record<string, string | undefined> = { ...process.env, ...(lan ? await lanSettings(dataDir) : {}) };
  // Checked before anything slow: a busy port or a wrong setting should not cost a minute.
  const early = parseConfig({
    ...settings,
    DATABASE_URL: settings['DATABASE_URL'] ?? 'postgres://app@127.0.0.1/worker_card',
  });
  await requireFreePort(early.HOST, early.PORT);

  const processes = new Processes(join(dataDir, 'logs'));
  let database: Prepared | null = null;
  const stop = stopOnce(async () => {
    await processes.stop();
    await database?.stop();
  });

  database = await prepareDatabase(dataDir, settings);
  const keysDir = resolve(settings['KEYS_DIR'] ?? join(dataDir, 'keys'));
  const demo = database.environment['DEMO'] === '1' || settings['DEMO'] === '1';
  const environment = { ...(demo ? DEMO_LIMITS : {}), ...settings, ...database.environment, KEYS_DIR: keysDir };
  const config = parseConfig(environment);
  await ensureKeys(keysDir, config.DEMO);
  if (config.DEMO)
    await ensureDemo({ config, dataDir, small: process.argv.includes('--small'), resetDatabase: database.reset });

  database.onEnd((reason) => stop(`The database ended: ${reason}`, 1));
  await step('api and jobs', () => processes.start(environment, (reason) => stop(reason, 1)));
  const facts = config.DEMO ? await readDemoFacts(dataDir) : null;
  const baseUrl = `${config.TLS_CERT_FILE ? 'https' : 'http'}://${lan ? settings['LAN_ADDRESS'] : config.HOST}:${config.PORT}`;
  if (facts) await writeDemoFile(dataDir, baseUrl, facts);
  printScreen({ baseUrl, facts, lan, logs: join(dataDir, 'logs') });
}

/** Runs the way down once, whatever asks for it first. */
function stopOnce(down: () => Promise<void>): (reason: string, exitCode: number) => void {
  let stopping = false;
  const stop = (reason: string, exitCode: number): void => {
    if (stopping) return;
    stopping = true;
    process.stdout.write(`\n${reason} – stopping …\n`);
    down().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => stop('Ctrl-C', 0));
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  return stop;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} cannot be made (${String((error as { code?: string }).code)}): give this account the right to write there with chown.`,
    );
  }
}

main().catch((error: unknown) => {
  // Expected failures carry one sentence with the remedy; anything else is ours, and the stack helps to mend it.
  const known =
    error instanceof Error && /^(StartError|EmbeddedError|ConfigError|KeyFolderError)$/.test(error.constructor.name);
  process.stderr.write(
    `\n${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  // The embedded database goes down with this process through its guardian.
  process.exit(1);
});
