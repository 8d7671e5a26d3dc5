import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { problemOf } from '../../platform/http/problem.filter.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import type { ErrorEntry } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { formatFen } from '../../shared/money.js';
import { toWireTime } from '../../shared/time.js';
import { BasketService, decideCancel, type GiveBack } from '../benefits/index.js';
import { KeysRepository } from './keys.repository.js';
import type { StoredOutcome } from './stored-outcome.js';
import { redemptionErrors } from './redemption.errors.js';
import { redemptionReversed } from './redemption.events.js';
import { type Original, RedemptionRepository } from './redemption.repository.js';
import type { ReversalAnswer, ReversalRequest } from './redemption.schemas.js';
import type { Attempt, Outcome } from './redemption.service.js';
import { ReversalRepository } from './reversal.repository.js';

interface Settled {
  readonly outcome: StoredOutcome;
  readonly redemptionId: string | null;
}

/** Taking a redemption back, by its id or by the key whose answer never came. */
@Injectable()
export class ReversalService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly keys: KeysRepository,
    private readonly redemptions: RedemptionRepository,
    private readonly reversals: ReversalRepository,
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
        request.type === 'CANCEL'
          ? await this.cancel(tx, terminal, request.redemptionId, request, now)
          : await this.undo(tx, terminal, request, now);
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
    if (original?.outcome.kind !== 'ANSWER') return nothingToGiveBack(now);
    if (original.redemptionId === null || original.outcome.body['code'] !== 'REDEEMED') return nothingToGiveBack(now);
    return this.cancel(tx, terminal, original.redemptionId, request, now);
  }

  private async cancel(
    tx: Tx,
    terminal: TerminalCaller,
    redemptionId: string,
    request: ReversalRequest,
    now: Date,
  ): Promise<Settled> {
    // Load the facts.
    const original = await this.redemptions.lockOriginal(tx, redemptionId, terminal.merchantId);
    if (!original || !mayReverse(terminal, original)) return refusal(redemptionErrors.REDEMPTION_UNKNOWN);
    if (original.state === 'DECLINED') return refusal(redemptionErrors.NOTHING_REDEEMED);
    const campaignIds = original.uses.map(({ campaignId }) => campaignId);
    const ended = await this.baskets.listEnded(tx, campaignIds);

    // Decide.
    const decision = decideCancel(askedFor(original), (campaignId) => ended.has(campaignId), now.getTime());
    if (!decision.allowed) return refusal(redemptionErrors[decision.reason]);

    // Write.
    const reversalId = newId();
    const unionFen = decision.giveBacks.reduce((sum, giveBack) => sum + giveBack.unionFen, 0);
    const merchantFen = original.discountFen - unionFen;
    await this.reversals.insert(tx, {
      id: reversalId,
      redemptionId,
      type: request.type,
      terminalId: terminal.terminalId,
      returnedFen: original.discountFen,
      unionFen,
      merchantFen,
      reason: request.reason ?? null,
      occurredAt: now,
      amountFen: original.amountFen,
      uses: decision.giveBacks.map((giveBack) => {
        const { campaignId, unionFen: union, counters } = refundOf(giveBack, original);
        const { discountFen } = giveBack;
        return {
          campaignId,
          discountFen,
          unionFen: union,
          merchantFen: discountFen - union,
          uses: 1,
          counters,
          lineId: null,
        };
      }),
    });
    await this.redemptions.markReversed(tx, redemptionId);

    const lines = await this.baskets.giveBack(
      tx,
      decision.giveBacks.map((giveBack) => refundOf(giveBack, original)),
    );

    // Announce. After the budget, because only its row says where the money went.
    await this.outbox.append(tx, redemptionReversed, {
      reversalId,
      redemptionId,
      occurredAt: toWireTime(now),
      merchantId: original.merchantId,
      storeId: original.storeId,
      returnedFen: original.discountFen,
      unionFen,
      merchantFen,
      uses: decision.giveBacks.map((giveBack) => ({
        campaignId: giveBack.campaignId,
        discountFen: giveBack.discountFen,
        unionFen: giveBack.unionFen,
        merchantFen: giveBack.discountFen - giveBack.unionFen,
        lineId: lines.get(giveBack.campaignId) ?? null,
      })),
    });

    return { outcome: reversed(request.type, reversalId, original, now), redemptionId };
  }
}

/** A redemption as the rules look at it. */
function askedFor({ state, occurredAt, uses }: Original): Parameters<typeof decideCancel>[0] {
  const used = uses.map(({ unionFen, merchantFen, ...use }) => ({
    ...use,
    shares: [
      { payer: 'UNION' as const, fen: unionFen },
      { payer: 'MERCHANT' as const, fen: merchantFen },
    ],
  }));
  return { isReversed: state !== 'REDEEMED', redeemedAtMs: occurredAt.getTime(), used };
}

/** `void:any` reaches every till of the store, `void:own` only the till's own redemptions. */
function mayReverse(terminal: TerminalCaller, original: Original): boolean {
  if (terminal.scopes.includes('void:any')) return original.storeId === terminal.storeId;
  return terminal.scopes.includes('void:own') && original.terminalId === terminal.terminalId;
}

function refundOf(giveBack: GiveBack, original: Original) {
  const restoresUse = original.uses.some(
    ({ campaignId, reversal }) => campaignId === giveBack.campaignId && reversal.restoresUse,
  );
  return {
    campaignId: giveBack.campaignId,
    unionFen: giveBack.unionFen,
    uses: restoresUse ? (1 as const) : (0 as const),
    counters: giveBack.counters,
  };
}

function refusal(entry: ErrorEntry): Settled {
  const { status, body } = problemOf(entry);
  return { outcome: { kind: 'ANSWER', status, body }, redemptionId: null };
}

function reversed(type: 'CANCEL' | 'TIMEOUT', reversalId: string, original: Original, now: Date): StoredOutcome {
  const body: ReversalAnswer = {
    code: 'REVERSED',
    reversalId,
    redemptionId: original.id,
    type,
    returnedFen: original.discountFen,
    discountFen: 0,
    occurredAt: toWireTime(now),
    cashierMessage: `已撤销，优惠 ${formatFen(original.discountFen)} 已退回`,
  };
  return { kind: 'ANSWER', status: 201, body };
}

function nothingToGiveBack(now: Date): Settled {
  const body: ReversalAnswer = {
    code: 'REVERSED',
    reversalId: null,
    redemptionId: null,
    type: 'TIMEOUT',
    returnedFen: 0,
    discountFen: 0,
    occurredAt: toWireTime(now),
    cashierMessage: '这笔没有核销，无需退回',
  };
  return { outcome: { kind: 'ANSWER', status: 201, body }, redemptionId: null };
}
