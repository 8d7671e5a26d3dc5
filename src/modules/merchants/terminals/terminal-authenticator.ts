import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { type ExecutionContext, Injectable, type OnModuleInit } from '@nestjs/common';
import { verifyEd25519 } from '../../../platform/crypto/ed25519.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { CallerRequest } from '../../../platform/http/access.js';
import { type Authenticator, Authenticators } from '../../../platform/http/access.guard.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import {
  CLOCK_SKEW_MAX_S,
  parseAuthorization,
  type PosAuthorization,
  signedText,
} from '../../../shared/pos-signature.js';
import { toWireTime } from '../../../shared/time.js';
import { merchantErrors } from '../merchants.errors.js';
import { Nonces } from './nonces.service.js';
import { TerminalFactsCache } from './terminal-facts.js';
import type { TerminalFacts } from './terminals.queries.js';

const NO_BODY = Buffer.alloc(0);
const ALGORITHM = { 'UCARD1-ED25519': 'ED25519', 'UCARD1-HMAC-SHA256': 'HMAC-SHA256' } as const;

/** Finds out which till asks by the signature over the raw request; the arithmetic is done in the thread pool. */
@Injectable()
export class TerminalAuthenticator implements Authenticator, OnModuleInit {
  constructor(
    private readonly authenticators: Authenticators,
    private readonly facts: TerminalFactsCache,
    private readonly nonces: Nonces,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.authenticators.register('pos', this);
  }

  async authenticate(_context: ExecutionContext, request: CallerRequest): Promise<TerminalCaller> {
    const claimed = parseAuthorization(request.headers.authorization);
    if (!claimed) throw new Refusal(merchantErrors.SIGNATURE_MISSING);
    this.checkClock(claimed.ts);
    const terminal = await this.facts.find(claimed.keyId);
    if (!terminal || terminal.algorithm !== ALGORITHM[claimed.scheme]) throw new Refusal(merchantErrors.KEY_UNKNOWN);
    if (!(await this.fits(terminal, claimed, textOf(request, claimed))))
      throw new Refusal(merchantErrors.SIGNATURE_WRONG);
    // After the signature, so that only a till can use up the memory of nonces.
    await this.claimNonce(claimed);
    if (!terminal.serving) throw new Refusal(merchantErrors.MERCHANT_NOT_SERVING);
    const { terminalId, keyId, storeId, merchantId, merchantCategory, scopes } = terminal;
    return { kind: 'terminal', terminalId, keyId, storeId, merchantId, merchantCategory, scopes };
  }

  private checkClock(ts: number): void {
    const now = this.clock.now();
    if (Math.abs(ts - Math.floor(now.getTime() / 1000)) <= CLOCK_SKEW_MAX_S) return;
    throw new Refusal(merchantErrors.CLOCK_SKEW, { extra: { serverTime: toWireTime(now) } });
  }

  private async fits(terminal: TerminalFacts, claimed: PosAuthorization, text: Buffer): Promise<boolean> {
    const signature = Buffer.from(claimed.signature, 'base64url');
    if (terminal.publicKey) return verifyEd25519(terminal.publicKey, text, signature);
    if (!terminal.secretCipher) return false;
    const place = { table: 'terminal_key', column: 'secret_cipher', rowId: terminal.keyId };
    const secret = Buffer.from(this.cipher.open(place, terminal.secretCipher), 'base64url');
    const expected = createHmac('sha256', secret).update(text).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }

  private async claimNonce({ keyId, nonce }: PosAuthorization): Promise<void> {
    const verdict = await this.nonces.claim(keyId, nonce);
    if (verdict === 'REUSED') throw new Refusal(merchantErrors.NONCE_REUSED);
    if (verdict === 'FULL') throw new Refusal(commonErrors.UNAVAILABLE);
  }
}

function textOf(request: CallerRequest, { ts, nonce }: PosAuthorization): Buffer {
  const key = request.headers['idempotency-key'];
  return Buffer.from(
    signedText({
      method: request.method,
      path: request.url,
      ts,
      nonce,
      idempotencyKey: typeof key === 'string' ? key : '',
      bodyHash: hash('sha256', request.rawBody ?? NO_BODY),
    }),
    'utf8',
  );
}
