import { generateKeyPairSync, sign } from 'node:crypto';
import {
  CardKeys,
  DevicesService,
  issuePass,
  issuePlasticCode,
  keyListContent,
  KeysService,
  signKeyList,
} from '../../src/modules/cards/index.js';
import { rawEd25519PublicKey, verifyEd25519 } from '../../src/platform/crypto/ed25519.js';
import { ManualClock } from '../../src/shared/clock.js';
import { fromBase64Url } from '../../src/shared/code/base64url.js';
import { keyListBytes } from '../../src/shared/code/key-list.js';
import {
  buildTap,
  encodePhoneCode,
  readPass,
  signTap,
  stepAt,
  tapBytesToSign,
} from '../../src/shared/code/phone-code.js';
import { freshDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { officerToken } from '../support/sign-in.js';
import { Till } from '../support/signed-till.js';
import { Phone, type TestMember, World } from '../support/world.js';

const AMOUNT = 20_000;
const clock = new ManualClock('2021-01-21T10:00:00+08:00');
let database: Awaited<ReturnType<typeof freshDatabase>>;
let product: TestApp;
/** Another process of the product on the same database. */
let other: TestApp;
let world: World;
let till: Till;

beforeAll(async () => {
  database = await freshDatabase();
  product = await startApp({ clock, database });
  other = await startApp({ clock, database, keyring: product.keyring });
  world = await World.build(product);
  till = new Till(world, await world.aTerminal());
  await world.publish({ id: 'union', when: { from: '2021-01-01T00:00:00+08:00', to: '2021-12-01T00:00:00+08:00' } });
});
afterAll(async () => {
  await other.close();
  await product.close();
  await database.drop();
});

interface Listed {
  readonly kid: number;
  readonly use: string;
  readonly from: string;
  readonly to: string | null;
  readonly status: string;
  readonly publicKey: string;
  readonly signs?: boolean;
}

const call = (token: string, method: 'GET' | 'POST', url: string, payload?: object) =>
  product.fastify.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(payload === undefined ? {} : { payload }),
  });

/** The card on a phone whose pass the product issues now, with whichever key it is at. */
async function renewed({ cardNo, phone }: TestMember, epoch = 1): Promise<Phone> {
  const signer = await product.get(CardKeys).freshSigner('PASS', clock.now());
  const devicePublicKey = rawEd25519PublicKey(phone.privateKey);
  const { pass } = await issuePass(signer, {
    cardNo,
    deviceSlot: phone.slot,
    devicePublicKey,
    now: clock.now(),
    policyEpoch: epoch,
    offlineClass: 0,
    offlineCap: 0,
  });
  // A phone counts its showings; a new step does as well.
  clock.advance(30_000);
  return new Phone(cardNo, phone.slot, phone.privateKey, new Uint8Array(Buffer.from(pass, 'base64url')));
}
const codeOf = ({ body }: { readonly body: string }): string => (JSON.parse(body) as { code: string }).code;

describe('keys of codes', () => {
  it('lie ready for three months, overlap by a day, and are made once however many processes rotate', async () => {
    await Promise.all([product, other].map((each) => each.get(KeysService).rotate()));
    const { keys } = (await till.send('GET', '/pos/v1/keys')).json<{ keys: Listed[] }>();
    const passes = keys.filter(({ use }) => use === 'PASS');
    expect(passes.map(({ from, to }) => [from.slice(0, 10), to?.slice(0, 10)])).toEqual([
      ['2015-01-01', '2021-02-02'],
      ['2021-02-01', '2021-03-02'],
      ['2021-03-01', '2021-04-02'],
      ['2021-04-01', '2021-05-02'],
    ]);
    expect(keys).toHaveLength(8);
    expect(await product.get(KeysService).rotate()).toBe(0);
    const inFiles = await product.database.db.query(
      'SELECT count(*)::int AS n FROM card_key WHERE private_key_cipher IS NULL',
    );
    expect(inFiles).toEqual([{ n: 2 }]);
  });

  it('change at the turn of the month: new passes take the new one, those of the old one live out their time', async () => {
    const member = await world.aMember();
    const old = member.phone;
    const kidOf = (phone: Phone) => readPass(phone.pass).kid;
    expect(kidOf(old)).toBe(1);
    clock.set('2021-02-01T00:00:30+08:00');
    const young = await renewed(member);
    expect(kidOf(young)).not.toBe(1);
    // The other process has not heard of the new key: it looks for it.
    expect(codeOf(await till.at(other).redeem({ code: young.show(clock.now()), amountFen: AMOUNT }))).toBe('REDEEMED');
    const second = await world.aMember();
    const lastOfOld = await world.aPass(second.cardNo, second.phone.slot, rawEd25519PublicKey(second.phone.privateKey));
    expect(readPass(lastOfOld).kid).toBe(1);
    clock.set('2021-02-03T12:00:00+08:00');
    const stillGood = new Phone(second.cardNo, second.phone.slot, second.phone.privateKey, lastOfOld);
    expect(codeOf(await till.redeem({ code: stillGood.show(clock.now()), amountFen: AMOUNT }))).toBe('REDEEMED');
    const { keys } = (await till.send('GET', '/pos/v1/keys')).json<{ keys: Listed[] }>();
    expect(keys.find(({ kid }) => kid === 1)?.status).toBe('RETIRED');
  });

  it('are served with a mark, and signed by an offline root that is no key of the product', async () => {
    const root = generateKeyPairSync('ed25519');
    await product.get(CardKeys).read();
    const list = await product.database.transaction((tx) =>
      signKeyList(tx, { keys: product.get(CardKeys).list(), rootKey: root.privateKey, now: clock.now() }),
    );
    expect(list.serial).toBe(1);
    const answer = await till.send('GET', '/pos/v1/keys');
    const served = answer.json<{ root: { content: string; signature: string; rootKey: string; serial: number } }>()
      .root;
    const rootKey = rawEd25519PublicKey(root.publicKey);
    expect(served.rootKey).toBe(Buffer.from(rootKey).toString('base64url'));
    const signature = fromBase64Url(served.signature) ?? new Uint8Array();
    expect(await verifyEd25519(rootKey, keyListBytes(served.content), signature)).toBe(true);
    expect(await verifyEd25519(rootKey, keyListBytes(served.content.replace('"kid":3', '"kid":9')), signature)).toBe(
      false,
    );
    expect(served.content).toBe(keyListContent(1, product.get(CardKeys).list(), clock.now()));

    const etag = String(answer.headers['etag']);
    expect((await till.send('GET', '/pos/v1/keys', undefined, undefined, { ifNoneMatch: etag })).statusCode).toBe(304);
    expect((await till.send('GET', '/pos/v1/keys', undefined, undefined, { ifNoneMatch: '"0"' })).statusCode).toBe(200);
  });
});

describe('withdrawing a key', () => {
  let maker: string;
  let checker: string;
  let auditor: string;

  beforeAll(async () => {
    maker = await officerToken(product, 'CITY_ADMIN', 'city');
    checker = await officerToken(product, 'CITY_ADMIN', 'city');
    auditor = await officerToken(product, 'AUDITOR', 'city');
  });

  it('takes two people, counts at once in every process, and lets every phone begin anew', async () => {
    const member = await world.aMember();
    const phone = await renewed(member);
    const { kid } = readPass(phone.pass);
    expect(codeOf(await till.at(other).redeem({ code: phone.show(clock.now()), amountFen: AMOUNT }))).toBe('REDEEMED');

    const url = `/console/v1/card-keys/${kid}/revocations`;
    const reason = { reason: '密钥疑似泄露' };
    expect((await call(auditor, 'GET', '/console/v1/card-keys')).statusCode).toBe(200);
    expect((await call(auditor, 'POST', url, reason)).statusCode).toBe(403);
    expect(
      (await call(await officerToken(product, 'PARK_OFFICER', 'park-a'), 'GET', '/console/v1/card-keys')).statusCode,
    ).toBe(403);
    const proposed = await call(maker, 'POST', url, reason);
    expect(proposed.statusCode).toBe(201);
    const { id } = proposed.json<{ revocations: { id: string; mayDecide: boolean }[] }>().revocations[0]!;
    expect(codeOf(await call(maker, 'POST', url, reason))).toBe('KEY_REVOCATION_OPEN');
    expect(codeOf(await call(maker, 'POST', `/console/v1/card-keys/60000/revocations`, reason))).toBe('KEY_NOT_FOUND');
    const decision = `/console/v1/card-keys/revocations/${id}/decision`;
    expect(codeOf(await call(maker, 'POST', decision, { decision: 'APPROVE' }))).toBe('KEY_REVOCATION_SAME_PERSON');
    // Proposed is not withdrawn.
    expect(codeOf(await till.redeem({ code: phone.show(clock.now()), amountFen: AMOUNT }))).toBe('REDEEMED');

    const done = await call(checker, 'POST', decision, { decision: 'APPROVE' });
    expect(done.json()).toMatchObject({ policyEpoch: 2, revocations: [{ state: 'APPROVED' }] });
    for (const process of [other, product]) {
      const refused = await till.at(process).redeem({ code: phone.show(clock.now()), amountFen: AMOUNT });
      expect(refused.json()).toMatchObject({ code: 'KEY_UNKNOWN', serverTime: expect.any(String) });
    }
    expect(codeOf(await call(checker, 'POST', decision, { decision: 'APPROVE' }))).toBe('KEY_REVOCATION_UNKNOWN');
    expect(codeOf(await call(maker, 'POST', url, reason))).toBe('KEY_REVOKED_ALREADY');
    expect(await world.count('audit_entry', `action LIKE 'card-key.%'`)).toBe(2);

    // A pass with another key and the epoch of before counts no longer either; a new one does.
    const low = await renewed(member, 1);
    expect(readPass(low.pass).kid).not.toBe(kid);
    expect((await till.redeem({ code: low.show(clock.now()), amountFen: AMOUNT })).json()).toMatchObject({
      code: 'PASS_INVALID',
      serverTime: expect.any(String),
    });
    const fresh = await renewed(member, 2);
    expect(codeOf(await till.at(other).redeem({ code: fresh.show(clock.now()), amountFen: AMOUNT }))).toBe('REDEEMED');
  });

  it('of plastic cards leaves phones alone, and another key signs cards from now on', async () => {
    const before = await product.get(CardKeys).freshSigner('STATIC', clock.now());
    const { id } = (
      await call(maker, 'POST', `/console/v1/card-keys/${before.kid}/revocations`, { reason: '卡厂丢失母片' })
    ).json<{ revocations: { id: string }[] }>().revocations[0]!;
    const rejected = await call(checker, 'POST', `/console/v1/card-keys/revocations/${id}/decision`, {
      decision: 'REJECT',
    });
    expect(rejected.json()).toMatchObject({
      policyEpoch: 2,
      revocations: [{ state: 'REJECTED' }, { state: 'APPROVED' }],
    });
    const again = (
      await call(checker, 'POST', `/console/v1/card-keys/${before.kid}/revocations`, { reason: '卡厂丢失母片' })
    ).json<{ revocations: { id: string }[] }>().revocations[0]!;
    const approved = await call(maker, 'POST', `/console/v1/card-keys/revocations/${again.id}/decision`, {
      decision: 'APPROVE',
    });
    expect(approved.json()).toMatchObject({ policyEpoch: 2 });
    const member = await world.aMember();
    const order = { cardNo: member.cardNo, issueNo: 1, cardClass: 0, fromDay: 0, toDay: 60_000 };
    const old = await till.redeem({ code: await issuePlasticCode(before, order), amountFen: AMOUNT });
    expect(old.json()).toMatchObject({ code: 'KEY_UNKNOWN', serverTime: expect.any(String) });
    const after = await product.get(CardKeys).freshSigner('STATIC', clock.now());
    expect(after.kid).not.toBe(before.kid);
    expect(codeOf(await till.redeem({ code: await issuePlasticCode(after, order), amountFen: AMOUNT }))).toBe(
      'NO_BENEFIT',
    );
  });

  it('leaves an unknown key unknown, and tells the time with it', async () => {
    const member = await world.aMember();
    const stranger = generateKeyPairSync('ed25519');
    const signer = {
      kid: 4_711,
      publicKey: rawEd25519PublicKey(stranger.publicKey),
      sign: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(sign(null, bytes, stranger.privateKey))),
    };
    const order = {
      cardNo: member.cardNo,
      deviceSlot: 1,
      now: clock.now(),
      policyEpoch: 2,
      offlineClass: 0,
      offlineCap: 0,
    };
    const devicePublicKey = rawEd25519PublicKey(member.phone.privateKey);
    const { pass } = await issuePass(signer, { ...order, devicePublicKey });
    const tap = buildTap(new Uint8Array(Buffer.from(pass, 'base64url')), {
      step: stepAt(clock.now().getTime() / 1000),
      ctr: 1,
    });
    const code = encodePhoneCode(
      signTap(tap, new Uint8Array(sign(null, tapBytesToSign(tap), member.phone.privateKey))),
    );
    expect((await till.redeem({ code, amountFen: AMOUNT })).json()).toMatchObject({
      code: 'KEY_UNKNOWN',
      serverTime: expect.any(String),
    });
  });
});

describe('a phone', () => {
  it('is given what its short numbers are made with, another one at each binding', async () => {
    const member = await world.aMember();
    const renew = (publicKey: Uint8Array) =>
      product
        .get(DevicesService)
        .renew(
          { kind: 'worker', loginId: world.maker.loginId, memberId: member.memberId },
          Buffer.from(publicKey).toString('base64url'),
        );
    const first = await renew(rawEd25519PublicKey(member.phone.privateKey));
    expect(first).toMatchObject({ shortPrefix: '98', shortSecret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) });
    const next = await world.bindPhone(member.cardId, member.cardNo);
    const second = await renew(rawEd25519PublicKey(next.privateKey));
    expect(second.shortSecret).not.toBe(first.shortSecret);
  });
});
