import { createHash } from 'node:crypto';
import {
  answerText,
  authorizationHeader,
  newNonce,
  parseAuthorization,
  sha256Hex,
  signedText,
} from './pos-signature.js';

describe('what a till signs', () => {
  it('is six lines, each ended, in a fixed order', () => {
    const text = signedText({
      method: 'POST',
      path: '/pos/v1/redemptions?x=1',
      ts: 1_795_300_000,
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
      idempotencyKey: 'k-1',
      bodyHash: 'ff',
    });
    expect(text).toBe('POST\n/pos/v1/redemptions?x=1\n1795300000\nAAAAAAAAAAAAAAAAAAAAAA\nk-1\nff\n');
  });

  it('has an empty line where there is no idempotency key', () => {
    const text = signedText({
      method: 'GET',
      path: '/pos/v1/time',
      ts: 1,
      nonce: 'n',
      idempotencyKey: '',
      bodyHash: 'e3',
    });
    expect(text).toBe('GET\n/pos/v1/time\n1\nn\n\ne3\n');
  });

  it('hashes a body as SHA-256 does, the empty one too', async () => {
    const bytes = new TextEncoder().encode('{"amountFen":15800}');
    expect(await sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await sha256Hex(new Uint8Array(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});

describe('what we sign under an answer', () => {
  it('is four lines that bind the answer to its request', () => {
    expect(answerText({ status: 201, ts: 7, nonce: 'n', bodyHash: 'aa' })).toBe('201\n7\nn\naa\n');
  });
});

describe('the Authorization header', () => {
  const good = {
    scheme: 'UCARD1-ED25519',
    keyId: 'tk_abcdef',
    ts: 1_795_300_000,
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
    signature: 'B'.repeat(86),
  } as const;

  it('is read back as it was written', () => {
    expect(parseAuthorization(authorizationHeader(good))).toEqual(good);
  });

  it.each([
    ['nothing', undefined],
    ['another scheme', authorizationHeader(good).replace('UCARD1-ED25519', 'Bearer')],
    ['a nonce that is too short', authorizationHeader({ ...good, nonce: 'A'.repeat(21) })],
    ['a key id of another kind', authorizationHeader({ ...good, keyId: 'xx_abcdef' })],
    ['a time that is no number', authorizationHeader(good).replace('1795300000', '1e9')],
    ['text after the end', `${authorizationHeader(good)} `],
    ['a line break inside', authorizationHeader(good).replace(', nonce', ',\nnonce')],
  ])('is refused with %s', (_name, header) => {
    expect(parseAuthorization(header)).toBeNull();
  });
});

describe('a nonce', () => {
  it('has 22 characters and is never the same', () => {
    expect(newNonce()).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(newNonce()).not.toBe(newNonce());
  });
});
