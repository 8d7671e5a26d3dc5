import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { StoredProblem } from '../../platform/http/problem.filter.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { maskName } from '../../shared/numbers/masks.js';
import { toWireTime } from '../../shared/time.js';
import { decideBasket, tillView } from '../benefits/index.js';
import { cashierMessage, entryOf, refused, toTillLeft } from './answers.js';
import { CodesRepository } from './codes.repository.js';
import { redemptionErrors } from './redemption.errors.js';
import type { QuoteAnswer, QuoteRequest } from './redemption.schemas.js';
import { TillFactsService } from './till-facts.service.js';

/** How long a quoted code stays with its till though its step passes. */
export const QUOTE_HOLDS_MS = 120_000;

/** What a basket would get; the only thing that changes is who may redeem this code. */
@Injectable()
export class QuoteService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly codes: CodesRepository,
    private readonly facts: TillFactsService,
  ) {}

  /** @throws Refusal for a code that cannot be read or is not genuine, CODE_IN_USE; StoredProblem for one that does not count now */
  async quote(terminal: TerminalCaller, request: QuoteRequest): Promise<QuoteAnswer> {
    const presented = await this.facts.present(request.code);
    const now = this.clock.now();
    const facts = await this.facts.load(terminal, presented, now);
    if (facts.codeRefusal !== null) {
      const outcome = refused(facts.codeRefusal.entry, facts.codeRefusal.serverTime);
      if (outcome.kind === 'ANSWER') throw new StoredProblem(outcome.status, outcome.body);
    }
    const until = new Date(now.getTime() + QUOTE_HOLDS_MS);
    const bound = await this.database.transaction((tx) =>
      this.codes.bind(tx, presented.showing, terminal.terminalId, until, now),
    );
    if (!bound) throw new Refusal(redemptionErrors.CODE_IN_USE);

    const view = tillView(decideBasket(facts.state, request, now.getTime()), facts.state, request, now.getTime());
    const none = view.outcome === 'NONE';
    return {
      quoteId: newId(),
      outcome: none ? 'NONE' : 'OK',
      ...(none && view.reason !== null ? { reason: view.reason } : {}),
      holder: maskName(facts.member.name),
      amountFen: request.amountFen,
      discountFen: view.discountFen,
      payableFen: view.payableFen,
      applied: view.applied.map(({ campaignId, label, discountFen }) => ({ campaignId, label, discountFen })),
      left: view.left.map(toTillLeft),
      validUntil: toWireTime(until),
      cashierMessage: cashierMessage(view, none ? entryOf(view.reason) : null),
      serverTime: toWireTime(now),
    };
  }
}
