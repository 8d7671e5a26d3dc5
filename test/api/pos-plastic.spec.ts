import { CardsService, issuePlasticCode } from '../../src/modules/cards/index.js';
import { encodeDigits } from '../../src/shared/code/code-text.js';
import { decodePlasticCode, PLASTIC_CODE_BYTES } from '../../src/shared/code/plastic-code.js';
import { ManualClock } from '../../src/shared/clock.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const AMOUNT = 20_000;

describe('a plastic card at a till', () => {
  const clock = new ManualClock('2021-01-21T10:00:00+08:00');
  let product: TestApp;
  let world: World;
  let till: Till;

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

  const show = ({ cardNo }: TestMember, issueNo = 1): Promise<string> =>
    issuePlasticCode(product.keyring.passSigner('STATIC', clock.now()), {
      cardNo,
      issueNo,
      cardClass: 0,
      fromDay: 0,
      toDay: 60_000,
    });

  it('gets what the merchant gives and no union money, at any till, again and again', async () => {
    const member = await world.aMember();
    const other = new Till(world, await world.aTerminal('wal-2'));
    const code = await show(member);
    const quoted = await till.quote({ code, amountFen: AMOUNT });
    expect(quoted.json()).toMatchObject({ outcome: 'OK', discountFen: 2_000, applied: [{ campaignId: 'shop' }] });
    const { quoteId } = quoted.json<{ quoteId: string }>();
    // A quote keeps a phone's code to its till; this one is nobody's.
    for (const each of [other, till])
      expect((await each.redeem({ code, amountFen: AMOUNT })).json()).toMatchObject({
        code: 'REDEEMED',
        shares: { MERCHANT: 2_000 },
      });
    expect((await till.redeem({ code, amountFen: AMOUNT, quoteId })).json()).toMatchObject({ code: 'REDEEMED' });
    expect(await world.count('code_use')).toBe(0);
    expect(await world.count('code_binding')).toBe(0);
    expect(await world.count('redemption', `decision->>'code' = 'S' AND decision->>'secondFactor' = 'false'`)).toBe(3);
  });

  it('needs no phone, and many at once each get their own', async () => {
    const members = await world.someMembers(20);
    await product.database.transaction((tx) =>
      tx.query('UPDATE card_device SET replaced_at = now() WHERE replaced_at IS NULL'),
    );
    const codes = await Promise.all(members.map((member) => show(member)));
    const answers = await Promise.all(codes.map((code) => till.redeem({ code, amountFen: AMOUNT })));
    expect(answers.map((answer) => answer.json<{ code: string }>().code)).toEqual(codes.map(() => 'REDEEMED'));
  });

  it('is refused when it is an earlier issue, and tells nothing of union money to the till', async () => {
    const member = await world.aMember();
    expect((await till.redeem({ code: await show(member, 2), amountFen: AMOUNT })).json()).toMatchObject({
      code: 'PASS_INVALID',
    });
    const named = await till.redeem({ code: await show(member), amountFen: AMOUNT, benefit: 'union' });
    expect(named.json()).toMatchObject({ code: 'NOT_AVAILABLE' });
    await product.get(CardsService).act(world.maker, member.cardId, 'FREEZE', 'test');
    expect((await till.redeem({ code: await show(member), amountFen: AMOUNT })).json()).toMatchObject({
      code: 'CARD_NOT_ACTIVE',
    });
  });

  it.each([
    ['its plastic was lost', 'plastic_issue_no = NULL', 'PASS_INVALID'],
    ['its plastic was made again', 'plastic_issue_no = 2', 'PASS_INVALID'],
    ['its card was frozen', `state = 'FROZEN'`, 'CARD_NOT_ACTIVE'],
  ])('gives nothing after the commit that says %s, also to a request already in flight', async (_, change, code) => {
    const member = await world.aMember();
    const shown = await show(member);
    const { inFlight } = await product.database.transaction(async (tx) => {
      await tx.query(`UPDATE card SET ${change} WHERE id = $1`, [member.cardId]);
      const inFlight = till.redeem({ code: shown, amountFen: AMOUNT });
      // It was decided on what stood before, and waits at its commit for the row that is changed here.
      for (let waits = false; !waits;) {
        const found: unknown[] = await product.database.db.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%redemption_commit%'`,
        );
        waits = found.length > 0;
      }
      return { inFlight };
    });
    expect((await inFlight).json()).toMatchObject({ code });
    expect(await world.count('redemption', `card_id = '${member.cardId}' AND state = 'REDEEMED'`)).toBe(0);
  });

  it('F04 is refused with any single byte flipped, at quote and redemption, and nothing is stored', async () => {
    const code = await show(await world.aMember());
    const raw = decodePlasticCode(code)?.raw ?? new Uint8Array();
    expect(raw).toHaveLength(PLASTIC_CODE_BYTES);
    const stored = () => Promise.all(['idempotency_key', 'redemption'].map((table) => world.count(table)));
    const before = await stored();
    const reasons: string[] = [];
    let fresh = till;
    for (let at = 0; at < raw.length; at += 1) {
      const mask = 1 << (at % 8);
      const flipped = `9912${encodeDigits(raw.map((byte, place) => (place === at ? byte ^ mask : byte)))}`;
      // Failed codes make a till wait, so each few come to one of their own.
      if (at % 2 === 0) fresh = new Till(world, await world.aTerminal());
      const body = { code: flipped, amountFen: AMOUNT };
      for (const answer of [await fresh.quote(body), await fresh.redeem(body)]) {
        expect(answer.statusCode).toBeGreaterThanOrEqual(400);
        expect(answer.statusCode).toBeLessThan(500);
        reasons[at] = answer.json<{ code: string }>().code;
      }
    }
    // The format is no code of ours; the two bytes of the key's number name a key there is not, or one for passes.
    expect(reasons[0]).toBe('CODE_MALFORMED');
    expect(reasons.slice(2, 4)).toEqual(['KEY_UNKNOWN', 'KEY_UNKNOWN']);
    expect(new Set([reasons[1], ...reasons.slice(4)])).toEqual(new Set(['CODE_FORGED']));
    expect(await stored()).toEqual(before);
    expect((await till.redeem({ code, amountFen: AMOUNT })).json()).toMatchObject({ code: 'REDEEMED' });
  });

  it('F04 is refused with any single digit changed', async () => {
    const code = await show(await world.aMember());
    const reasons = new Set<string>();
    let fresh = till;
    for (let at = 0; at < code.length; at += 1) {
      const changed = code.slice(0, at) + String((Number(code[at]) + 1) % 10) + code.slice(at + 1);
      if (at % 5 === 0) fresh = new Till(world, await world.aTerminal());
      reasons.add((await fresh.redeem({ code: changed, amountFen: AMOUNT })).json<{ code: string }>().code);
    }
    expect([...reasons].toSorted()).toEqual(['CODE_FORGED', 'CODE_MALFORMED', 'KEY_UNKNOWN']);
  });
});
