import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import {
  BasketService,
  decideRest,
  reprice,
  type Repriced,
  revivalOf,
  type StandingBenefit,
} from '../../benefits/index.js';
import { AuthorizationService } from '../authorizations/authorization.service.js';
import { CYCLE_KEY_PARTS } from '../engine/cycles.rules.js';
import type { HeldPart } from '../held-part.schemas.js';
import { KeysRepository } from '../keys.repository.js';
import { redemptionErrors } from '../redemption.errors.js';
import { redemptionReversed } from '../redemption.events.js';
import type { ReversalRequest } from '../redemption.schemas.js';
import type { Attempt, Outcome } from '../redemption.service.js';
import { refusal, type Settled } from '../settled.js';
import { StandingRepository } from '../standing.repository.js';
import { listRestored, nothingToGiveBack, reversedAnswer, voidedByKey } from './reversal-answers.js';
import { type Original, ReversalRepository } from './reversal.repository.js';

/** What comes back: goods of this worth, these items among them; without either everything that is left. */
interface Back {
  readonly amountFen?: number | undefined;
  readonly items?: readonly { readonly item: string; readonly amountFen: number }[] | undefined;
}

/** Taking a redemption back, whole or in part, by its id or by the key whose answer never came. */
@Injectable()
export class ReversalService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysRepository,
    private readonly reversals: ReversalRepository,
    private readonly standing: StandingRepository,
    private readonly authorizations: AuthorizationService,
    private readonly baskets: BasketService,
    private readonly outbox: Outbox,
  ) {}

  /** Gives back uses and money in one transaction; a refusal is stored under its key too. @throws Refusal KEY_REUSED */
  async reverse(attempt: Attempt, request: ReversalRequest): Promise<Outcome> {
    const { terminal, key, bodyHash } = attempt;
    return this.database.transaction(async (tx): Promise<Outcome> => {
      const now = this.clock.now();
      const known = await this.keys.claim(tx, terminal.terminalId, key, bodyHash, now);
      if (known) return { stored: known.outcome, replayed: true };
      const settled =
        request.type === 'TIMEOUT'
          ? await this.undo(tx, terminal, request, now)
          : await this.giveBack(tx, terminal, request.redemptionId, request, now);
      await this.keys.settle(tx, terminal.terminalId, key, settled.outcome, settled.redemptionId);
      return { stored: settled.outcome, replayed: false };
    });
  }

  /** By key: one that never arrived is buried, so that it cannot arrive later; one in flight is waited for. */
  private async undo(
    tx: Tx,
    terminal: TerminalCaller,
    request: ReversalRequest & { type: 'TIMEOUT' },
    now: Date,
  ): Promise<Settled> {
    if (await this.keys.bury(tx, terminal.terminalId, request.originalKey, now)) return nothingToGiveBack(now);
    const original = await this.keys.find(tx, terminal.terminalId, request.originalKey, null);
    if (original?.outcome.kind !== 'ANSWER' || original.redemptionId === null) return nothingToGiveBack(now);
    switch (original.outcome.body['code']) {
      case 'REDEEMED':
      case 'CAPTURED':
        return this.giveBack(tx, terminal, original.redemptionId, request, now);
      case 'HELD': {
        const { ended, freedFen } = await this.authorizations.voidIn(tx, terminal, original.redemptionId, now);
        return ended.status < 400 ? voidedByKey(original.redemptionId, freedFen, now) : refusalAsIs(ended);
      }
      default:
        return nothingToGiveBack(now);
    }
  }

  private async giveBack(
    tx: Tx,
    terminal: TerminalCaller,
    redemptionId: string,
    request: ReversalRequest,
    now: Date,
  ): Promise<Settled> {
    // Load the facts.
    const original = await this.reversals.lockOriginal(tx, redemptionId, terminal.merchantId);
    if (!original || !mayReverse(terminal, original)) return refusal(redemptionErrors.REDEMPTION_UNKNOWN);
    if (original.state === 'DECLINED') return refusal(redemptionErrors.NOTHING_REDEEMED);
    if (original.state === 'REVERSED') return refusal(redemptionErrors.ALREADY_REVERSED);
    if (original.reversibleUntil !== null && now > original.reversibleUntil) return refusal(redemptionErrors.TOO_LATE);
    const standing = await this.standing.standingOf(tx, original.uses, original.givenBack);
    const priced = await this.standing.listPricedItems(tx, original.uses);
    const ended = await this.baskets.listEnded(
      tx,
      original.uses.map(({ campaignId }) => campaignId),
    );

    // Decide.
    const left = leftOf(original, priced);
    const back: Back = request.type === 'PARTIAL' ? request : { amountFen: left.amountFen };
    const rest = decideRest(left, back, priced);
    if (!rest.allowed) return refusal(redemptionErrors[rest.reason]);
    const parts = reprice(standing, rest.basket.amountFen === 0 ? null : rest.basket, (campaignId) =>
      ended.has(campaignId),
    );

    // Write.
    return this.write(
      tx,
      terminal,
      original,
      request,
      { goodsFen: rest.goodsFen, items: back.items ?? [], parts, standing },
      now,
    );
  }

  private async write(
    tx: Tx,
    terminal: TerminalCaller,
    original: Original,
    request: ReversalRequest,
    decided: {
      readonly goodsFen: number;
      readonly items: NonNullable<Back['items']>;
      readonly parts: readonly Repriced[];
      readonly standing: readonly StandingBenefit[];
    },
    now: Date,
  ): Promise<Settled> {
    const { goodsFen, items, parts, standing } = decided;
    const reversalId = newId();
    const unionFen = parts.reduce((sum, part) => sum + part.backUnionFen, 0);
    const returnedFen = parts.reduce((sum, part) => sum + part.backFen, 0);
    const moved = parts.filter(({ backFen, unitsBack }) => backFen > 0 || unitsBack > 0);
    await this.reversals.returnPart(tx, original.id, {
      amountFen: goodsFen,
      unionFen,
      merchantFen: returnedFen - unionFen,
    });
    await this.countCycle(tx, original, goodsFen);
    const { lineOf, revived } = await this.baskets.giveBack(
      tx,
      moved.flatMap(({ counters }) => counters),
      moved.map((part) => ({
        campaignId: part.campaignId,
        spentFen: -part.backUnionFen,
        heldFen: 0,
        usesBack: part.uses,
        ...revivalOf(standing, part, original.memberId),
      })),
    );
    const uses = moved.map((part) => backOf(part, lineOf.get(part.campaignId) ?? null));
    const restored = listRestored(moved, standing, revived);
    await this.reversals.insert(tx, {
      id: reversalId,
      redemptionId: original.id,
      type: request.type,
      terminalId: terminal.terminalId,
      returnedFen,
      unionFen,
      merchantFen: returnedFen - unionFen,
      reason: request.reason ?? null,
      occurredAt: now,
      amountFen: goodsFen,
      items,
      uses: moved.map((part, at) => ({ ...uses[at], ...keptOf(part, restored) })),
    });

    // Announce. After the budget, because only its row says where the money went.
    await this.outbox.append(tx, redemptionReversed, {
      reversalId,
      redemptionId: original.id,
      occurredAt: toWireTime(now),
      merchantId: original.merchantId,
      storeId: original.storeId,
      returnedFen,
      unionFen,
      merchantFen: returnedFen - unionFen,
      uses: uses.map((use, at) => ({ ...use, gone: moved[at]?.isGone ?? false })),
    });
    return reversedAnswer(request.type, reversalId, original, { goodsFen, returnedFen, parts, restored }, now);
  }

  /** A basket that is taken back whole again and again is somebody trying what the limits let through. */
  private async countCycle(tx: Tx, original: Original, goodsFen: number): Promise<void> {
    const { memberId, storeId, ticketNo, amountFen, returnedAmountFen } = original;
    if (returnedAmountFen + goodsFen < amountFen) return;
    await this.baskets.countOne(tx, CYCLE_KEY_PARTS(storeId, ticketNo).join(memberId));
  }
}

function leftOf(
  { amountFen, returnedAmountFen, items, itemsBack }: Original,
  priced: ReadonlySet<string>,
): Parameters<typeof decideRest>[0] {
  const left = decideRest({ amountFen, items }, { amountFen: returnedAmountFen, items: itemsBack }, priced);
  if (!left.allowed) throw new Error('more came back of a redemption than it had');
  return left.basket;
}

/** What one benefit gives back, and the line it goes to when its campaign has ended. */
const backOf = ({ campaignId, backFen, backUnionFen }: Repriced, lineId: string | null) => ({
  campaignId,
  discountFen: backFen,
  unionFen: backUnionFen,
  merchantFen: backFen - backUnionFen,
  lineId,
});

/** What the row keeps of it besides: for the auditor, for the next reversal, for the holder. */
const keptOf = ({ campaignId, uses, unitsBack, counters }: Repriced, restored: readonly HeldPart[]) => ({
  uses,
  units: unitsBack,
  counters,
  restored: restored.find((each) => each.campaignId === campaignId) ?? null,
});

/** `void:any` reaches every till of the store, `void:own` only the till's own redemptions. */
function mayReverse(terminal: TerminalCaller, original: Original): boolean {
  if (terminal.scopes.includes('void:any')) return original.storeId === terminal.storeId;
  return terminal.scopes.includes('void:own') && original.terminalId === terminal.terminalId;
}

const refusalAsIs = (ended: {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}): Settled => ({
  outcome: { kind: 'ANSWER', ...ended },
  redemptionId: null,
});
