import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { NestFactory } from '@nestjs/core';
import { appModule } from './app.module.js';
import { parseConfig } from './platform/config/config.js';
import { Keyring } from './platform/crypto/keyring.js';
import { logger, setLogLevel } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { watchEventLoop } from './platform/queue/event-loop-watch.js';
import { JobsRuntime } from './platform/queue/jobs-runtime.js';
import { Watchdog } from './platform/queue/watchdog.js';
import { endStuck, leaveOnSignal, stopOnStartFailure } from './process.js';

// On a machine with much memory the heap may grow to four times what lives before anything is collected: an import of 200,000 rows took
// 400 MB, most of it waste. So it takes less than half, in the same time.
setFlagsFromString('--heap-growing-percent=30');

/** The jobs process: relay, queue listeners and clock work, no HTTP. */
async function main(): Promise<void> {
  // First of all: a parent that dies while this starts must not leave it behind.
  let leave: () => Promise<void> = () => Promise.resolve();
  leaveOnSignal(() => leave());
  const config = parseConfig(process.env);
  setLogLevel(config.LOG_LEVEL);
  const keyring = await Keyring.load(config.KEYS_DIR);
  const app = await NestFactory.createApplicationContext(appModule({ config, keyring, jobs: true }), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  const stopWatching = watchEventLoop(config.WATCHDOG_LOOP_MS);
  const watchdog = new Watchdog(app.get(JobsRuntime), config);
  watchdog.start(endStuck);
  leave = () => {
    // Leaving has a limit of its own.
    watchdog.stop();
    stopWatching();
    return app.close();
  };
  logger.info('jobs ready');
  process.send?.('ready');
}

main().catch(stopOnStartFailure);
