import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, ConfigError, parseConfig } from '../../../platform/config/config.js';
import { logger } from '../../../platform/logging/logger.js';
import { smsSenderFor } from './sms-sender.js';

const PHONE = '13800001234';
const TEXT = '验证码 123456';
const configured = (given: Record<string, string>): Config =>
  parseConfig({ DATABASE_URL: 'postgres://app:app@127.0.0.1/x', ...given });

describe('the way to phones', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sms-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is none unless somebody configured one, or it is a demonstration', async () => {
    const none = smsSenderFor(configured({}));
    expect(none.ready).toBe(false);
    await expect(none.send(PHONE, TEXT)).rejects.toThrow('no SMS provider');
    expect(smsSenderFor(configured({ DEMO: '1' })).ready).toBe(true);
  });

  it('is a closed file of one JSON object a line, beside the keys unless told otherwise', async () => {
    const keys = join(folder, 'data', 'keys');
    const sender = smsSenderFor(configured({ SMS_SENDER: 'file', KEYS_DIR: keys }));
    await sender.send(PHONE, TEXT);
    await sender.send(PHONE, 'second\nline');
    const file = join(folder, 'data', 'sms.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { at: expect.stringMatching(/^\d{4}-/), phone: PHONE, text: TEXT },
      { at: expect.stringMatching(/^\d{4}-/), phone: PHONE, text: 'second\nline' },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const other = join(folder, 'other.jsonl');
    await smsSenderFor(configured({ SMS_SENDER: 'file', SMS_FILE: other })).send(PHONE, TEXT);
    expect(statSync(other).mode & 0o777).toBe(0o600);
  });

  it('is the log, which names nobody, and says the code in a demonstration only', async () => {
    const said = jest.spyOn(logger, 'info').mockImplementation(() => undefined);
    await smsSenderFor(configured({ SMS_SENDER: 'log' })).send(PHONE, TEXT);
    await smsSenderFor(configured({ SMS_SENDER: 'log', DEMO: '1' })).send(PHONE, TEXT);
    expect(said.mock.calls).toEqual([
      [{}, 'sms sent'],
      [{ text: TEXT }, 'sms sent'],
    ]);
    said.mockRestore();
  });

  it('refuses to start with http and no address', () => {
    expect(() => configured({ SMS_SENDER: 'http' })).toThrow(ConfigError);
    expect(() => configured({ SMS_SENDER: 'pigeon' })).toThrow(/^SMS_SENDER /);
  });
});

describe('a provider over http', () => {
  let server: Server;
  let status = 204;
  const asked: { authorization: string | undefined; body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, answer) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        asked.push({ authorization: request.headers.authorization, body });
        answer.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      });
    });
    await new Promise<void>((ready) => {
      server.listen(0, '127.0.0.1', ready);
    });
  });
  afterAll(() => server.close());

  const send = () => {
    const SMS_HTTP_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
    const config = configured({ SMS_SENDER: 'http', SMS_HTTP_URL, SMS_HTTP_TOKEN: 'token-1' });
    return smsSenderFor(config).send(PHONE, TEXT);
  };

  it('gets phone and text with the token', async () => {
    await send();
    expect(asked).toEqual([{ authorization: 'Bearer token-1', body: JSON.stringify({ phone: PHONE, text: TEXT }) }]);
  });

  it('that refuses, or sends the code somewhere else, is an error', async () => {
    status = 500;
    await expect(send()).rejects.toThrow('the SMS provider answered 500');
    status = 302;
    await expect(send()).rejects.toThrow('fetch failed');
    expect(asked).toHaveLength(3);
  });
});
