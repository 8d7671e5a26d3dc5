import { createHash } from 'node:crypto';
import { strict as assert } from 'node:assert';
import { CampaignBudgetService, CampaignsService } from '../../src/modules/benefits/index.js';
import { AuthorizationService, RedemptionService, ReversalService } from '../../src/modules/redemption/index.js';
import type { Attempt, Outcome } from '../../src/modules/redemption/index.js';
import { Refusal } from '../../src/shared/errors.js';
import { type Answer, type Given, Model, type ModelCampaign } from './model.js';
import type { Done, ModelCity } from './model-city.js';
import type { Command } from './model-commands.js';

/** One seed: its own campaigns, so that nothing of another seed counts. */
export class ModelRun {
  readonly model: Model;
  private readonly done: Done[] = [];
  private readonly redemptions: { id: string; given: Given }[] = [];
  private readonly holds: { id: string; given: Given; key: string }[] = [];
  private serial = 0;

  constructor(
    private readonly city: ModelCity,
    private readonly seed: number,
  ) {
    this.model = new Model([
      aModelCampaign(`off-${seed}`, {
        minimumFen: 500,
        gives: () => 200,
        timesADay: 3,
        timesInAll: 60,
        totalFen: 6_000,
      }),
      aModelCampaign(`part-${seed}`, {
        minimumFen: 20,
        gives: (fen) => Math.floor((fen * 500) / 10_000),
        timesADay: 4,
        timesInAll: Infinity,
        totalFen: 9_000,
      }),
    ]);
  }

  async begin(): Promise<void> {
    const [off, part] = this.model.campaigns;
    const when = { from: '2016-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' };
    await this.city.world.publish({
      id: off.id,
      when,
      mechanism: { type: 'AMOUNT_OFF', thresholdFen: 500, offFen: 200 },
      limits: [
        { per: 'MEMBER', period: 'DAY', times: 3 },
        { per: 'CAMPAIGN', period: 'ALL', times: 60 },
      ],
      stacking: { group: 'a', exclusive: false, priority: 1 },
      budget: { from: 'city-2017', totalFen: off.totalFen },
    });
    await this.city.world.publish({
      id: part.id,
      when,
      mechanism: { type: 'PERCENT_OFF', bps: 500 },
      limits: [{ per: 'MEMBER', period: 'DAY', times: 4 }],
      stacking: { group: 'b', exclusive: false, priority: 1 },
      budget: { from: 'city-2017', totalFen: part.totalFen },
    });
  }

  async end(): Promise<void> {
    for (const frozen of this.model.frozen) await this.city.card(frozen, 'UNFREEZE');
    for (const campaign of this.model.campaigns)
      await this.city.get(CampaignsService).act(this.city.world.checker, campaign.id, { action: 'END' });
  }

  /** Runs one command on both sides and compares what they answer. */
  async run(one: Command): Promise<void> {
    const nowMs = this.city.clock.now().getTime();
    switch (one.do) {
      case 'redeem':
      case 'hold':
        return this.submit(one.member, one.amount, one.named, one.do === 'hold');
      case 'burst':
        return this.burst(one.members, one.amount);
      case 'replay':
        return this.replay(this.done[one.pick % this.done.length], one.other);
      case 'cancel':
      case 'partial': {
        const target = this.redemptions[one.pick % this.redemptions.length];
        if (!target) return;
        const goodsFen = one.do === 'partial' ? one.amount : null;
        const request = {
          redemptionId: target.id,
          ...(goodsFen === null ? { type: 'CANCEL' as const } : { type: 'PARTIAL' as const, amountFen: goodsFen }),
        };
        return this.same(
          this.model.reverse(target.given, goodsFen, nowMs),
          await this.city.get(ReversalService).reverse(this.attempt(), request),
        );
      }
      case 'timeout': {
        const hold = this.holds[one.pick % this.holds.length];
        if (!hold) return;
        const expected = this.model.void(hold.given, nowMs);
        const answer = await this.city
          .get(ReversalService)
          .reverse(this.attempt(), { type: 'TIMEOUT', originalKey: hold.key });
        return this.same(expected.code === 'VOIDED' ? { code: 'REVERSED' } : expected, answer);
      }
      case 'bury': {
        const attempt = this.attempt();
        await this.city.get(ReversalService).reverse(this.attempt(), { type: 'TIMEOUT', originalKey: attempt.key });
        const late = await this.city.get(RedemptionService).redeem(attempt, this.request(one.member, one.amount, null));
        return assert.equal(late.stored.kind, 'TOMBSTONE');
      }
      case 'capture': {
        const hold = this.holds[one.pick % this.holds.length];
        if (!hold) return;
        const { answer, made } = this.model.capture(hold.given, one.amount, nowMs);
        const outcome = await this.city
          .get(AuthorizationService)
          .capture(this.attempt(), hold.id, { amountFen: one.amount });
        if (made) this.redemptions.push({ id: idOf(outcome, 'redemptionId'), given: made });
        return this.same(answer, outcome);
      }
      case 'void': {
        const hold = this.holds[one.pick % this.holds.length];
        if (!hold) return;
        return this.same(
          this.model.void(hold.given, nowMs),
          await this.city.get(AuthorizationService).void(this.attempt(), hold.id),
        );
      }
      case 'sweep':
        this.model.sweep(
          this.holds.map(({ given }) => given),
          nowMs,
        );
        await this.city.get(AuthorizationService).expireLapsed();
        return;
      case 'wait':
        this.city.clock.advance(one.minutes * 60_000);
        return this.city.goOnline();
      case 'pause': {
        const campaign = this.model.campaigns[one.campaign];
        await this.city
          .get(CampaignsService)
          .act(this.city.world.checker, campaign.id, { action: campaign.paused ? 'RESUME' : 'PAUSE' });
        campaign.paused = !campaign.paused;
        return;
      }
      case 'budget':
        return this.changeBudget(this.model.campaigns[one.campaign], one.byFen);
      case 'freeze': {
        const isFrozen = this.model.frozen.delete(one.member);
        if (!isFrozen) this.model.frozen.add(one.member);
        return this.city.card(one.member, isFrozen ? 'UNFREEZE' : 'FREEZE');
      }
    }
  }

  /** Rule 1 and 4, and that both sides hold the same money. */
  async look(): Promise<void> {
    for (const { id, totalFen, spentFen, heldFen, uses, counted } of this.model.campaigns) {
      const { state: _state, ...row } = await this.city.world.runtime(id);
      assert.deepEqual({ id, ...row }, { id, totalFen, spentFen, heldFen, uses });
      assert.ok(spentFen + heldFen <= totalFen);
      const rows: { times: number }[] = await this.city.product.database.db.query(
        `SELECT coalesce(sum(times), 0)::int AS times FROM limit_counter WHERE key LIKE $1`,
        [`MEMBER:%:${id}:%`],
      );
      const days = [...counted].filter(([key]) => key !== 'all').reduce((sum, [, times]) => sum + times, 0);
      assert.deepEqual(rows[0]?.times, days);
    }
  }

  private async submit(at: number, amountFen: number, which: number | null, isHold: boolean): Promise<void> {
    const nowMs = this.city.clock.now().getTime();
    const { answer, parts } = this.model.decide(at, amountFen, which, nowMs);
    const given = parts.length > 0 ? this.model.give(isHold ? 'HELD' : 'REDEEMED', parts, amountFen, nowMs) : null;
    const attempt = this.attempt();
    const request = this.request(at, amountFen, which);
    const outcome = await this.city.send(attempt, request, isHold);
    this.keep({ attempt, request, isHold, body: JSON.stringify(outcome.stored), given, id: null }, outcome);
    this.same(given ? { code: isHold ? 'HELD' : 'REDEEMED', discountFen: answer.discountFen ?? 0 } : answer, outcome);
  }

  /** All at once: any order is right, and budgets only shrink meanwhile, so whoever was refused must be refused at the end too. */
  private async burst(who: readonly number[], amountFen: number): Promise<void> {
    const nowMs = this.city.clock.now().getTime();
    const all = await Promise.all(
      who.map(async (at) => {
        const [attempt, request] = [this.attempt(), this.request(at, amountFen, 0)];
        return { at, attempt, request, outcome: await this.city.send(attempt, request, false) };
      }),
    );
    const codes = all.map((each) => ({ ...each, code: codeOf(each.outcome) }));
    for (const { at, attempt, request, outcome } of codes.filter(({ code }) => code === 'REDEEMED')) {
      const { parts } = this.model.decide(at, amountFen, 0, nowMs);
      assert.equal(parts.length, 1);
      const given = this.model.give('REDEEMED', parts, amountFen, nowMs);
      this.keep({ attempt, request, isHold: false, body: JSON.stringify(outcome.stored), given, id: null }, outcome);
    }
    for (const { at, code } of codes.filter((each) => each.code !== 'REDEEMED'))
      assert.deepEqual({ at, code }, { at, code: this.model.decide(at, amountFen, 0, nowMs).answer.code });
  }

  private async replay(done: Done | undefined, other: boolean): Promise<void> {
    if (!done) return;
    if (!other) {
      const again = await this.city.send(done.attempt, done.request, done.isHold);
      assert.deepEqual([again.replayed, JSON.stringify(again.stored)], [true, done.body]);
      return;
    }
    const changed = { ...done.attempt, bodyHash: createHash('sha256').update('another').digest() };
    const error: unknown = await this.city.send(changed, done.request, done.isHold).catch((reason: unknown) => reason);
    assert.deepEqual(error instanceof Refusal && error.entry.code, 'KEY_REUSED');
  }

  private async changeBudget(campaign: ModelCampaign, byFen: number): Promise<void> {
    const wanted = Math.max(1, campaign.totalFen + byFen);
    const isPossible = wanted >= campaign.spentFen + campaign.heldFen;
    const error: unknown = await this.city
      .get(CampaignBudgetService)
      .change(this.city.world.checker, campaign.id, wanted)
      .catch((reason: unknown) => reason);
    assert.deepEqual(error instanceof Refusal ? error.entry.code : error, isPossible ? undefined : 'BELOW_COMMITTED');
    if (isPossible) campaign.totalFen = wanted;
  }

  private keep(done: Done, outcome: Outcome): void {
    this.done.push(done);
    if (!done.given) return;
    if (done.isHold)
      this.holds.push({ id: idOf(outcome, 'authorizationId'), given: done.given, key: done.attempt.key });
    else this.redemptions.push({ id: idOf(outcome, 'redemptionId'), given: done.given });
  }

  private same(expected: Answer, outcome: Outcome): void {
    const body = bodyOf(outcome);
    const code = codeOf(outcome);
    this.city.outcomes.set(code, (this.city.outcomes.get(code) ?? 0) + 1);
    assert.deepEqual(
      { code, ...(expected.discountFen === undefined ? {} : { discountFen: body['discountFen'] }) },
      expected,
    );
  }

  private attempt(): Attempt {
    this.serial += 1;
    const key = `m-${this.seed}-${this.serial}`;
    return { terminal: this.city.till, key, bodyHash: createHash('sha256').update(key).digest() };
  }

  private request(at: number, amountFen: number, which: number | null): Done['request'] {
    const campaign = which === null ? undefined : this.model.campaigns[which === 0 ? 0 : 1].id;
    return {
      code: this.city.show(at),
      amountFen,
      ticketNo: `T-${this.seed}-${this.serial}`,
      ...(campaign === undefined ? {} : { benefit: campaign }),
    };
  }
}

function aModelCampaign(
  id: string,
  given: Pick<ModelCampaign, 'minimumFen' | 'gives' | 'timesADay' | 'timesInAll' | 'totalFen'>,
): ModelCampaign {
  return { id, ...given, spentFen: 0, heldFen: 0, uses: 0, paused: false, counted: new Map() };
}

function bodyOf({ stored }: Outcome): Readonly<Record<string, unknown>> {
  if (stored.kind !== 'ANSWER') throw new Error('a tombstone answers nothing');
  return stored.body;
}

const codeOf = (outcome: Outcome): string => String(bodyOf(outcome)['code']);
const idOf = (outcome: Outcome, name: string): string => String(bodyOf(outcome)[name]);
