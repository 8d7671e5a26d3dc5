import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { appModule } from './app.module.js';
import { parseConfig } from './platform/config/config.js';
import { Keyring } from './platform/crypto/keyring.js';
import { logger, setLogLevel } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { leaveOnSignal, stopOnStartFailure } from './process.js';

/** The jobs process: relay, queue listeners and clock work, no HTTP. */
async function main(): Promise<void> {
  const config = parseConfig(process.env);
  setLogLevel(config.LOG_LEVEL);
  const keyring = await Keyring.load(config.KEYS_DIR);
  const app = await NestFactory.createApplicationContext(appModule({ config, keyring, jobs: true }), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  logger.info('jobs ready');
  process.send?.('ready');
  leaveOnSignal(() => app.close());
}

main().catch(stopOnStartFailure);
