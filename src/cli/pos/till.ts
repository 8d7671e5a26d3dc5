import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { importEd25519PublicKey, verifyWithKey } from '../../platform/crypto/ed25519.js';
import {
  ANSWER_KEY_HEADER,
  ANSWER_SIGNATURE_HEADER,
  ANSWER_TIMESTAMP_HEADER,
  answerText,
  authorizationHeader,
  newNonce,
  sha256Hex,
  signedText,
} from '../../shared/pos-signature.js';
import type { TillKey } from './demo-files.js';
import { failed } from './simulator-error.js';
import type { RawAnswer, Transport } from './transport.js';

const ATTEMPTS_MAX = 4;
const BACKOFF_MS = [200, 500, 1_000];
const RETRY_AFTER_MAX_S = 5;

export interface TillRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** Idempotency key: kept over every repetition of the attempt. */
  readonly key?: string;
}

export interface TillAnswer {
  readonly status: number;
  readonly replayed: boolean;
  readonly body: Record<string, unknown>;
}

/** A till as a vendor's program would be: signs what it asks, believes only signed answers, repeats with the same key. */
export class Till {
  private readonly privateKey: KeyObject;
  private clockOffsetS = 0;

  constructor(
    private readonly key: TillKey,
    private readonly transport: Transport,
  ) {
    this.privateKey = createPrivateKey(key.privateKeyPem);
  }

  /** Asks until there is an answer that settles the matter. No answer or a 5xx means "unknown": the same attempt is repeated. */
  async ask(request: TillRequest): Promise<TillAnswer> {
    let trouble = 'no answer';
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const nonce = newNonce();
      const answer = await this.send(request, nonce).catch((error: unknown) => {
        trouble = reasonOf(error);
        return null;
      });
      if (answer !== null && answer.status < 500) {
        const body = bodyOf(answer);
        if (!this.correctedClock(body)) return this.believed(answer, nonce, body);
        trouble = 'CLOCK_SKEW';
      } else if (answer !== null) {
        trouble = `status ${answer.status}`;
      }
      if (attempt < ATTEMPTS_MAX - 1) await pause(answer, attempt);
    }
    const again = request.key === undefined ? 'try again' : `ask with find --key ${request.key}`;
    throw failed(`The platform did not answer (${trouble}). The outcome is unknown: ${again}.`);
  }

  /** Seconds the platform's clock is ahead of this machine's. */
  get offsetSeconds(): number {
    return this.clockOffsetS;
  }

  private async send({ method, path, body, key }: TillRequest, nonce: string): Promise<RawAnswer> {
    const text = body === undefined ? '' : JSON.stringify(body);
    const ts = Math.floor(Date.now() / 1000) + this.clockOffsetS;
    const bodyHash = await sha256Hex(Buffer.from(text, 'utf8'));
    const signed = Buffer.from(signedText({ method, path, ts, nonce, idempotencyKey: key ?? '', bodyHash }), 'utf8');
    const signature = sign(null, signed, this.privateKey).toString('base64url');
    const headers = {
      Accept: 'application/json',
      Authorization: authorizationHeader({ scheme: 'UCARD1-ED25519', keyId: this.key.keyId, ts, nonce, signature }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    };
    return this.transport({ method, path, headers, body: text });
  }

  /** A wrong clock is put right once by the time in the refusal. */
  private correctedClock(body: Record<string, unknown>): boolean {
    if (body['code'] !== 'CLOCK_SKEW' || typeof body['serverTime'] !== 'string' || this.clockOffsetS !== 0)
      return false;
    this.clockOffsetS = Math.round((Date.parse(body['serverTime']) - Date.now()) / 1000);
    return this.clockOffsetS !== 0;
  }

  private async believed(answer: RawAnswer, nonce: string, body: Record<string, unknown>): Promise<TillAnswer> {
    const genuine = await isGenuine(this.key.answerKey, answer, nonce);
    if (!genuine && answer.status < 300) {
      throw failed(
        'The answer is not signed by the platform, so it counts as forged; nothing is known of the outcome.',
      );
    }
    return { status: answer.status, replayed: answer.headers['idempotent-replayed'] === 'true', body };
  }
}

/** Whether the platform itself gave this answer to the request with this nonce. */
export async function isGenuine(answerKey: TillKey['answerKey'], answer: RawAnswer, nonce: string): Promise<boolean> {
  const header = (name: string) => String(answer.headers[name.toLowerCase()] ?? '');
  const publicKey = importEd25519PublicKey(Buffer.from(answerKey.publicKey, 'base64url'));
  if (publicKey === null || header(ANSWER_KEY_HEADER) !== String(answerKey.kid)) return false;
  const text = answerText({
    status: answer.status,
    ts: Number(header(ANSWER_TIMESTAMP_HEADER)),
    nonce,
    bodyHash: await sha256Hex(answer.body),
  });
  return verifyWithKey(publicKey, Buffer.from(text, 'utf8'), Buffer.from(header(ANSWER_SIGNATURE_HEADER), 'base64url'));
}

/** The JSON object of an answer; empty when it is none. */
export function bodyOf(answer: RawAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.body.toString('utf8'));
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function pause(answer: RawAnswer | null, attempt: number): Promise<void> {
  const asked = Number(answer?.headers['retry-after'] ?? 0);
  const ms = Math.max(BACKOFF_MS[attempt] ?? 0, Math.min(asked, RETRY_AFTER_MAX_S) * 1000 || 0);
  await new Promise((resolve) => setTimeout(resolve, ms));
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : 'no answer';
}
