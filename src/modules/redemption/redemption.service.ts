import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { decisions } from '../../platform/http/metrics.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { toWireTime } from '../../shared/time.js';
import {
  type BasketDecision,
  BasketService,
  decideBasket,
  type DecisionView,
  reversibleUntil,
  shareOf,
  tillView,
} from '../benefits/index.js';
import { CardsService } from '../cards/index.js';
import { declined, redeemedAnswer, refused, sharesOf } from './answers.js';
import { CodesRepository } from './codes.repository.js';
import { KeysRepository } from './keys.repository.js';
import type { StoredOutcome } from './stored-outcome.js';
import { recordOf } from './decision-record.js';
import { redemptionRedeemed } from './redemption.events.js';
import { RedemptionRepository } from './redemption.repository.js';
import type { RedemptionRequest } from './redemption.schemas.js';
import { type PresentedCode, type TillFacts, TillFactsService } from './till-facts.service.js';

/** One attempt of a till to do one thing. */
export interface Attempt {
  readonly terminal: TerminalCaller;
  readonly key: string;
  /** SHA-256 of method, path and raw body: what "the same request" means. */
  readonly bodyHash: Buffer;
}

export interface Outcome {
  readonly stored: StoredOutcome;
  readonly replayed: boolean;
}

/** A card at a till at an instant. */
interface Visit {
  readonly terminal: TerminalCaller;
  readonly request: RedemptionRequest;
  readonly presented: PresentedCode;
  readonly now: Date;
}

interface Settled {
  readonly outcome: StoredOutcome;
  readonly redemptionId: string | null;
}

/** A guard no longer held: roll everything back and decide again under lock. */
class GuardFailed extends Error {}

/** A decision that says no: everything after the key is rolled back, then the refusal is written. */
class Declined extends Error {
  constructor(readonly write: (tx: Tx) => Promise<Settled>) {
    super('declined');
  }
}

/** Redeeming at a till: one transaction from the key to the budget. */
@Injectable()
export class RedemptionService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysRepository,
    private readonly codes: CodesRepository,
    private readonly redemptions: RedemptionRepository,
    private readonly facts: TillFactsService,
    private readonly cards: CardsService,
    private readonly baskets: BasketService,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Gives the best combination for a basket, or the one benefit named, and answers the same for the same key for ever.
   * @throws Refusal CODE_MALFORMED, CODE_FORGED, KEY_UNKNOWN (nothing is stored), KEY_REUSED
   */
  async redeem(attempt: Attempt, request: RedemptionRequest): Promise<Outcome> {
    const { terminal, key, bodyHash } = attempt;
    let presented: PresentedCode;
    try {
      presented = await this.facts.present(request.code);
    } catch (error) {
      // A known key gets its answer even when the key its code was signed with is gone by now.
      const known = await this.keys.find(this.database.db, terminal.terminalId, key, bodyHash);
      if (known) return { stored: known.outcome, replayed: true };
      throw error;
    }
    const visit = { terminal, request, presented, now: this.clock.now() };
    const outcome = await this.once(attempt, visit, false).catch((error: unknown) => {
      if (!(error instanceof GuardFailed)) throw error;
      // Somebody was faster. Under lock no guard can fail.
      return this.once(attempt, visit, true);
    });
    if (!outcome.replayed && outcome.stored.kind === 'ANSWER')
      decisions.inc({ code: String(outcome.stored.body['code']) });
    return outcome;
  }

  /** The whole of it in one transaction; the key is written with its effect, so no crash can leave one without the other. */
  private once({ terminal, key, bodyHash }: Attempt, visit: Visit, locked: boolean): Promise<Outcome> {
    return this.database.transaction(async (tx): Promise<Outcome> => {
      const known = await this.keys.claim(tx, terminal.terminalId, key, bodyHash, visit.now);
      if (known) return { stored: known.outcome, replayed: true };
      const settle = ({ outcome, redemptionId }: Settled): Promise<void> =>
        this.keys.settle(tx, terminal.terminalId, key, outcome, redemptionId);
      try {
        // Only under lock is anything written before the decision, and only then a refusal has something to roll back.
        const { outcome } = locked
          ? await this.database.savepoint(tx, (inner) => this.attempt(inner, visit, true, settle))
          : await this.attempt(tx, visit, false, settle);
        return { stored: outcome, replayed: false };
      } catch (error) {
        if (!(error instanceof Declined)) throw error;
        const settled = await error.write(tx);
        await settle(settled);
        return { stored: settled.outcome, replayed: false };
      }
    });
  }

  private async attempt(
    tx: Tx,
    visit: Visit,
    locked: boolean,
    settle: (settled: Settled) => Promise<void>,
  ): Promise<Settled> {
    const { terminal, request, presented, now } = visit;
    const redemptionId = newId();
    // Load the facts. Under lock: code use and card first, then counters, then campaign rows, the order of all writes.
    const facts = locked
      ? await this.loadLocked(tx, visit, redemptionId)
      : await this.facts.load(tx, terminal, presented, now);

    // Decide.
    if (facts.codeRefusal !== null) this.refuseCode(facts, visit);
    const decision = decideBasket(facts.state, request, now.getTime());
    const view = tillView(decision, facts.state, request, now.getTime());
    if (decision.outcome === 'NONE') this.decline(facts, decision, view, visit);

    // Write.
    if (!locked) {
      if (!(await this.codes.use(tx, presented.showing, redemptionId))) throw new GuardFailed();
      const card = await this.cards.lockActive(tx, facts.cardId);
      if (!card.active || card.deviceSlot !== presented.showing.slot) throw new GuardFailed();
    }
    const until = new Date(reversibleUntil(now.getTime(), decision.applied));
    await this.redemptions.insert(tx, {
      ...this.rowOf(facts, decision, visit),
      id: redemptionId,
      reason: null,
      reversibleUntil: until,
    });

    // Announce.
    await this.outbox.append(tx, redemptionRedeemed, {
      redemptionId,
      occurredAt: toWireTime(now),
      merchantId: terminal.merchantId,
      storeId: terminal.storeId,
      orgPath: facts.member.orgPath,
      discountFen: decision.discountFen,
      ...sharesOf(decision.applied),
      uses: decision.applied.map(({ campaignId, version, discountFen, shares }) => ({
        campaignId,
        version,
        discountFen,
        unionFen: shareOf(shares, 'UNION'),
        merchantFen: shareOf(shares, 'MERCHANT'),
      })),
    });
    const storeName = await this.redemptions.storeName(tx, terminal.storeId);

    const answer = redeemedAnswer(request, view, decision.applied, {
      redemptionId,
      holderName: facts.member.name,
      storeName,
      occurredAt: now,
      reversibleUntil: until,
    });
    const settled: Settled = { outcome: { kind: 'ANSWER', status: 201, body: answer }, redemptionId };
    await settle(settled);

    // Budget last: its row is the hot one, so its lock must be the shortest.
    if (!(await this.baskets.take(tx, decision.applied))) throw new GuardFailed();
    return settled;
  }

  private async loadLocked(tx: Tx, { terminal, presented, now }: Visit, redemptionId: string): Promise<TillFacts> {
    const ownUse = await this.codes.use(tx, presented.showing, redemptionId);
    const card = await this.cards.getForRedemption(tx, presented.showing.cardNo);
    if (card !== null) await this.cards.lockActive(tx, card.cardId);
    return this.facts.load(tx, terminal, presented, now, {
      ownUse,
      benefits: (subject, store) => this.baskets.loadLocked(tx, subject, store, now),
    });
  }

  private refuseCode(facts: TillFacts, visit: Visit): never {
    throw new Declined(async (tx) => {
      const refusal = facts.codeRefusal;
      if (refusal === null) throw new Error('a code was refused without a reason');
      const redemptionId = newId();
      const nothing: BasketDecision = {
        outcome: 'NONE',
        reason: null,
        applied: [],
        left: [],
        discountFen: 0,
        payableFen: visit.request.amountFen,
      };
      await this.redemptions.insert(tx, {
        ...this.rowOf(facts, nothing, visit),
        id: redemptionId,
        reason: refusal.entry.code,
        reversibleUntil: null,
      });
      return { outcome: refused(refusal.entry, refusal.serverTime), redemptionId };
    });
  }

  private decline(facts: TillFacts, decision: BasketDecision, view: DecisionView, visit: Visit): never {
    throw new Declined(async (tx) => {
      const redemptionId = newId();
      await this.redemptions.insert(tx, {
        ...this.rowOf(facts, decision, visit),
        id: redemptionId,
        reason: decision.reason ?? 'NO_BENEFIT',
        reversibleUntil: null,
      });
      return { outcome: declined(view), redemptionId };
    });
  }

  private rowOf(facts: TillFacts, decision: BasketDecision, { terminal, request, now }: Visit) {
    return {
      terminal,
      request,
      memberId: facts.member.memberId,
      cardId: facts.cardId,
      orgPath: facts.member.orgPath,
      applied: decision.applied,
      discountFen: decision.discountFen,
      ...sharesOf(decision.applied),
      decision: recordOf(facts.state, request, decision, now.getTime()),
      occurredAt: now,
    };
  }
}
