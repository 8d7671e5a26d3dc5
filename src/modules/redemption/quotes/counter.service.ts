import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { StoredProblem } from '../../../platform/http/problem.filter.js';
import type { TerminalCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { toWireTime } from '../../../shared/time.js';
import { CompiledCampaigns, decideBasket } from '../../benefits/index.js';
import { refused } from '../answers.js';
import { storeOf } from '../engine/batch-load.repository.js';
import { redemptionErrors } from '../redemption.errors.js';
import { TillFactsService } from '../till-facts.service.js';
import { listPricedItems } from './counter.queries.js';
import type { TillItems, TillServices, TillServicesRequest } from './counter.schemas.js';
import { QuotesRepository } from './quotes.repository.js';

/** How long a code that was shown for a service stays with its till, as a quoted one does. */
const HOLDS_MS = 120_000;

/** What a cashier may choose from before there is a basket. */
@Injectable()
export class CounterService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly compiled: CompiledCampaigns,
    private readonly facts: TillFactsService,
    private readonly quotes: QuotesRepository,
  ) {}

  /** Goods of this store with a price of their own, each once with its lowest. */
  async listItems(terminal: TerminalCaller): Promise<TillItems> {
    const { db } = this.database;
    const priced = await listPricedItems(db, this.clock.now());
    const campaigns = await this.compiled.get(db, priced);
    const store = storeOf(terminal);
    const lowest = new Map<string, number>();
    for (const [at, { item, priceFen }] of priced.entries())
      if (campaigns[at]?.isForStore(store) === true && !lowest.has(item)) lowest.set(item, priceFen);
    return { items: [...lowest].map(([item, priceFen]) => ({ item, priceFen })) };
  }

  /**
   * Services the holder of this code can redeem here now. One for a named group stands among those for everybody, and only where it
   * would be given: somebody came to have it. What does not apply is left out without a word, so that no reason shows.
   * @throws Refusal for a code that cannot be read or is not genuine, CODE_IN_USE, CARD_NOT_ACTIVE; StoredProblem for one that does not count now
   */
  async listServices(terminal: TerminalCaller, { code }: TillServicesRequest): Promise<TillServices> {
    const presented = await this.facts.present(terminal, code);
    const now = this.clock.now();
    const { state, member, codeRefusal } = await this.facts.load(terminal, presented, now);
    if (codeRefusal !== null) {
      const outcome = refused(codeRefusal.entry, codeRefusal.serverTime);
      if (outcome.kind === 'ANSWER') throw new StoredProblem(outcome.status, outcome.body);
    }
    if (state.card.state !== 'ACTIVE') throw new Refusal(redemptionErrors.CARD_NOT_ACTIVE);
    const until = new Date(now.getTime() + HOLDS_MS);
    if (!(await this.quotes.bind(terminal.terminalId, presented.showing, until, now)))
      throw new Refusal(redemptionErrors.CODE_IN_USE);
    const services = state.campaigns.flatMap((live) => {
      if (live.campaign.mechanism.holds !== 'SERVICE') return [];
      const { id, label } = live.campaign;
      const decision = decideBasket({ ...state, campaigns: [live] }, { amountFen: 0, benefit: id }, now.getTime());
      return decision.outcome === 'APPLIED' ? [{ campaignId: id, label }] : [];
    });
    return {
      holder: maskName(member.name),
      services,
      validUntil: toWireTime(until),
      serverTime: toWireTime(now),
    };
  }
}
