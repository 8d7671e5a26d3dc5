import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { rawEd25519PublicKey, verifyEd25519 } from '../../src/platform/crypto/ed25519.js';
import {
  ANSWER_SIGNATURE_HEADER,
  ANSWER_TIMESTAMP_HEADER,
  answerText,
  authorizationHeader,
  newNonce,
  sha256Hex,
  signedText,
} from '../../src/shared/pos-signature.js';

export interface TillPair {
  readonly privateKey: KeyObject;
  readonly publicKey: Uint8Array;
  /** The public half as the API takes it. */
  readonly publicKeyText: string;
  /** The public half signed by the private one, as an enrolment asks for. */
  readonly proof: string;
}

export function newTillPair(): TillPair {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = rawEd25519PublicKey(privateKey);
  return {
    privateKey,
    publicKey,
    publicKeyText: Buffer.from(publicKey).toString('base64url'),
    proof: sign(null, publicKey, privateKey).toString('base64url'),
  };
}

export interface TillRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly ts: number;
  readonly nonce?: string;
}

/** A signed request as `fastify.inject` takes it; `nonce` is what the answer must be bound to. */
export async function signedInject(
  keyId: string,
  privateKey: KeyObject,
  { method, url, body, key = '', ts, nonce = newNonce() }: TillRequest,
): Promise<InjectOptions & { nonce: string }> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const bodyHash = await sha256Hex(Buffer.from(payload));
  const text = signedText({ method, path: url, ts, nonce, idempotencyKey: key, bodyHash });
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64url');
  const headers: Record<string, string> = {
    authorization: authorizationHeader({ scheme: 'UCARD1-ED25519', keyId, ts, nonce, signature }),
  };
  if (payload !== '') headers['content-type'] = 'application/json';
  if (key !== '') headers['idempotency-key'] = key;
  return { method, url, headers, ...(payload === '' ? {} : { payload }), nonce };
}

type Answer = Awaited<ReturnType<FastifyInstance['inject']>>;

/** Whether an answer is signed by the platform and bound to the request with this nonce. */
export async function isSignedAnswer(publicKey: Uint8Array, answer: Answer, nonce: string): Promise<boolean> {
  const ts = Number(answer.headers[ANSWER_TIMESTAMP_HEADER.toLowerCase()]);
  const signature = String(answer.headers[ANSWER_SIGNATURE_HEADER.toLowerCase()]);
  const text = answerText({ status: answer.statusCode, ts, nonce, bodyHash: await sha256Hex(answer.rawPayload) });
  return verifyEd25519(publicKey, Buffer.from(text), Buffer.from(signature, 'base64url'));
}
