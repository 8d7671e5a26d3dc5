import { existsSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { appModule } from './app.module.js';
import { registerAnswerSigning } from './modules/merchants/index.js';
import { parseConfig } from './platform/config/config.js';
import { Keyring } from './platform/crypto/keyring.js';
import { HealthController } from './platform/http/health.controller.js';
import { createHttpApp } from './platform/http/server.js';
import { logger } from './platform/logging/logger.js';
import { leaveOnSignal, stopOnStartFailure } from './process.js';

/** The api process: every route, the pages, no queue work. */
async function main(): Promise<void> {
  // First of all: a parent that dies while this starts must not leave it behind.
  let leave: () => Promise<void> = () => Promise.resolve();
  leaveOnSignal(() => leave());
  const config = parseConfig(process.env);
  const keyring = await Keyring.load(config.KEYS_DIR);
  const pages = join(import.meta.dirname, '..', 'web');
  const app = await createHttpApp(
    appModule({ config, keyring, jobs: false }),
    config,
    existsSync(pages) ? pages : null,
  );
  registerAnswerSigning(app.getHttpAdapter().getInstance(), keyring);
  leave = async () => {
    app.get(HealthController).leave();
    await app.close();
  };
  await app.listen(config.PORT, config.HOST);
  logger.info({ address: await app.getUrl() }, 'api ready');
  process.send?.('ready');
}

main().catch(stopOnStartFailure);
