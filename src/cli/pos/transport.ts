import { readdirSync, readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';

const TIMEOUT_MS = 15_000;

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends requests to one server; rejects only when no whole answer came. */
export type Transport = (request: RawRequest) => Promise<RawAnswer>;

/** Plain HTTP(S); of certificates that nobody signed it trusts those the demo made for itself. */
export function transportTo(baseUrl: string, dataDir: string): Transport {
  const base = new URL(baseUrl);
  const secure = base.protocol === 'https:';
  const ca = secure ? ownCertificates(dataDir) : [];
  return ({ method, path, headers = {}, body = '' }) =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.from(body, 'utf8');
      const withLength =
        bytes.length > 0 ? { ...headers, 'Content-Type': 'application/json', 'Content-Length': bytes.length } : headers;
      const options = { method, headers: withLength, timeout: TIMEOUT_MS, ...(ca.length > 0 ? { ca } : {}) };
      const send = secure ? requestHttps : requestHttp;
      const outgoing = send(new URL(path, base), options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
        );
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
      outgoing.on('error', reject);
      outgoing.end(bytes);
    });
}

function ownCertificates(dataDir: string): Buffer[] {
  try {
    const folder = join(dataDir, 'tls');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.crt'))
      .map((name) => readFileSync(join(folder, name)));
  } catch {
    return [];
  }
}
