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
import { bytesOf, toBase64Url, utf8 } from '../shared/bytes.js';
import { isSignedBy } from '../shared/device-key.js';
import { bodyOf, send, type Method, type RawAnswer } from '../shared/http.js';
import { ProblemError } from '../shared/problem.js';
import { serverNow } from '../shared/server-clock.js';
import { findTill, getTillKey, type Till } from './till.js';

interface SignedOptions {
  readonly body?: unknown;
  /** The idempotency key of the attempt. */
  readonly key?: string;
}

/** Whether the platform itself gave this answer to this very request. */
async function isGenuine(till: Till, answer: RawAnswer, nonce: string): Promise<boolean> {
  const signature = answer.headers.get(ANSWER_SIGNATURE_HEADER);
  const ts = Number(answer.headers.get(ANSWER_TIMESTAMP_HEADER));
  if (!signature || !ts || Number(answer.headers.get(ANSWER_KEY_HEADER)) !== till.answerKey.kid) return false;
  const text = answerText({ status: answer.status, ts, nonce, bodyHash: await sha256Hex(utf8(answer.text)) });
  try {
    return await isSignedBy(till.answerKey.publicKey, utf8(text), bytesOf(signature));
  } catch {
    // A signature that is not even base64url is no signature.
    return false;
  }
}

async function signOnce(till: Till, method: Method, path: string, options: SignedOptions, ts: number) {
  const body = options.body === undefined ? '' : JSON.stringify(options.body);
  const nonce = newNonce();
  const idempotencyKey = options.key ?? '';
  const bodyHash = await sha256Hex(utf8(body));
  const key = await getTillKey();
  const signature = await key.sign(utf8(signedText({ method, path, ts, nonce, idempotencyKey, bodyHash })));
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: authorizationHeader({
      scheme: 'UCARD1-ED25519',
      keyId: till.keyId,
      ts,
      nonce,
      signature: toBase64Url(signature),
    }),
  };
  if (body) headers['content-type'] = 'application/json';
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  const init: RequestInit = { method, headers };
  if (body) init.body = body;
  return { answer: await send(path, init), nonce };
}

/**
 * One call as this till. A yes without the platform's signature is treated as forged: nobody between the till and the
 * platform can make a cashier hand over goods.
 */
export async function signedSend<Answer>(method: Method, path: string, options: SignedOptions = {}): Promise<Answer> {
  const till = await findTill();
  if (!till) throw new ProblemError(401, { code: 'TERMINAL_REVOKED' });
  const attempt = () => signOnce(till, method, path, options, Math.floor(serverNow() / 1000));
  let { answer, nonce } = await attempt();
  // The refusal told the server's time; `refusalOf` has noted it, so one more try is signed with the right clock.
  if (answer.status === 401 && answer.text.includes('"CLOCK_SKEW"')) {
    await Promise.resolve()
      .then(() => bodyOf(answer))
      .catch(() => undefined);
    ({ answer, nonce } = await attempt());
  }
  if (answer.status < 400 && !(await isGenuine(till, answer, nonce))) {
    throw new ProblemError(answer.status, { code: 'ANSWER_FORGED' });
  }
  return bodyOf<Answer>(answer);
}
