import { createHmac } from 'node:crypto';
import { ShortCodes } from '../../src/modules/cards/index.js';
import { ManualClock } from '../../src/shared/clock.js';
import { stepAt } from '../../src/shared/code/phone-code.js';
import { encodeShortNumber, shortMacInput } from '../../src/shared/code/short-number.js';
import { startApp, type TestApp } from '../support/app.js';
import { Till } from '../support/signed-till.js';
import { type TestMember, World } from '../support/world.js';

const AMOUNT = 20_000;

interface Body {
  readonly code: string;
  readonly discountFen?: number;
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

describe('a short number', () => {
  const shortOf = ({ cardNo, phone }: TestMember, stepsAway = 0): string => {
    const step = stepAt(clock.now().getTime() / 1000) + stepsAway;
    const secret = product.get(ShortCodes).secretOf(cardNo, phone.slot);
    const hmac = createHmac('sha256', secret)
      .update(shortMacInput(cardNo, phone.slot, step))
      .digest();
    return encodeShortNumber({ cardNo, step, hmac });
  };
  const wrongOf = (member: TestMember): string => {
    const text = shortOf(member);
    return text.slice(0, -1) + String((Number(text.slice(-1)) + 1) % 10);
  };

  it('opens union money once, and its step dies as a code does', async () => {
    const member = await world.aMember();
    const key = world.newKey();
    const code = shortOf(member);
    const given = await till.redeem({ code, amountFen: AMOUNT }, key);
    expect(bodyOf(given)).toMatchObject({ code: 'REDEEMED' });
    expect(bodyOf(given).discountFen).toBeGreaterThan(2_000);
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT })).code).toBe('CODE_USED');
    clock.advance(3_600_000);
    expect((await till.redeem({ code, amountFen: AMOUNT }, key)).body).toBe(given.body);
    const accepted = await Promise.all(
      [-3, -2, 1, 2].map(async (away) =>
        bodyOf(await till.redeem({ code: shortOf(await world.aMember(), away), amountFen: AMOUNT })),
      ),
    );
    expect(accepted.map((body) => body.code)).toEqual(['CODE_EXPIRED', 'REDEEMED', 'REDEEMED', 'CODE_EXPIRED']);
    expect(accepted[0]).toHaveProperty('serverTime');
  });

  it('F04 is refused with any single digit changed, whatever it is changed to, and nothing is stored', async () => {
    const code = shortOf(await world.aMember());
    expect(code).toHaveLength(24);
    const stored = () => Promise.all(['idempotency_key', 'code_use', 'redemption'].map((table) => world.count(table)));
    const before = await stored();
    const reasons = new Set<string>();
    for (let at = 0; at < code.length; at += 1) {
      // Five wrong ones of a card shut a till out, so each place comes to three of its own.
      const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => String((Number(code[at]) + step) % 10));
      const changed = digits.map((digit) => code.slice(0, at) + digit + code.slice(at + 1));
      for (const some of [changed.slice(0, 4), changed.slice(4, 8), changed.slice(8)]) {
        const fresh = new Till(world, await world.aTerminal());
        for (const wrong of some) reasons.add(bodyOf(await fresh.redeem({ code: wrong, amountFen: AMOUNT })).code);
      }
    }
    expect([...reasons].toSorted()).toEqual(['CODE_FORGED', 'CODE_MALFORMED']);
    expect(await stored()).toEqual(before);
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT })).code).toBe('REDEEMED');
  });

  it('that was quoted stays with its till for two minutes', async () => {
    const member = await world.aMember();
    const code = shortOf(member);
    const { quoteId } = (await till.quote({ code, amountFen: AMOUNT })).json<{ quoteId: string }>();
    const other = new Till(world, await world.aTerminal());
    expect(bodyOf(await other.redeem({ code, amountFen: AMOUNT })).code).toBe('CODE_IN_USE');
    clock.advance(119_000);
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT, quoteId })).code).toBe('REDEEMED');
  });

  it('F03 given at two tills in parallel is used once', async () => {
    const code = shortOf(await world.aMember());
    const other = new Till(world, await world.aTerminal());
    const answers = await Promise.all([till, other].map((each) => each.redeem({ code, amountFen: AMOUNT })));
    expect(answers.map((each) => bodyOf(each).code).toSorted()).toEqual(['CODE_USED', 'REDEEMED']);
  });

  it('is good for small baskets only', async () => {
    const code = shortOf(await world.aMember());
    expect(bodyOf(await till.quote({ code, amountFen: 30_001 })).code).toBe('SHORT_NUMBER_LIMIT');
    expect(bodyOf(await till.redeem({ code, amountFen: 30_001 })).code).toBe('SHORT_NUMBER_LIMIT');
    expect(bodyOf(await till.redeem({ code, amountFen: 30_000 })).code).toBe('REDEEMED');
  });

  it('dies with the phone it was read off', async () => {
    const member = await world.aMember();
    const code = shortOf(member);
    await world.bindPhone(member.cardId, member.cardNo);
    expect(bodyOf(await till.redeem({ code, amountFen: AMOUNT })).code).toBe('CODE_FORGED');
  });

  it('is off at a till for an hour after five wrong ones of one card, counted exactly among forty at once', async () => {
    const member = await world.aMember();
    const guesser = new Till(world, await world.aTerminal());
    const wrong = wrongOf(member);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => guesser.quote({ code: wrong, amountFen: AMOUNT })),
    );
    const codes = answers.map((each) => bodyOf(each).code);
    expect(codes.filter((code) => code === 'CODE_FORGED')).toHaveLength(5);
    expect(
      await world.count('short_code_try', `card_no = ${member.cardNo} AND tries = 5 AND off_until IS NOT NULL`),
    ).toBe(1);

    const fresh = () => ({ code: shortOf(member), amountFen: AMOUNT });
    const off = await guesser.redeem(fresh());
    expect([off.statusCode, bodyOf(off).code]).toEqual([
      429,
      expect.stringMatching(/^(SHORT_NUMBER_OFF|TOO_MANY_FAILED_CODES)$/),
    ]);
    // Only there: nobody can shut a stranger's card out of other tills.
    expect(bodyOf(await till.redeem(fresh())).code).toBe('REDEEMED');
    clock.advance(3_600_001);
    expect(bodyOf(await guesser.redeem(fresh())).code).toBe('REDEEMED');
  });

  it('forgets wrong ones of more than ten minutes ago', async () => {
    const member = await world.aMember();
    const guesser = new Till(world, await world.aTerminal());
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 4; tries += 1)
        expect(bodyOf(await guesser.quote({ code: wrongOf(member), amountFen: AMOUNT })).code).toBe('CODE_FORGED');
      clock.advance(600_000);
    }
    expect(bodyOf(await guesser.redeem({ code: shortOf(member), amountFen: AMOUNT })).code).toBe('REDEEMED');
  });
});
