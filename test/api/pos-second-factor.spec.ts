import { createHash, sign } from 'node:crypto';
import { CardsDesk } from '../../src/modules/cards/cards-desk.service.js';
import { issuePlasticCode, PinsService } from '../../src/modules/cards/index.js';
import { ConfirmationService } from '../../src/modules/redemption/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { confirmationBytes } from '../../src/shared/code/confirmation.js';
import type { WorkerCaller } from '../../src/shared/caller.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const AMOUNT = 20_000;
const PIN = '739152';
const WRONG = '739153';

interface Body {
  readonly code: string;
  readonly triesLeft?: number;
  readonly discountFen?: number;
  readonly confirmationId?: string;
  readonly secondFactor?: string[];
}

let product: TestApp;
let world: World;
let till: Till;
const clock = new ManualClock('2021-01-21T10:00:00+08:00');

beforeAll(async () => {
  product = await startApp({ clock });
  world = await World.build(product);
  till = new Till(world, await world.aTerminal());
  const when = { from: '2021-01-01T00:00:00+08:00', to: '2021-06-01T00:00:00+08:00' };
  await world.publish({ id: 'union', when, stacking: { group: 'a' } });
  const mechanism = { type: 'PERCENT_OFF', bps: 1_000 } as const;
  await world.publish({ id: 'shop', when, mechanism, budget: undefined, stacking: { group: 'b' } });
});
afterAll(() => product.close());

const bodyOf = ({ body }: { readonly body: string }): Body => JSON.parse(body) as Body;

const plastic = ({ cardNo }: TestMember): Promise<string> =>
  issuePlasticCode(product.keyring.passSigner('STATIC', clock.now()), {
    cardNo,
    issueNo: 1,
    cardClass: 0,
    fromDay: 0,
    toDay: 60_000,
  });

const callerOf = ({ memberId }: TestMember): WorkerCaller => ({
  kind: 'worker',
  loginId: world.maker.loginId,
  memberId,
});

async function withPin(pin = PIN): Promise<{ member: TestMember; code: string }> {
  const member = await world.aMember();
  const proof = member.idNumber.slice(-6);
  await product.get(PinsService).setOwn(callerOf(member), { pin, proof });
  return { member, code: await plastic(member) };
}

describe('the PIN of a plastic card', () => {
  it('opens union money at a till, once for each key', async () => {
    const { code } = await withPin();
    const without = bodyOf(await till.quote({ code, amountFen: AMOUNT }));
    expect(without).toMatchObject({ discountFen: 2_000, secondFactor: ['PIN', 'PHONE'] });
    const quoted = bodyOf(await till.quote({ code, amountFen: AMOUNT, pin: PIN }));
    expect(quoted.discountFen).toBeGreaterThan(2_000);
    expect(quoted.secondFactor).toBeUndefined();

    const key = world.newKey();
    const first = await till.redeem({ code, amountFen: AMOUNT, pin: PIN }, key);
    expect(bodyOf(first)).toMatchObject({ code: 'REDEEMED', discountFen: quoted.discountFen });
    const again = await till.redeem({ code, amountFen: AMOUNT, pin: PIN }, key);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    // The same key with another PIN is another request, though the hash of it cannot be tried out.
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, pin: WRONG }, key)).code).toBe('KEY_REUSED');
    expect(await world.count('redemption', `decision->>'code' = 'S' AND decision->>'secondFactor' = 'true'`)).toBe(1);
  });

  it('is told wrong with the tries left, and a repetition of one key takes no second try', async () => {
    const { code } = await withPin();
    const key = world.newKey();
    const first = await till.redeem({ code, amountFen: AMOUNT, pin: WRONG }, key);
    expect([first.statusCode, bodyOf(first)]).toMatchObject([409, { code: 'PIN_WRONG', triesLeft: 4 }]);
    const again = await till.redeem({ code, amountFen: AMOUNT, pin: WRONG }, key);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect(bodyOf(await till.quote({ code, amountFen: AMOUNT, pin: WRONG }))).toMatchObject({ triesLeft: 3 });
    // A right one gives all of them back.
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, pin: PIN })).code).toBe('REDEEMED');
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, pin: WRONG }))).toMatchObject({ triesLeft: 4 });
  });

  it('is looked at five times and no more, from forty tills at once, until it is reset at the desk', async () => {
    const { member, code } = await withPin();
    const tills = await Promise.all(Array.from({ length: 40 }, async () => new Till(world, await world.aTerminal())));
    const answers = await Promise.all(tills.map((each) => each.redeem({ code, amountFen: AMOUNT, pin: WRONG })));
    const bodies = answers.map(bodyOf);
    const left = bodies.flatMap(({ triesLeft }) => (triesLeft === undefined ? [] : [triesLeft]));
    expect(left.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    expect(bodies.filter(({ code: each }) => each === 'PIN_LOCKED')).toHaveLength(35);
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, pin: PIN })).code).toBe('PIN_LOCKED');
    // The card itself still gets what needs no PIN.
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT }))).toMatchObject({
      code: 'REDEEMED',
      discountFen: 2_000,
    });

    const pins = product.get(PinsService);
    expect(await pins.resetAtDesk(world.maker, member.cardId, { reason: '持卡人到窗口' })).toMatchObject({
      state: 'NONE',
    });
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, pin: PIN })).code).toBe('PIN_NOT_SET');
    await pins.resetAtDesk(world.maker, member.cardId, { pin: '284650', reason: '持卡人到窗口' });
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, pin: '284650' })).code).toBe('REDEEMED');
    expect(await world.count('audit_entry', `action = 'card.pin-reset' AND subject_id = '${member.cardId}'`)).toBe(2);
    // Who and why stands in the card's own history, which is emptied with the person; the state it tells is nobody's to thaw.
    const { history } = await product.get(CardsDesk).get(world.maker, member.cardId);
    expect(history.filter(({ toState }) => toState === 'PIN_RESET')).toMatchObject(
      Array.from({ length: 2 }, () => ({ fromState: 'ACTIVE', reason: '持卡人到窗口', actorKind: 'officer' })),
    );
  });

  it('stands nowhere in the database, and no hash of a request lets it be tried out', async () => {
    const { code } = await withPin();
    const { statusCode } = await till.redeem({ code, amountFen: AMOUNT, pin: PIN });
    expect(statusCode).toBe(201);
    const rows: { hit: boolean }[] = await product.database.db.query(
      `SELECT EXISTS (SELECT 1 FROM idempotency_key WHERE outcome::text LIKE '%${PIN}%') OR EXISTS (SELECT 1 FROM redemption WHERE decision::text LIKE '%${PIN}%')
         OR EXISTS (SELECT 1 FROM audit_entry WHERE detail::text LIKE '%${PIN}%') AS hit`,
    );
    expect(rows).toEqual([{ hit: false }]);
    // With no other field unknown, a plain SHA-256 would be found again by its PIN.
    const key = world.newKey();
    const request = { ticketNo: 'T1', code, amountFen: AMOUNT, pin: PIN };
    await till.redeem(request, key);
    const plain = createHash('sha256')
      .update('POST /pos/v1/redemptions\n')
      .update(JSON.stringify(request))
      .digest('hex');
    expect(await world.count('idempotency_key', `key = '${key}'`)).toBe(1);
    expect(await world.count('idempotency_key', `encode(body_hash, 'hex') = '${plain}'`)).toBe(0);
  });

  it('is refused when it is weak or the second proof is wrong', async () => {
    const member = await world.aMember();
    const pins = product.get(PinsService);
    const proof = member.idNumber.slice(-6);
    await expect(pins.setOwn(callerOf(member), { pin: '123456', proof })).rejects.toMatchObject({ name: 'PIN_WEAK' });
    const birth = member.idNumber.slice(8, 14);
    await expect(pins.setOwn(callerOf(member), { pin: birth, proof })).rejects.toMatchObject({ name: 'PIN_WEAK' });
    const other = proof === '000000' ? '000001' : '000000';
    await expect(pins.setOwn(callerOf(member), { pin: PIN, proof: other })).rejects.toMatchObject({
      name: 'PROOF_WRONG',
    });
  });

  it('F53 leaves the refusal of a named benefit as it is, whatever the person', async () => {
    const meant = await withPin();
    const stranger = await world.aMember({ orgId: 'u2' });
    const bodies = await Promise.all(
      [meant.code, await plastic(stranger)].map((code) => till.redeem({ code, amountFen: AMOUNT, benefit: 'union' })),
    );
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
    expect(bodyOf(bodies[0]!)).toMatchObject({ code: 'NOT_AVAILABLE' });
    expect(bodyOf(bodies[0]!).secondFactor).toBeUndefined();
  });
});

describe('a word from the bound phone', () => {
  const ask = (code: string, key: string, amountFen = AMOUNT, at = till) =>
    at.redeem({ code, amountFen, confirm: 'PHONE' }, key);
  const answer = async (member: TestMember, id: string, privateKey = member.phone.privateKey) => {
    const service = product.get(ConfirmationService);
    const waiting = await service.list(callerOf(member));
    const asked = waiting.items.find((each) => each.id === id);
    if (!asked) throw new Error('nobody asks');
    const signature = sign(null, confirmationBytes(asked), privateKey).toString('base64url');
    return service.answer(callerOf(member), id, { answer: 'CONFIRM', signature });
  };

  it('opens union money for one attempt of one till', async () => {
    const member = await world.aMember();
    const code = await plastic(member);
    const key = world.newKey();
    const waiting = await ask(code, key);
    expect([waiting.statusCode, bodyOf(waiting)]).toMatchObject([202, { code: 'CONFIRMATION_PENDING' }]);
    expect(bodyOf(await ask(code, key)).confirmationId).toBe(bodyOf(waiting).confirmationId);
    const listed = await product.get(ConfirmationService).list(callerOf(member));
    expect(listed.items).toMatchObject([{ amountFen: AMOUNT, terminalId: till.terminal.terminalId }]);

    expect(await answer(member, bodyOf(waiting).confirmationId ?? '')).toEqual({ state: 'CONFIRMED' });
    const done = await ask(code, key);
    expect([done.statusCode, bodyOf(done)]).toMatchObject([201, { code: 'REDEEMED' }]);
    expect(bodyOf(done).discountFen).toBeGreaterThan(2_000);
    const again = await ask(code, key);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([done.body, 'true']);
    // Another attempt, till or amount is asked for anew.
    expect((await ask(code, world.newKey())).statusCode).toBe(202);
    expect(bodyOf(await ask(code, key, AMOUNT + 1)).code).toBe('KEY_REUSED');
    expect((await ask(code, key, AMOUNT, new Till(world, await world.aTerminal()))).statusCode).toBe(202);
  });

  it('lets no amount but the one shown through, and gives once however often the till comes back at once', async () => {
    const member = await world.aMember();
    const code = await plastic(member);
    const key = world.newKey();
    const id = bodyOf(await ask(code, key)).confirmationId ?? '';
    await answer(member, id);
    expect(bodyOf(await ask(code, key, AMOUNT * 2)).code).toBe('KEY_REUSED');
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(code, key)));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(await world.count('redemption', `member_id = '${member.memberId}' AND state = 'REDEEMED'`)).toBe(1);
  });

  it('comes from the phone that counts and from nobody else', async () => {
    const member = await world.aMember();
    const other = await world.aMember();
    const id = bodyOf(await ask(await plastic(member), world.newKey())).confirmationId ?? '';
    await expect(answer(member, id, other.phone.privateKey)).rejects.toMatchObject({ name: 'CONFIRMATION_NOT_SIGNED' });
    const service = product.get(ConfirmationService);
    await expect(service.answer(callerOf(other), id, { answer: 'DENY' })).rejects.toMatchObject({
      name: 'CONFIRMATION_UNKNOWN',
    });
    await world.bindPhone(member.cardId, member.cardNo);
    await expect(answer(member, id)).rejects.toMatchObject({ name: 'CONFIRMATION_NOT_SIGNED' });
  });

  it('may be no, or come too late', async () => {
    const member = await world.aMember();
    const code = await plastic(member);
    const [no, late] = [world.newKey(), world.newKey()];
    const id = bodyOf(await ask(code, no)).confirmationId ?? '';
    expect(await product.get(ConfirmationService).answer(callerOf(member), id, { answer: 'DENY' })).toEqual({
      state: 'DENIED',
    });
    const denied = await ask(code, no);
    expect(bodyOf(denied).code).toBe('CONFIRMATION_DENIED');
    expect((await ask(code, no)).body).toBe(denied.body);

    const lateId = bodyOf(await ask(code, late)).confirmationId ?? '';
    clock.advance(119_999);
    expect((await ask(code, late)).statusCode).toBe(202);
    await answer(member, lateId);
    clock.advance(1);
    expect(bodyOf(await ask(code, late)).code).toBe('CONFIRMATION_EXPIRED');
  });

  it('is not asked for when no phone is bound', async () => {
    const member = await world.aMember();
    await product.database.transaction((tx) =>
      tx.query('UPDATE card_device SET replaced_at = now() WHERE card_id = $1', [member.cardId]),
    );
    expect(bodyOf(await ask(await plastic(member), world.newKey())).code).toBe('PHONE_NOT_BOUND');
  });
});
