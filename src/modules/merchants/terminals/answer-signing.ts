import { hash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Keyring } from '../../../platform/crypto/keyring.js';
import { Clock, SystemClock } from '../../../shared/clock.js';
import {
  ANSWER_KEY_HEADER,
  ANSWER_SIGNATURE_HEADER,
  ANSWER_TIMESTAMP_HEADER,
  answerText,
  parseAuthorization,
} from '../../../shared/pos-signature.js';

const POS_PREFIX = '/pos/v1/';

/** Signs every answer a till gets, refusals and errors too, bound to the nonce of the request. A till treats a 2xx without it as forged. */
export function registerAnswerSigning(
  fastify: FastifyInstance,
  keyring: Pick<Keyring, 'answerSigner'>,
  clock: Clock = new SystemClock(),
): void {
  fastify.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!request.url.startsWith(POS_PREFIX)) return payload;
    const body = bytesOf(payload);
    if (body === null) return payload;
    const signer = keyring.answerSigner;
    const ts = clock.unixSeconds();
    const nonce = parseAuthorization(request.headers.authorization)?.nonce ?? '';
    const bodyHash = hash('sha256', body);
    const text = answerText({ status: reply.statusCode, ts, nonce, bodyHash });
    const signature = await signer.sign(Buffer.from(text, 'utf8'));
    reply.header(ANSWER_KEY_HEADER, String(signer.kid));
    reply.header(ANSWER_TIMESTAMP_HEADER, String(ts));
    reply.header(ANSWER_SIGNATURE_HEADER, Buffer.from(signature).toString('base64url'));
    return payload;
  });
}

/** The bytes that will be sent; null for a stream, which no till route answers with. */
function bytesOf(payload: unknown): Buffer | null {
  if (payload === null || payload === undefined) return Buffer.alloc(0);
  if (typeof payload === 'string') return Buffer.from(payload, 'utf8');
  return payload instanceof Uint8Array ? Buffer.from(payload) : null;
}
