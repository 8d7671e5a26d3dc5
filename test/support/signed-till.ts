import { createHash, randomBytes, sign } from 'node:crypto';
import type { LightMyRequestResponse as Response } from 'fastify';
import { authorizationHeader, signedText } from '../../src/shared/pos-signature.js';
import type { TestApp } from './app.js';
import type { TestTerminal, World } from './world.js';

export interface SignOptions {
  readonly ts?: number;
  readonly nonce?: string;
  readonly keyId?: string;
  readonly ifNoneMatch?: string;
}

/** A till on the signed API of a product under test. */
export class Till {
  constructor(
    readonly world: World,
    readonly terminal: TestTerminal,
    /** Which process of the product it asks. */
    private readonly process: Pick<TestApp, 'fastify'> = world.product,
  ) {}

  /** The same till, sent to another process of the product, as a load balancer does. */
  at(process: Pick<TestApp, 'fastify'>): Till {
    return new Till(this.world, this.terminal, process);
  }

  async send(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    key?: string,
    options: SignOptions = {},
  ): Promise<Response> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const ts = options.ts ?? Math.floor(this.world.now.getTime() / 1000);
    const nonce = options.nonce ?? randomBytes(16).toString('base64url');
    const bodyHash = createHash('sha256').update(text).digest('hex');
    const signed = signedText({ method, path, ts, nonce, idempotencyKey: key ?? '', bodyHash });
    const signature = sign(null, Buffer.from(signed), this.terminal.privateKey).toString('base64url');
    return this.process.fastify.inject({
      method,
      url: path,
      headers: {
        authorization: authorizationHeader({
          scheme: 'UCARD1-ED25519',
          keyId: options.keyId ?? this.terminal.keyId,
          ts,
          nonce,
          signature,
        }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(options.ifNoneMatch === undefined ? {} : { 'if-none-match': options.ifNoneMatch }),
      },
      ...(body === undefined ? {} : { payload: text }),
    });
  }

  redeem(body: Record<string, unknown>, key = this.world.newKey()): Promise<Response> {
    return this.send('POST', '/pos/v1/redemptions', { ticketNo: 'T1', ...body }, key);
  }

  quote(body: Record<string, unknown>): Promise<Response> {
    return this.send('POST', '/pos/v1/quotes', body);
  }

  reverse(body: Record<string, unknown>, key = this.world.newKey()): Promise<Response> {
    return this.send('POST', '/pos/v1/reversals', body, key);
  }
}
