import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../../platform/config/config.js';
import { maskPhone } from '../../../shared/numbers/masks.js';

/** The way to a phone. A provider's client stands behind it. */
export abstract class SmsSender {
  /** False when nothing is configured: then nobody is told a code is on its way. */
  abstract readonly ready: boolean;
  abstract send(phone: string, text: string): Promise<void>;
}

/** For demonstrations: texts go to a file beside the keys, with the number masked. */
export class LogSender extends SmsSender {
  readonly ready = true;

  constructor(private readonly file: string) {
    super();
  }

  override async send(phone: string, text: string): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true });
    await appendFile(this.file, `${maskPhone(phone)} ${text}\n`, { mode: 0o600 });
  }
}

/** No provider: signing in by phone is off. */
export class NoSender extends SmsSender {
  readonly ready = false;

  override send(): Promise<void> {
    return Promise.reject(new Error('no SMS provider is configured'));
  }
}

/** The sender this installation has. */
export function smsSenderFor(config: Config): SmsSender {
  return config.DEMO ? new LogSender(join(dirname(config.KEYS_DIR), 'sms.log')) : new NoSender();
}
