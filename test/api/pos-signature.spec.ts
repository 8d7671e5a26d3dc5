import { createHmac, generateKeyPairSync } from 'node:crypto';
import { MerchantsService, TerminalKeysService, TerminalsService } from '../../src/modules/merchants/index.js';
import type { OfficerCaller } from '../../src/shared/caller.js';
import { ManualClock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { authorizationHeader, newNonce, sha256Hex, signedText } from '../../src/shared/pos-signature.js';
import { startApp, type TestApp } from '../support/app.js';
import { isSignedAnswer, newTillPair, signedInject, type TillPair, type TillRequest } from '../support/till.js';

const officer: OfficerCaller = {
  kind: 'officer',
  loginId: newId(),
  displayName: 'W',
  roles: ['CITY_ADMIN'],
  permissions: new Set(),
  scope: ['/'],
};

let app: TestApp;
let clock: ManualClock;

interface EnrolledTill extends TillPair {
  readonly terminalId: string;
  readonly keyId: string;
}

async function aTill(merchantId: string): Promise<EnrolledTill> {
  const pair = newTillPair();
  const { code } = await app.get(TerminalsService).makeCode(officer, { storeId: `${merchantId}-1`, label: '1号台' });
  const enrolled = await app
    .get(TerminalsService)
    .enrol(newId(), { code, publicKey: pair.publicKeyText, proof: pair.proof });
  return { ...pair, ...enrolled };
}

beforeAll(async () => {
  clock = new ManualClock('2026-11-22T10:00:00+08:00');
  app = await startApp({ clock });
  for (const id of ['ours', 'theirs', 'shut']) {
    await app.get(MerchantsService).add(officer, { id, name: id, category: 'SUPERMARKET' });
    await app
      .get(MerchantsService)
      .addStore(officer, id, { id: `${id}-1`, name: 's', address: 'a', openingHours: '09:00-21:00' });
  }
});
afterAll(() => app.close());

const describeRequest = (over: Partial<TillRequest> = {}): TillRequest => ({
  method: 'GET',
  url: '/pos/v1/terminal',
  ts: clock.unixSeconds(),
  ...over,
});
const ask = async (till: EnrolledTill, over: Partial<TillRequest> = {}) =>
  app.fastify.inject(await signedInject(till.keyId, till.privateKey, describeRequest(over)));
const codeOf = (answer: { json: () => { code: string } }) => answer.json().code;

describe('a signed request (F37)', () => {
  it('tells which till asks', async () => {
    const till = await aTill('ours');
    const answer = await ask(till);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      terminalId: till.terminalId,
      storeId: 'ours-1',
      scopes: ['redeem', 'void:own', 'report:store'],
      keys: [till.keyId],
    });
  });

  it('is refused when anything in it was changed: path, query, key, a byte of the body', async () => {
    const till = await aTill('ours');
    const next = newTillPair();
    const request = describeRequest({
      method: 'POST',
      url: '/pos/v1/terminal/keys',
      body: { publicKey: next.publicKeyText, proof: next.proof },
      key: 'k-1',
    });
    const signed = await signedInject(till.keyId, till.privateKey, request);
    const payload = JSON.stringify(request.body);
    const changed = [
      { ...signed, url: '/pos/v1/terminal/keys?x=1' },
      { ...signed, headers: { ...signed.headers, 'idempotency-key': 'k-2' } },
      { ...signed, payload: `${payload} ` },
      { ...signed, payload: payload.replace('"proof"', '"Proof"') },
    ];
    for (const one of changed) {
      const answer = await app.fastify.inject(one);
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'SIGNATURE_WRONG']);
    }
    expect((await app.fastify.inject(signed)).statusCode).toBe(201);
  });

  it('is refused when one bit of the signature was changed', async () => {
    const till = await aTill('ours');
    const signed = await signedInject(till.keyId, till.privateKey, describeRequest());
    const header = String(signed.headers?.['authorization']);
    const flipped = header.replace(/sig="(.)/, (_all, first: string) => `sig="${first === 'A' ? 'B' : 'A'}`);
    const answer = await app.fastify.inject({ ...signed, headers: { authorization: flipped } });
    expect(codeOf(answer)).toBe('SIGNATURE_WRONG');
  });

  it('is refused with a clock more than 300 seconds off, and the answer tells the time', async () => {
    const till = await aTill('ours');
    for (const offset of [-300, 300])
      expect((await ask(till, { ts: clock.unixSeconds() + offset })).statusCode).toBe(200);
    for (const offset of [-301, 301]) {
      const answer = await ask(till, { ts: clock.unixSeconds() + offset });
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'CLOCK_SKEW', serverTime: '2026-11-22T10:00:00+08:00' });
    }
  });

  it('is refused the second time, until its time has passed', async () => {
    const till = await aTill('ours');
    const signed = await signedInject(till.keyId, till.privateKey, describeRequest({ ts: clock.unixSeconds() + 300 }));
    expect((await app.fastify.inject(signed)).statusCode).toBe(200);
    expect(codeOf(await app.fastify.inject(signed))).toBe('NONCE_REUSED');
    clock.advance(600_000);
    expect(codeOf(await app.fastify.inject(signed))).toBe('NONCE_REUSED');
    clock.advance(1_000);
    expect(codeOf(await app.fastify.inject(signed))).toBe('CLOCK_SKEW');
  });

  it('takes a nonce once of forty at the same moment', async () => {
    const till = await aTill('ours');
    const signed = await signedInject(till.keyId, till.privateKey, describeRequest());
    const answers = await Promise.all(Array.from({ length: 40 }, () => app.fastify.inject(signed)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('is refused under the name of another merchant’s key, an unknown key, or none', async () => {
    const [ours, theirs] = [await aTill('ours'), await aTill('theirs')];
    const forged = await signedInject(theirs.keyId, ours.privateKey, describeRequest());
    expect(codeOf(await app.fastify.inject(forged))).toBe('SIGNATURE_WRONG');
    const stranger = await signedInject('tk_nobody', generateKeyPairSync('ed25519').privateKey, describeRequest());
    expect(codeOf(await app.fastify.inject(stranger))).toBe('KEY_UNKNOWN');
    const bare = await app.fastify.inject({ method: 'GET', url: '/pos/v1/terminal' });
    expect([bare.statusCode, codeOf(bare)]).toEqual([401, 'SIGNATURE_MISSING']);
  });

  it('is refused at once after the till, or one of its keys, was revoked', async () => {
    const till = await aTill('ours');
    const next = newTillPair();
    const added = await ask(till, {
      method: 'POST',
      url: '/pos/v1/terminal/keys',
      body: { publicKey: next.publicKeyText, proof: next.proof },
    });
    const { keyId } = added.json<{ keyId: string }>();
    const renewed = { ...till, ...next, keyId };
    expect((await ask(till)).statusCode).toBe(200);
    expect((await ask(renewed, { method: 'DELETE', url: `/pos/v1/terminal/keys/${till.keyId}` })).statusCode).toBe(204);
    expect(codeOf(await ask(till))).toBe('KEY_UNKNOWN');
    await app.get(TerminalsService).revoke(officer, till.terminalId);
    expect(codeOf(await ask(renewed))).toBe('KEY_UNKNOWN');
  });

  it('of a suspended merchant is refused', async () => {
    const till = await aTill('shut');
    await app.get(MerchantsService).change(officer, 'shut', { action: 'SUSPEND', reason: 'test' });
    const answer = await ask(till);
    expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'MERCHANT_NOT_SERVING']);
  });

  it('may be signed with a shared secret by a vendor that cannot do Ed25519', async () => {
    const till = await aTill('ours');
    const { keyId, secret } = await app.get(TerminalKeysService).addHmac(officer, till.terminalId);
    const withSecret = async (key: Buffer, scheme: 'UCARD1-HMAC-SHA256' | 'UCARD1-ED25519') => {
      const [ts, nonce] = [clock.unixSeconds(), newNonce()];
      const bodyHash = await sha256Hex(new Uint8Array(0));
      const text = signedText({ method: 'GET', path: '/pos/v1/terminal', ts, nonce, idempotencyKey: '', bodyHash });
      const signature = createHmac('sha256', key).update(text).digest('base64url');
      return app.fastify.inject({
        method: 'GET',
        url: '/pos/v1/terminal',
        headers: { authorization: authorizationHeader({ scheme, keyId, ts, nonce, signature }) },
      });
    };
    const good = Buffer.from(secret, 'base64url');
    expect((await withSecret(good, 'UCARD1-HMAC-SHA256')).statusCode).toBe(200);
    expect(codeOf(await withSecret(good, 'UCARD1-ED25519'))).toBe('KEY_UNKNOWN');
    expect(codeOf(await withSecret(Buffer.alloc(32), 'UCARD1-HMAC-SHA256'))).toBe('SIGNATURE_WRONG');
  });
});

describe('an answer to a till', () => {
  it('is signed and bound to its request, refusals too', async () => {
    const till = await aTill('ours');
    const { publicKey } = app.keyring.answerSigner;
    for (const url of ['/pos/v1/terminal', '/pos/v1/nowhere', '/pos/v1/time']) {
      const signed = await signedInject(till.keyId, till.privateKey, describeRequest({ url }));
      const answer = await app.fastify.inject(signed);
      expect(await isSignedAnswer(publicKey, answer, signed.nonce)).toBe(true);
      expect(await isSignedAnswer(publicKey, answer, newNonce())).toBe(false);
    }
    const signed = await signedInject(till.keyId, till.privateKey, describeRequest({ ts: 1 }));
    const refused = await app.fastify.inject(signed);
    expect(refused.statusCode).toBe(401);
    expect(await isSignedAnswer(publicKey, refused, signed.nonce)).toBe(true);
  });

  it('without a request’s nonce is signed with none', async () => {
    const answer = await app.fastify.inject({ method: 'GET', url: '/pos/v1/time' });
    expect(answer.json()).toEqual({ serverTime: expect.stringContaining('+08:00'), unixSeconds: clock.unixSeconds() });
    expect(await isSignedAnswer(app.keyring.answerSigner.publicKey, answer, '')).toBe(true);
  });
});

describe('enrolling over the network', () => {
  it('takes a code and a proven key, and refuses any field more (F48)', async () => {
    const { code } = await app.get(TerminalsService).makeCode(officer, { storeId: 'ours-1', label: '1号台' });
    const { publicKeyText: publicKey, proof } = newTillPair();
    const post = (payload: object) => app.fastify.inject({ method: 'POST', url: '/pos/v1/enrolments', payload });
    for (const extra of [{ scopes: ['void:any'] }, { storeId: 'theirs-1' }, { role: 'OWNER' }]) {
      expect((await post({ code, publicKey, proof, ...extra })).statusCode).toBe(400);
    }
    const answer = await post({ code, publicKey, proof });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ storeId: 'ours-1', answerKey: { kid: app.keyring.answerSigner.kid } });
  });

  it('answers nonsense with 400 or a refusal, never with a fault of ours (F51)', async () => {
    const { publicKeyText: publicKey, proof } = newTillPair();
    for (const code of [
      '',
      '%00%00%00%00',
      "' OR 1=1 --",
      '\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
      '\ud800AAAAAAAA',
      '２２２２２２２２',
    ]) {
      const answer = await app.fastify.inject({
        method: 'POST',
        url: '/pos/v1/enrolments',
        payload: { code, publicKey, proof },
      });
      expect([400, 403, 429]).toContain(answer.statusCode);
    }
  });
});
