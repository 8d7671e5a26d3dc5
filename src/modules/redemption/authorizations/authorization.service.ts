import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, type ErrorEntry, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import {
  BasketService,
  decideRest,
  reprice,
  type Repriced,
  revivalOf,
  reversibleUntil,
  type StandingBenefit,
} from '../../benefits/index.js';
import { readRecord, withCapture } from '../decision-record.js';
import { KeysRepository } from '../keys.repository.js';
import { redemptionErrors } from '../redemption.errors.js';
import { amountError } from '../redemption.schemas.js';
import { authorizationReleased, redemptionRedeemed } from '../redemption.events.js';
import type { Attempt, Outcome } from '../redemption.service.js';
import { refusal, type Settled } from '../settled.js';
import { StandingRepository } from '../standing.repository.js';
import { capturedAnswer, voidedAnswer } from './authorization-answers.js';
import { AuthorizationRepository, type Held, type HeldUse } from './authorization.repository.js';
import type { CaptureRequest } from './authorization.schemas.js';

const LAPSED_AT_ONCE = 50;

/** What is held for a till ends exactly once: captured, voided or lapsed. Pausing a campaign hinders none of them. */
@Injectable()
export class AuthorizationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysRepository,
    private readonly authorizations: AuthorizationRepository,
    private readonly standing: StandingRepository,
    private readonly baskets: BasketService,
    private readonly outbox: Outbox,
  ) {}

  /** Turns what is held into a redemption of the final basket; the rest is free again. @throws Refusal KEY_REUSED */
  capture(attempt: Attempt, authorizationId: string, request: CaptureRequest): Promise<Outcome> {
    return this.once(attempt, (tx, now) => this.captureIn(tx, attempt.terminal, authorizationId, request, now));
  }

  /** Gives back all that is held. @throws Refusal KEY_REUSED */
  void(attempt: Attempt, authorizationId: string): Promise<Outcome> {
    return this.once(attempt, async (tx, now) => {
      const { ended } = await this.voidIn(tx, attempt.terminal, authorizationId, now);
      return { outcome: { kind: 'ANSWER', ...ended }, redemptionId: ended.status < 400 ? authorizationId : null };
    });
  }

  /** The same inside a caller's transaction, for a till that never got the answer of its authorization. */
  async voidIn(
    tx: Tx,
    terminal: TerminalCaller,
    authorizationId: string,
    now: Date,
  ): Promise<{ ended: { status: number; body: Readonly<Record<string, unknown>> }; freedFen: number }> {
    const held = await this.lockOpen(tx, terminal, authorizationId, now);
    if ('refused' in held) return { ended: refusal(held.refused).outcome, freedFen: 0 };
    await this.release(tx, held.open, 'VOIDED', now);
    return { ended: { status: 201, body: voidedAnswer(held.open, now) }, freedFen: held.open.discountFen };
  }

  /** Frees what lapsed; returns how many. Safe in many processes at once. */
  async expireLapsed(): Promise<number> {
    const now = this.clock.now();
    let expired = 0;
    for (let some = LAPSED_AT_ONCE; some === LAPSED_AT_ONCE; expired += some)
      some = await this.database.transaction(async (tx) => {
        const lapsed = await this.authorizations.lockLapsed(tx, now, LAPSED_AT_ONCE);
        await this.releaseAll(tx, lapsed, 'EXPIRED', now);
        return lapsed.length;
      });
    return expired;
  }

  /** A card that is lost or cancelled holds nothing any more. */
  async voidOfCards(tx: Tx, cardIds: readonly string[]): Promise<void> {
    await this.releaseAll(tx, await this.authorizations.lockOfCards(tx, cardIds), 'VOIDED', this.clock.now());
  }

  private async once(attempt: Attempt, work: (tx: Tx, now: Date) => Promise<Settled>): Promise<Outcome> {
    const { terminal, key, bodyHash } = attempt;
    return this.database.transaction(async (tx): Promise<Outcome> => {
      const now = this.clock.now();
      const known = await this.keys.claim(tx, terminal.terminalId, key, bodyHash, now);
      if (known) return { stored: known.outcome, replayed: true };
      const { outcome, redemptionId } = await work(tx, now);
      await this.keys.settle(tx, terminal.terminalId, key, outcome, redemptionId);
      return { stored: outcome, replayed: false };
    });
  }

  private async captureIn(
    tx: Tx,
    terminal: TerminalCaller,
    authorizationId: string,
    request: CaptureRequest,
    now: Date,
  ): Promise<Settled> {
    // Load the facts.
    const found = await this.lockOpen(tx, terminal, authorizationId, now);
    if ('refused' in found) return refusal(found.refused);
    const held = found.open;
    if (request.amountFen === 0 && held.amountFen > 0)
      throw new Refusal(commonErrors.REQUEST_INVALID, {
        field: 'amountFen',
        detail: `amountFen: ${amountError.error}`,
      });
    if (request.amountFen > held.amountFen) return refusal(redemptionErrors.OVER_HOLD);
    const basket = await this.paidFor(tx, held, request);

    // Decide.
    const { parts, standing } = await this.priceOf(tx, held, basket);
    const uses = parts.filter(({ isGone }) => !isGone).map((part) => keptUse(held, part));
    const redemptionId = newId();
    const discountFen = uses.reduce((sum, use) => sum + use.discountFen, 0);
    const unionFen = uses.reduce((sum, use) => sum + use.unionFen, 0);
    const until = new Date(
      reversibleUntil(
        now.getTime(),
        uses.map(({ frozen }) => frozen),
      ),
    );

    // Write.
    const made = {
      id: redemptionId,
      terminalId: terminal.terminalId,
      amountFen: basket.amountFen,
      discountFen,
      unionFen,
      now,
      until,
      decision: withCapture(held.decision, basket, uses, now.getTime()),
      uses,
    };
    await this.authorizations.insertRedemption(tx, held, made);
    await this.authorizations.end(tx, held.id, 'CAPTURED', now, redemptionId);

    // Announce.
    await this.outbox.append(tx, redemptionRedeemed, {
      redemptionId,
      occurredAt: toWireTime(now),
      merchantId: held.merchantId,
      storeId: held.storeId,
      orgPath: held.orgPath,
      discountFen,
      unionFen,
      merchantFen: discountFen - unionFen,
      uses: uses.map(({ campaignId, version, discountFen: fen, unionFen: union, merchantFen }) => ({
        campaignId,
        version,
        discountFen: fen,
        unionFen: union,
        merchantFen,
      })),
    });
    await this.move(tx, [{ held, parts, standing }], now);
    const body = capturedAnswer(held, { redemptionId, basket, uses, discountFen, unionFen, until }, now);
    return { outcome: { kind: 'ANSWER', status: 201, body }, redemptionId };
  }

  /** An authorization that lapsed is ended by whoever touches it first, at exactly its end. */
  private async lockOpen(
    tx: Tx,
    terminal: TerminalCaller,
    authorizationId: string,
    now: Date,
  ): Promise<{ open: Held } | { refused: ErrorEntry }> {
    const held = await this.authorizations.lock(tx, authorizationId, terminal.merchantId);
    if (!held || !mayEnd(terminal, held)) return { refused: redemptionErrors.AUTHORIZATION_UNKNOWN };
    if (held.state !== 'HELD') return { refused: ENDED[held.state] };
    if (now < held.expiresAt) return { open: held };
    await this.release(tx, held, 'EXPIRED', now);
    return { refused: ENDED.EXPIRED };
  }

  private release(tx: Tx, held: Held, state: 'VOIDED' | 'EXPIRED', now: Date): Promise<void> {
    return this.releaseAll(tx, [held], state, now);
  }

  private async releaseAll(tx: Tx, all: readonly Held[], state: 'VOIDED' | 'EXPIRED', now: Date): Promise<void> {
    const ended: Ending[] = [];
    for (const held of all) {
      ended.push({ held, ...(await this.priceOf(tx, held, null)) });
      await this.authorizations.end(tx, held.id, state, now);
    }
    await this.move(tx, ended, now);
  }

  /** The final basket: a till that names no goods paid for those it held, and what its amount fell by is taken off the others first. */
  private async paidFor(tx: Tx, held: Held, request: CaptureRequest): Promise<CaptureRequest> {
    if (request.items) return request;
    const { amountFen } = request;
    const whole = { amountFen: held.amountFen, items: readRecord(held.decision).basket.items ?? [] };
    const priced = await this.standing.listPricedItems(tx, held.uses);
    const rest = decideRest(whole, { amountFen: held.amountFen - amountFen }, priced);
    if (!rest.allowed) throw new Error(`authorization ${held.id} holds less than its till paid for`);
    return { amountFen, items: [...rest.basket.items] };
  }

  private async priceOf(tx: Tx, held: Held, basket: Parameters<typeof reprice>[1]): Promise<Omit<Ending, 'held'>> {
    const standing = await this.standing.standingOf(tx, held.uses, []);
    // A use that was only held was never made: it returns whatever the campaign says of reversals, and after its end too.
    const neverMade = standing.map((benefit) => ({ ...benefit, reversal: { ...benefit.reversal, restoresUse: true } }));
    return { standing, parts: reprice(neverMade, basket, () => false) };
  }

  /**
   * All that was held is held no more: what is kept is spent, the rest is free, or its line's once the campaign has ended.
   * Counters of all, then campaigns of all: the order of every write.
   */
  private async move(tx: Tx, ended: readonly Ending[], now: Date): Promise<void> {
    const counters = ended
      .flatMap(({ parts }) => parts)
      .flatMap((part) => (part.backFen > 0 || part.isGone ? part.counters : []));
    const moves = ended.flatMap(({ held, parts, standing }) =>
      parts.map((part) => ({
        campaignId: part.campaignId,
        spentFen: part.keepsUnionFen,
        heldFen: -(part.keepsUnionFen + part.backUnionFen),
        usesBack: part.uses,
        ...revivalOf(standing, part, held.memberId),
      })),
    );
    const { lineOf } = await this.baskets.giveBack(tx, counters, moves);
    for (const { held, parts: own } of ended) {
      const returned = own.flatMap(({ campaignId, backUnionFen }) => {
        const lineId = lineOf.get(campaignId);
        return lineId === undefined || backUnionFen === 0 ? [] : [{ campaignId, unionFen: backUnionFen, lineId }];
      });
      if (returned.length === 0) continue;
      const fact = { authorizationId: held.id, occurredAt: toWireTime(now), uses: returned };
      await this.outbox.append(tx, authorizationReleased, fact);
    }
  }
}

/** An authorization that ends, with what each of its benefits keeps and gives back. */
interface Ending {
  readonly held: Held;
  readonly parts: readonly Repriced[];
  readonly standing: readonly StandingBenefit[];
}

const ENDED: Readonly<Record<'CAPTURED' | 'VOIDED' | 'EXPIRED', ErrorEntry>> = {
  CAPTURED: redemptionErrors.ALREADY_CAPTURED,
  VOIDED: redemptionErrors.ALREADY_VOIDED,
  EXPIRED: redemptionErrors.AUTHORIZATION_EXPIRED,
};

/** Every till of the store may finish what one of them began; `void:own` alone keeps a till to its own. */
function mayEnd(terminal: TerminalCaller, held: Held): boolean {
  if (terminal.scopes.includes('void:any')) return held.storeId === terminal.storeId;
  return held.terminalId === terminal.terminalId;
}

function keptUse(held: Held, part: Repriced): HeldUse {
  const use = held.uses.find(({ campaignId }) => campaignId === part.campaignId);
  if (!use) throw new Error(`authorization ${held.id} holds nothing of ${part.campaignId}`);
  const { counters, reversal, taken } = use.frozen;
  return {
    ...use,
    discountFen: part.keepsFen,
    unionFen: part.keepsUnionFen,
    merchantFen: part.keepsFen - part.keepsUnionFen,
    frozen: {
      counters: counters.map((counter) => ({ ...counter, amountFen: part.keepsFen })),
      reversal,
      ...(taken ? { taken: { ...taken, units: taken.units - part.unitsBack, fen: part.keepsFen } } : {}),
    },
  };
}
