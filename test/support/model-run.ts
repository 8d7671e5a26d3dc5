import { createHash } from 'node:crypto';
import { strict as assert } from 'node:assert';
import { AuthorizationService, RedemptionService, ReversalService } from '../../src/modules/redemption/index.js';
import type { Attempt, Outcome } from '../../src/modules/redemption/index.js';
import { Refusal } from '../../src/shared/errors.js';
import { type Answer, type Back, type Given, type Item, Model, type ModelCampaign } from './model.js';
import type { Done, ModelCity } from './model-city.js';
import type { Command } from './model-commands.js';
import { ModelOffice } from './model-office.js';
import { ModelRules } from './model-rules.js';
import { TERMS } from './model-terms.js';
import type { TestTerminal } from './world.js';

/** One seed: its own campaigns and its own till, so that nothing of another seed counts. */
export class ModelRun {
  private readonly model: Model;
  private readonly office: ModelOffice;
  /** Redemptions and holds that were tried, to be replayed. */
  private readonly done: Done[] = [];
  /** Every key of a till with what it gave, to be undone by key. */
  private readonly sent: { key: string; given: Given | null }[] = [];
  private readonly redemptions: { id: string; given: Given }[] = [];
  private readonly holds: { id: string; given: Given }[] = [];
  private serial = 0;
  private reversals = 0;

  private constructor(
    private readonly city: ModelCity,
    private readonly seed: number,
    private readonly till: TestTerminal,
    private readonly codesBefore: number,
  ) {
    this.model = new Model([
      aModelCampaign(`off-${seed}`, { terms: TERMS[0][0].terms, timesADay: 3, timesInAll: 60, totalFen: 6_000 }),
      aModelCampaign(`part-${seed}`, { terms: TERMS[1][0].terms, timesADay: 4, timesInAll: Infinity, totalFen: 9_000 }),
    ]);
    this.office = new ModelOffice(city, this.model);
  }

  static async begin(city: ModelCity, seed: number): Promise<ModelRun> {
    const run = new ModelRun(city, seed, await city.world.aTerminal(), await city.world.count('code_use'));
    await run.office.publish();
    return run;
  }

  end(): Promise<void> {
    return this.office.end();
  }

  /** Rules 1, 2 and 4 of domain.md section 5; with `books`, rule 3 too, which costs more. */
  async check(books: boolean): Promise<void> {
    const rules = new ModelRules(this.city, this.model, this.till.terminalId);
    const [redemptions, holds] = [this.redemptions.length, this.holds.length];
    const captures = this.holds.filter(({ given }) => given.state === 'CAPTURED').length;
    const codes = this.codesBefore + redemptions - captures + holds;
    await rules.checkBudgets();
    await rules.checkEffects({ keys: this.serial, redemptions, holds, reversals: this.reversals, codes });
    await rules.checkLimits();
    if (books) await rules.checkBooks();
  }

  /** Runs one command on both sides and compares what they answer. */
  async run(one: Command): Promise<void> {
    switch (one.do) {
      case 'redeem':
      case 'hold':
        return this.submit(one.member, one.amount, one.items, one.named, one.do === 'hold');
      case 'burst':
        return this.burst(one.members, one.amount);
      case 'replay':
        return this.replay(pickOf(this.done, one.pick), one.other);
      case 'cancel':
        return this.reverse(pickOf(this.redemptions, one.pick), null);
      case 'partial':
        return this.reverse(pickOf(this.redemptions, one.pick), { amountFen: one.amount });
      case 'partialItems':
        return this.reverseItems(pickOf(this.redemptions, one.pick), one.which, one.moreFen);
      case 'timeout':
        return this.undo(pickOf(this.sent.toReversed(), one.pick));
      case 'bury':
        return this.bury(one.member, one.amount);
      case 'capture':
        return this.capture(pickOf(this.holds, one.pick), one.amount);
      case 'void':
        return this.void(pickOf(this.holds, one.pick));
      case 'sweep': {
        const all = this.holds.map(({ given }) => given);
        this.model.sweep(all, this.nowMs);
        await this.city.get(AuthorizationService).expireLapsed();
        return;
      }
      case 'wait':
        this.city.clock.advance(one.minutes * 60_000);
        return this.city.goOnline();
      case 'pause':
        return this.office.pauseOrResume(one.campaign);
      case 'edit':
        return this.office.edit(one.campaign, one.to, one.moreFen);
      case 'budget':
        return this.office.changeBudget(this.model.campaigns[one.campaign], one.byFen);
      case 'freeze':
        return this.office.freezeOrUnfreeze(one.member);
    }
  }

  private async submit(at: number, amountFen: number, items: number, which: Which, isHold: boolean): Promise<void> {
    const { answer, parts } = this.model.decide(at, amountFen, which, this.nowMs);
    const basket = { amountFen, items: itemsOf(amountFen, items) };
    const given = parts.length > 0 ? this.model.give(isHold ? 'HELD' : 'REDEEMED', parts, basket, this.nowMs) : null;
    const attempt = this.attempt();
    const request = this.request(at, amountFen, basket.items, which);
    const outcome = await this.city.send(attempt, request, isHold);
    this.keep({ attempt, request, isHold, body: JSON.stringify(outcome.stored), given }, outcome);
    this.same(given ? { code: isHold ? 'HELD' : 'REDEEMED', discountFen: answer.discountFen ?? 0 } : answer, outcome);
  }

  /** All at once: any order is right, and budgets only shrink meanwhile, so whoever was refused must be refused at the end too. */
  private async burst(who: readonly number[], amountFen: number): Promise<void> {
    const all = await Promise.all(
      who.map(async (at) => {
        const [attempt, request] = [this.attempt(), this.request(at, amountFen, [], 0)];
        return { at, attempt, request, outcome: await this.city.send(attempt, request, false) };
      }),
    );
    const codes = all.map((each) => ({ ...each, code: codeOf(each.outcome) }));
    for (const { at, attempt, request, outcome } of codes.filter(({ code }) => code === 'REDEEMED')) {
      const { parts } = this.model.decide(at, amountFen, 0, this.nowMs);
      assert.equal(parts.length, 1);
      const given = this.model.give('REDEEMED', parts, { amountFen, items: [] }, this.nowMs);
      this.keep({ attempt, request, isHold: false, body: JSON.stringify(outcome.stored), given }, outcome);
    }
    for (const { at, code } of codes.filter((each) => each.code !== 'REDEEMED'))
      assert.deepEqual({ at, code }, { at, code: this.model.decide(at, amountFen, 0, this.nowMs).answer.code });
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

  private async reverse(target: { id: string; given: Given } | undefined, back: Back | null): Promise<void> {
    if (!target) return;
    const isOld = isOfEarlierVersion(target.given);
    const expected = this.model.reverse(target.given, back, this.nowMs);
    const request = back === null ? { type: 'CANCEL' as const } : { type: 'PARTIAL' as const, ...back };
    const body = { redemptionId: target.id, ...request, items: back?.items && [...back.items] };
    this.same(expected, await this.city.get(ReversalService).reverse(this.attempt(), body));
    if (isOld && expected.code === 'REVERSED') this.city.met('REVERSED by the terms of an earlier version');
    if (back?.items && expected.code === 'REVERSED') this.city.met('REVERSED by items');
  }

  /** An item that was never bought, came back already or was touched is refused. */
  private reverseItems(
    target: { id: string; given: Given } | undefined,
    which: readonly number[],
    moreFen: number | null,
  ): Promise<void> {
    const items = which.map((at) => target?.given.bought[at] ?? { item: 'never bought', amountFen: 1 });
    const amountFen = items.reduce((sum, each) => sum + each.amountFen, moreFen ?? 0);
    // Nothing or less is no amount.
    return this.reverse(target, { items, ...(moreFen === null || amountFen < 1 ? {} : { amountFen }) });
  }

  private async undo(sent: { key: string; given: Given | null } | undefined): Promise<void> {
    if (!sent) return;
    const expected = this.model.undo(sent.given, this.nowMs);
    const request = { type: 'TIMEOUT' as const, originalKey: sent.key };
    this.same(expected, await this.city.get(ReversalService).reverse(this.attempt(), request));
    if (expected.code === 'REVERSED') this.city.met(`REVERSED by the key of ${sent.given?.kind ?? 'nothing'}`);
  }

  private async bury(at: number, amountFen: number): Promise<void> {
    const attempt = this.attempt();
    const request = { type: 'TIMEOUT' as const, originalKey: attempt.key };
    await this.city.get(ReversalService).reverse(this.attempt(), request);
    const late = await this.city.get(RedemptionService).redeem(attempt, this.request(at, amountFen, [], null));
    assert.equal(late.stored.kind, 'TOMBSTONE');
  }

  private async capture(hold: { id: string; given: Given } | undefined, amountFen: number): Promise<void> {
    if (!hold) return;
    const isOld = isOfEarlierVersion(hold.given);
    const { answer, made } = this.model.capture(hold.given, amountFen, this.nowMs);
    const attempt = this.attempt();
    const outcome = await this.city.get(AuthorizationService).capture(attempt, hold.id, { amountFen });
    this.sent.push({ key: attempt.key, given: made });
    if (made) this.redemptions.push({ id: idOf(outcome, 'redemptionId'), given: made });
    this.same(answer, outcome);
    if (isOld && made) this.city.met('CAPTURED by the terms of an earlier version');
  }

  private async void(hold: { id: string; given: Given } | undefined): Promise<void> {
    if (!hold) return;
    const expected = this.model.void(hold.given, this.nowMs);
    this.same(expected, await this.city.get(AuthorizationService).void(this.attempt(), hold.id));
  }

  private keep(done: Done, outcome: Outcome): void {
    this.done.push(done);
    this.sent.push({ key: done.attempt.key, given: done.given });
    if (!done.given) return;
    if (done.isHold) this.holds.push({ id: idOf(outcome, 'authorizationId'), given: done.given });
    else this.redemptions.push({ id: idOf(outcome, 'redemptionId'), given: done.given });
  }

  private same(expected: Answer, outcome: Outcome): void {
    const body = bodyOf(outcome);
    const code = codeOf(outcome);
    this.city.met(code);
    if (code === 'REVERSED' && body['reversalId'] !== null) this.reversals += 1;
    assert.deepEqual(
      { code, ...(expected.discountFen === undefined ? {} : { discountFen: body['discountFen'] }) },
      expected,
    );
  }

  private get nowMs(): number {
    return this.city.clock.now().getTime();
  }

  private attempt(): Attempt {
    this.serial += 1;
    const key = `m-${this.seed}-${this.serial}`;
    return { terminal: this.till, key, bodyHash: createHash('sha256').update(key).digest() };
  }

  private request(at: number, amountFen: number, items: readonly Item[], which: Which): Done['request'] {
    const campaign = which === null ? undefined : this.model.campaigns[which === 0 ? 0 : 1].id;
    return {
      code: this.city.show(at),
      amountFen,
      ticketNo: `T-${this.seed}-${this.serial}`,
      ...(items.length === 0 ? {} : { items: [...items] }),
      ...(campaign === undefined ? {} : { benefit: campaign }),
    };
  }
}

/** The campaign a till names; null leaves the choice to us. */
type Which = number | null;

function aModelCampaign(
  id: string,
  given: Pick<ModelCampaign, 'terms' | 'timesADay' | 'timesInAll' | 'totalFen'>,
): ModelCampaign {
  return { id, ...given, spentFen: 0, heldFen: 0, uses: 0, paused: false, counted: new Map() };
}

/** Half and a quarter of the basket; the rest are other goods. */
const itemsOf = (amountFen: number, count: number): Item[] =>
  [
    { item: 'half', amountFen: Math.floor(amountFen / 2) },
    { item: 'quarter', amountFen: Math.floor(amountFen / 4) },
  ].slice(0, count);

const pickOf = <T>(all: readonly T[], pick: number): T | undefined => all[pick % all.length];

const isOfEarlierVersion = ({ parts }: Given): boolean => parts.some(({ terms, campaign }) => terms !== campaign.terms);

function bodyOf({ stored }: Outcome): Readonly<Record<string, unknown>> {
  if (stored.kind !== 'ANSWER') throw new Error('a tombstone answers nothing');
  return stored.body;
}

const codeOf = (outcome: Outcome): string => String(bodyOf(outcome)['code']);
const idOf = (outcome: Outcome, name: string): string => String(bodyOf(outcome)[name]);
