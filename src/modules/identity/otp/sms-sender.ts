import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Config } from '../../../platform/config/config.js';
import { logger } from '../../../platform/logging/logger.js';

const HTTP_TIMEOUT_MS = 5_000;

/** The way to a phone. A provider's client stands behind it. */
export abstract class SmsSender {
  /** False when nothing is configured: then nobody is told a code is on its way. */
  abstract readonly ready: boolean;
  abstract send(phone: string, text: string): Promise<void>;
}

/** Texts go to a closed file, one JSON object a line, for a gateway's script to take from there; and for who tries the product out. */
export class FileSender extends SmsSender {
  readonly ready = true;

  constructor(private readonly file: string) {
    super();
  }

  override async send(phone: string, text: string): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
    const line = JSON.stringify({ at: new Date().toISOString(), phone, text });
    await appendFile(this.file, `${line}\n`, { mode: 0o600 });
  }
}

/** The log says that a text was sent, to nobody named. Its words, the code among them, stand there in a demonstration only. */
export class LogSender extends SmsSender {
  readonly ready = true;

  constructor(private readonly showsText: boolean) {
    super();
  }

  override send(_phone: string, text: string): Promise<void> {
    logger.info(this.showsText ? { text } : {}, 'sms sent');
    return Promise.resolve();
  }
}

/** A provider, or a bridge to one, that takes `{ phone, text }` as JSON. */
export class HttpSender extends SmsSender {
  readonly ready = true;

  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {
    super();
  }

  override async send(phone: string, text: string): Promise<void> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (this.token !== undefined) headers['authorization'] = `Bearer ${this.token}`;
    const body = JSON.stringify({ phone, text });
    const signal = AbortSignal.timeout(HTTP_TIMEOUT_MS);
    // A redirect would carry a phone and a code to somebody nobody configured.
    const answer = await fetch(this.url, { method: 'POST', headers, body, signal, redirect: 'error' });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the SMS provider answered ${answer.status}`);
  }
}

/** No provider: signing in by phone is off. */
export class NoSender extends SmsSender {
  readonly ready = false;

  override send(): Promise<void> {
    return Promise.reject(new Error('no SMS provider is configured'));
  }
}

/** The sender this installation has; a demonstration without one writes to the file. */
export function smsSenderFor(config: Config): SmsSender {
  switch (config.SMS_SENDER ?? (config.DEMO ? 'file' : null)) {
    case 'file':
      return new FileSender(config.SMS_FILE ?? join(dirname(resolve(config.KEYS_DIR)), 'sms.jsonl'));
    case 'log':
      return new LogSender(config.DEMO);
    case 'http':
      // The configuration is refused without it.
      return config.SMS_HTTP_URL === undefined
        ? new NoSender()
        : new HttpSender(config.SMS_HTTP_URL, config.SMS_HTTP_TOKEN);
    case null:
      return new NoSender();
  }
}
