import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { CampaignBudgetService, ClaimsService } from '../../src/modules/benefits/index.js';
import { GrantsService } from '../../src/modules/benefits/grants/grants.service.js';
import { HoldingsService } from '../../src/modules/benefits/holdings/holdings.service.js';
import { TransfersService } from '../../src/modules/members/index.js';
import { AuthorizationService, RedemptionService, ReversalService } from '../../src/modules/redemption/index.js';
import type { Outcome } from '../../src/modules/redemption/index.js';
import type { ManualClock } from '../../src/shared/clock.js';
import { Refusal } from '../../src/shared/errors.js';
import type { TestApp } from './app.js';
import { Campaign, GRANT_FEN, HoldingModel, type Use, VOUCHER } from './holding-model.js';
import type { TestMember, TestTerminal, World } from './world.js';

const MEMBERS = 4;

const member = fc.nat(MEMBERS - 1);
const of = fc.constantFrom('pack' as const, 'grant' as const);
const amount = fc.constantFrom(299, 300, 450, 600, 1_001);
const pick = fc.nat(1_000);
/** What may happen with vouchers and balances, often enough for budgets and packs to run out. */
export const holdingCommand = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('claim' as const), member }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('redeem' as const), member, of, amount }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold' as const), member, of, amount }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reverse' as const), pick, goods: fc.option(amount) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('capture' as const), pick, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('void' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 7, 15) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), member }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('budget' as const), of, byFen: fc.constantFrom(-700, -60, 240, 1_500) }),
  },
);
type Command = typeof holdingCommand extends fc.Arbitrary<infer T> ? T : never;

/** One seed: a union of its own with a few members, a pack and a balance. */
export class HoldingRun {
  readonly met = new Set<string>();
  private readonly redeemed: { id: string; use: Use }[] = [];
  private readonly holds: { id: string; use: Use }[] = [];
  private serial = 0;

  private constructor(
    private readonly product: TestApp,
    private readonly world: World,
    private readonly clock: ManualClock,
    private readonly seed: number,
    private readonly till: TestTerminal,
    private readonly members: readonly TestMember[],
    private readonly model: HoldingModel,
  ) {}

  static async begin(product: TestApp, world: World, clock: ManualClock, seed: number): Promise<HoldingRun> {
    const org = `s${seed}`;
    await product.database.transaction((tx) =>
      tx.query(
        `INSERT INTO union_org (id, parent_id, level, name, path, park_code, created_at) VALUES ($1, 'park-a', 'GRASSROOTS', $1, $2, 'A', now())`,
        [org, `/city/park-a/${org}/`],
      ),
    );
    const members = await world.someMembers(MEMBERS, { orgId: org });
    const pack = new Campaign('pack', 6_000, 2_000);
    const grant = new Campaign('grant', 10_000, MEMBERS * GRANT_FEN);
    const { thresholdFen, offFen, count, perRedemption, claims } = VOUCHER;
    const budget = ({ totalFen }: Campaign) => ({ from: 'city-2017', totalFen });
    await world.publish({
      id: `pack-${seed}`,
      owner: org,
      budget: budget(pack),
      funding: [
        { payer: 'UNION', bps: 6_000 },
        { payer: 'MERCHANT', bps: 4_000 },
      ],
      mechanism: {
        type: 'VOUCHER_PACK',
        voucher: { thresholdFen, offFen },
        count,
        perRedemption,
        claims,
        claim: { from: '2017-01-01T00:00:00+08:00', to: '2017-02-01T00:00:00+08:00' },
      },
    });
    await world.publish({
      id: `grant-${seed}`,
      owner: org,
      budget: budget(grant),
      mechanism: { type: 'GRANT', tiers: [{ amountFen: GRANT_FEN }] },
    });
    await product.get(GrantsService).runDue();
    for (const at of members.keys()) grant.holdings.set(at, { state: 'LIVE', units: 0, fen: GRANT_FEN });
    grant.heldFen = grant.promisedFen = MEMBERS * GRANT_FEN;
    const run = new HoldingRun(
      product,
      world,
      clock,
      seed,
      await world.aTerminal(),
      members,
      new HoldingModel(pack, grant),
    );
    await run.check();
    return run;
  }

  async run(one: Command): Promise<void> {
    const expected = this.nowMs;
    switch (one.do) {
      case 'claim': {
        const claimed = await this.product.get(ClaimsService).claim(this.idOf(one.member), `pack-${this.seed}`);
        this.same(this.model.claim(one.member), claimed.outcome === 'CLAIMED' ? 'CLAIMED' : claimed.reason);
        break;
      }
      case 'redeem':
      case 'hold':
        await this.use(one.of, one.member, one.amount, one.do === 'hold');
        break;
      case 'reverse':
        await this.reverse(this.redeemed[one.pick % this.redeemed.length], one.goods);
        break;
      case 'capture':
        await this.capture(this.holds[one.pick % this.holds.length], one.amount);
        break;
      case 'void': {
        const hold = this.holds[one.pick % this.holds.length];
        if (!hold) break;
        const outcome = await this.product.get(AuthorizationService).void(this.attempt(), hold.id);
        this.same(this.model.void(hold.use, expected), codeOf(outcome));
        break;
      }
      case 'wait':
        this.clock.advance(one.minutes * 60_000);
        break;
      case 'sweep':
        await this.product.get(AuthorizationService).expireLapsed();
        this.model.sweep(
          this.holds.map(({ use }) => use),
          expected,
        );
        break;
      case 'move':
        await this.move(one.member);
        break;
      case 'budget':
        await this.changeBudget(this.model[one.of], one.byFen);
        break;
    }
    await this.check();
  }

  private async use(of: Use['of'], at: number, amountFen: number, isHold: boolean): Promise<void> {
    const request = {
      code: this.memberAt(at).phone.show(this.clock.now()),
      amountFen,
      benefit: `${of}-${this.seed}`,
      ticketNo: `T${this.serial}`,
    };
    const redemptions = this.product.get(RedemptionService);
    const outcome = isHold
      ? await redemptions.authorize(this.attempt(), request, 15)
      : await redemptions.redeem(this.attempt(), request);
    const use = this.model.use(of, at, amountFen, isHold, this.nowMs);
    if (typeof use === 'string') return this.same(use, codeOf(outcome));
    this.same(isHold ? 'HELD' : 'REDEEMED', codeOf(outcome));
    assert.equal(bodyOf(outcome)['discountFen'], use.fen);
    if (isHold) this.holds.push({ id: String(bodyOf(outcome)['authorizationId']), use });
    else this.redeemed.push({ id: String(bodyOf(outcome)['redemptionId']), use });
  }

  private async reverse(target: { id: string; use: Use } | undefined, goodsFen: number | null): Promise<void> {
    if (!target) return;
    const request = goodsFen === null ? { type: 'CANCEL' as const } : { type: 'PARTIAL' as const, amountFen: goodsFen };
    const body = { redemptionId: target.id, ...request };
    const outcome = await this.product.get(ReversalService).reverse(this.attempt(), body);
    this.same(this.model.reverse(target.use, goodsFen), codeOf(outcome));
  }

  private async capture(hold: { id: string; use: Use } | undefined, amountFen: number): Promise<void> {
    if (!hold) return;
    const outcome = await this.product.get(AuthorizationService).capture(this.attempt(), hold.id, { amountFen });
    const { code, made } = this.model.capture(hold.use, amountFen, this.nowMs);
    this.same(code, codeOf(outcome));
    if (made) this.redeemed.push({ id: String(bodyOf(outcome)['redemptionId']), use: made });
  }

  /** Leaves for another union, or comes back. */
  private async move(at: number): Promise<void> {
    const [home, elsewhere] = [`s${this.seed}`, 'u2'];
    const isAway = this.model.away.has(at);
    const to = isAway ? home : elsewhere;
    await this.product.get(TransfersService).transfer(this.world.maker, this.idOf(at), { orgId: to });
    const [here, there] = [`/city/park-a/${home}/`, '/city/park-b/u2/'];
    const leaving = {
      memberId: this.idOf(at),
      fromOrgPath: isAway ? there : here,
      toOrgPath: isAway ? here : there,
    };
    await this.product.database.transaction((tx) => this.product.get(HoldingsService).revokeLeft(tx, [leaving]));
    if (isAway) this.model.away.delete(at);
    else this.model.leave(at);
  }

  private async changeBudget(campaign: Campaign, byFen: number): Promise<void> {
    const totalFen = campaign.totalFen + byFen;
    if (totalFen < 0) return;
    const change = this.product
      .get(CampaignBudgetService)
      .change(this.world.maker, `${campaign.of}-${this.seed}`, totalFen);
    const refused = await change.then(
      () => null,
      (error: unknown) => (error instanceof Refusal ? error.entry.code : 'BROKEN'),
    );
    const isTooLow = totalFen < campaign.spentFen + campaign.heldFen;
    assert.equal(refused, isTooLow ? 'BELOW_COMMITTED' : null);
    if (!isTooLow) campaign.totalFen = totalFen;
  }

  /** Every figure of both campaigns and of everybody's holdings. */
  private async check(): Promise<void> {
    for (const campaign of [this.model.pack, this.model.grant]) {
      const id = `${campaign.of}-${this.seed}`;
      const [row]: Record<string, number>[] = await this.product.database.db.query(
        `SELECT total_fen AS "totalFen", spent_fen AS "spentFen", held_fen AS "heldFen", promised_fen AS "promisedFen", uses, claims
         FROM campaign_runtime WHERE campaign_id = $1`,
        [id],
      );
      const { totalFen, spentFen, heldFen, promisedFen, uses, claims } = campaign;
      assert.deepEqual(row, { totalFen, spentFen, heldFen, promisedFen, uses, claims });
      const rows: { memberId: string; state: string; units: number; fen: number }[] =
        await this.product.database.db.query(
          'SELECT member_id AS "memberId", state, units, fen FROM holding WHERE campaign_id = $1 ORDER BY member_id',
          [id],
        );
      const held = [...campaign.holdings].map(([at, each]) => ({ memberId: this.idOf(at), ...each }));
      assert.deepEqual(
        rows,
        held.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1)),
      );
    }
  }

  private same(expected: string, code: string): void {
    this.met.add(code);
    assert.equal(code, expected);
  }

  private attempt() {
    this.serial += 1;
    const key = `h-${this.seed}-${this.serial}`;
    return { terminal: this.till, key, bodyHash: createHash('sha256').update(key).digest() };
  }

  private memberAt(at: number): TestMember {
    const found = this.members[at];
    if (!found) throw new Error('there is no such member');
    return found;
  }

  private idOf(at: number): string {
    return this.memberAt(at).memberId;
  }

  private get nowMs(): number {
    return this.clock.now().getTime();
  }
}

function bodyOf({ stored }: Outcome): Readonly<Record<string, unknown>> {
  if (stored.kind !== 'ANSWER') throw new Error('a tombstone answers nothing');
  return stored.body;
}
const codeOf = (outcome: Outcome): string => String(bodyOf(outcome)['code']);
