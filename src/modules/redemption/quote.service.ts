import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { refusals } from '../../platform/http/metrics.js';
import { StoredProblem } from '../../platform/http/problem.filter.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { maskName } from '../../shared/numbers/masks.js';
import { toWireTime } from '../../shared/time.js';
import { type BasketDecision, decideBasket, opensWithProof, tillView } from '../benefits/index.js';
import { cashierMessage, entryOf, proofsOf, refused, toTillLeft } from './answers.js';
import { recordOf, worthKeeping } from './decision-record.js';
import type { UnavailableQuote } from './quotes/quote.schemas.js';
import { QuotesRepository } from './quotes/quotes.repository.js';
import { redemptionErrors } from './redemption.errors.js';
import type { QuoteAnswer, QuoteRequest } from './redemption.schemas.js';
import { isPastShortNumber } from './engine/short-number.rules.js';
import { SecondFactorService } from './second-factors/second-factor.service.js';
import { TillFactsService } from './till-facts.service.js';

/** How long a quoted code stays with its till though its step passes. */
export const QUOTE_HOLDS_MS = 120_000;

/** What a basket would get; the only thing that changes is who may redeem this code. */
@Injectable()
export class QuoteService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly quotes: QuotesRepository,
    private readonly facts: TillFactsService,
    private readonly factors: SecondFactorService,
  ) {}

  /** @throws Refusal for a code that cannot be read or is not genuine, a PIN that is wrong, CODE_IN_USE; StoredProblem for one that does not count now */
  async quote(terminal: TerminalCaller, request: QuoteRequest): Promise<QuoteAnswer | UnavailableQuote> {
    const genuine = await this.facts.present(terminal, request.code);
    if (isPastShortNumber(genuine.code.kind, request.amountFen, this.config.POS_SHORT_NUMBER_MAX_FEN))
      throw new Refusal(redemptionErrors.SHORT_NUMBER_LIMIT, { field: 'amountFen' });
    const presented = { ...genuine, proven: await this.factors.judgeQuote(genuine, request.pin) };
    const now = this.clock.now();
    const facts = await this.facts.load(terminal, presented, now);
    const { state, member, codeRefusal } = facts;
    const kept = {
      id: newId(),
      memberId: member.memberId,
      terminalId: terminal.terminalId,
      storeId: terminal.storeId,
      quotedAt: now,
    };
    if (codeRefusal !== null) {
      const undecided = recordOf(state, request, undecidedFor(request), now.getTime());
      await this.quotes.keepRefused({ ...kept, decision: undecided }, codeRefusal.entry.code);
      const outcome = refused(codeRefusal.entry, codeRefusal.serverTime);
      if (outcome.kind === 'ANSWER') throw new StoredProblem(outcome.status, outcome.body);
    }
    const decision = decideBasket(state, request, now.getTime());
    // Whatever the reasons are, the same is kept in the same statement: a till cannot tell them apart by the work done.
    const worth = this.config.REHEARSAL ? decision : worthKeeping(state, request, decision, now.getTime());
    const record = recordOf(state, request, worth, now.getTime());
    const until = new Date(now.getTime() + QUOTE_HOLDS_MS);
    const bound = await this.quotes.keep({ ...kept, decision: record }, presented.showing, until);
    if (!bound) throw new Refusal(redemptionErrors.CODE_IN_USE);

    if (decision.outcome === 'NONE') refusals.inc({ call: 'quote', reason: decision.reason ?? 'NO_BENEFIT' });
    const view = tillView(decision, state, request, now.getTime());
    if (view.reason === 'NOT_AVAILABLE') return unavailable(request);
    const none = view.outcome === 'NONE';
    return {
      quoteId: kept.id,
      outcome: none ? 'NONE' : 'OK',
      ...(none && view.reason !== null ? { reason: view.reason } : {}),
      holder: maskName(member.name),
      amountFen: request.amountFen,
      discountFen: view.discountFen,
      payableFen: view.payableFen,
      applied: view.applied.map(({ campaignId, label, discountFen }) => ({ campaignId, label, discountFen })),
      left: view.left.map(toTillLeft),
      ...proofsOf(view, opensWithProof(decision, state, now.getTime())),
      validUntil: toWireTime(until),
      cashierMessage: cashierMessage(view, none ? entryOf(view.reason) : null),
      serverTime: toWireTime(now),
    };
  }
}

/** A code that does not count is refused before any benefit is looked at. */
const undecidedFor = ({ amountFen }: QuoteRequest): BasketDecision => ({
  outcome: 'NONE',
  reason: null,
  applied: [],
  left: [],
  discountFen: 0,
  payableFen: amountFen,
});

const unavailable = ({ amountFen }: QuoteRequest): UnavailableQuote => ({
  outcome: 'NONE',
  reason: 'NOT_AVAILABLE',
  amountFen,
  discountFen: 0,
  payableFen: amountFen,
  applied: [],
  left: [],
  cashierMessage: redemptionErrors.NOT_AVAILABLE.cashierMessage ?? '',
});
