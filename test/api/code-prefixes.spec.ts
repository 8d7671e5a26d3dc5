import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import {
  CardsService,
  DevicesService,
  PlasticService,
  ProductionRunner,
  ProductionService,
  ShortCodes,
} from '../../src/modules/cards/index.js';
import { rawEd25519PublicKey } from '../../src/platform/crypto/ed25519.js';
import { fromBase64Url, toBase64Url } from '../../src/shared/code/base64url.js';
import { DEFAULT_CODE_PREFIXES } from '../../src/shared/code/code-text.js';
import { buildTap, encodePhoneCode, signTap, stepAt, tapBytesToSign } from '../../src/shared/code/phone-code.js';
import { encodeShortNumber, shortMacInput } from '../../src/shared/code/short-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { issueTo, onePerson, type Person } from '../support/cards.js';
import { Till } from '../support/signed-till.js';
import { World } from '../support/world.js';

const PREFIXES = { D: '88001', S: '880020', N: '87' };
const AMOUNT = 20_000;

let product: TestApp;
let world: World;
let till: Till;
let person: Person;
let cardId: string;

beforeAll(async () => {
  product = await startApp({
    config: { CODE_PREFIX_D: PREFIXES.D, CODE_PREFIX_S: PREFIXES.S, CODE_PREFIX_N: PREFIXES.N },
  });
  world = await World.build(product);
  till = new Till(world, await world.aTerminal());
  const when = { from: '2021-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' };
  await world.publish({ id: 'shop', when, mechanism: { type: 'PERCENT_OFF', bps: 1_000 }, budget: undefined });
  person = await onePerson(product);
  ({ cardId } = await issueTo(product, person));
});
afterAll(() => product.close());

const redeemed = async (code: string): Promise<string> =>
  (await till.redeem({ code, amountFen: AMOUNT })).json<{ code: string }>().code;

describe('codes of an installation with prefixes of its own', () => {
  it('are drawn as the phone is told, and only those are taken', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const publicKey = toBase64Url(rawEd25519PublicKey(privateKey));
    const bound = await product.get(DevicesService).bind(person, { publicKey, proof: person.proof, hardware: true });
    expect(bound).toMatchObject({ codePrefix: PREFIXES.D, shortPrefix: PREFIXES.N });
    const { card } = await product.get(DevicesService).view(person);
    expect(card).toMatchObject({ codePrefix: PREFIXES.D, shortPrefix: PREFIXES.N });
    const step = stepAt(world.now.getTime() / 1000);
    const show = (ctr: number, prefixes = PREFIXES): string => {
      const tap = buildTap(fromBase64Url(bound.pass) ?? new Uint8Array(), { step, ctr });
      return encodePhoneCode(signTap(tap, new Uint8Array(sign(null, tapBytesToSign(tap), privateKey))), prefixes);
    };
    expect(await redeemed(show(1, DEFAULT_CODE_PREFIXES))).toBe('CODE_MALFORMED');
    expect(await redeemed(show(2))).toBe('REDEEMED');

    const cardNo = Number(bound.cardNo.slice(0, -1));
    const secret = product.get(ShortCodes).secretOf(cardNo, bound.slot);
    const hmac = createHmac('sha256', secret)
      .update(shortMacInput(cardNo, bound.slot, step))
      .digest();
    expect(await redeemed(encodeShortNumber({ cardNo, step, hmac }))).toBe('CODE_MALFORMED');
    expect(await redeemed(encodeShortNumber({ cardNo, step, hmac }, PREFIXES))).toBe('REDEEMED');
  });

  it('are printed on plastic, from the batch to the till', async () => {
    const [production, runner] = [product.get(ProductionService), product.get(ProductionRunner)];
    const { batchId } = await production.request(world.maker, { orgId: 'u1', audience: 'WITHOUT_PLASTIC' });
    await runner.collect(batchId);
    await production.release(world.checker, batchId, { reason: 'as ordered' });
    await runner.produce(batchId);
    const chunks: Buffer[] = [];
    for await (const chunk of (await production.download(world.maker, batchId, 'PRINTER')).content) chunks.push(chunk);
    const printed = Buffer.concat(chunks).toString('utf8').trim().split(',').at(-1) ?? '';
    expect(printed).toMatch(/^880020[0-9]{195}$/);
    for (const action of ['HAND_OVER', 'ACTIVATE'] as const)
      await product.get(PlasticService).act(world.maker, cardId, { action, reason: 'test' });
    expect(await redeemed(`${DEFAULT_CODE_PREFIXES.S}${printed.slice(PREFIXES.S.length)}`)).toBe('CODE_MALFORMED');
    expect(await redeemed(printed)).toBe('REDEEMED');
    await product.get(CardsService).act(world.maker, cardId, 'FREEZE', 'test');
    expect(await redeemed(printed)).toBe('CARD_NOT_ACTIVE');
  });
});
