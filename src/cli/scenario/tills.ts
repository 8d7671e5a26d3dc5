import { createHash } from 'node:crypto';
import {
  AuthorizationService,
  type Attempt,
  KeptDecisions,
  type Outcome,
  QuoteService,
  RedemptionService,
  ReversalService,
} from '../../modules/redemption/index.js';
import { authorizationRequestSchema } from '../../modules/redemption/authorizations/authorization.schemas.js';
import { quoteRequestSchema, redemptionRequestSchema } from '../../modules/redemption/redemption.schemas.js';
import { StoredProblem } from '../../platform/http/problem.filter.js';
import type { TerminalCaller } from '../../shared/caller.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import type { Person } from './people.js';
import { showPlastic } from './phone.js';
import type { Product } from './product.js';
import type { Fields } from './step.schemas.js';
import type { World } from './world.js';

/** An authorization has lapsed so long after it was made. */
const HOLD_MINUTES = 15;

/** What a step came to, by the names an expectation uses. */
export type Result = Readonly<Record<string, unknown>>;

type Basket = Omit<Fields<'quote'>, 'expect'>;

/** What a named step made at a till. */
interface Made {
  readonly till: TerminalCaller;
  readonly authorizationId: string | null;
  redemptionId: string | null;
}

interface Sent {
  readonly content: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The tills of the world, one a store, asking the same services as a till's requests. */
export class Tills {
  private readonly made = new Map<string, Made>();
  /** What was sent under each key of a store, so that a repetition sends the same bytes. */
  private readonly sent = new Map<string, Sent>();
  private tickets = 0;

  constructor(
    private readonly product: Product,
    private readonly world: World,
  ) {}

  async quote(basket: Basket): Promise<Result> {
    const till = this.tillOf(basket.store);
    const person = this.personOf(basket.member);
    const request = { code: await this.showCode(person, basket.code), ...goodsOf(basket) };
    const quote = this.product.get(QuoteService).quote(till, quoteRequestSchema.parse(request));
    const answer: { readonly body: Result } = await quote.then(
      (body) => ({ body: { ...body } }),
      (error: unknown) => ({ body: { outcome: 'NONE', ...bodyOf(error) } }),
    );
    const kept = await this.product.get(KeptDecisions).ofLatestQuote(till.terminalId, person.memberId);
    const { outcome, discountFen = 0, payableFen = basket.amountFen ?? 0, applied } = answer.body;
    return { outcome, discountFen, payableFen, applied: idsOf(applied), left: kept?.left ?? {}, reason: kept?.reason };
  }

  redeem(fields: Basket & { as?: string | undefined; key?: string | undefined }): Promise<Result> {
    return this.ask('redemptions', fields, (attempt, body) =>
      this.product.get(RedemptionService).redeem(attempt, redemptionRequestSchema.parse(body)),
    );
  }

  authorize(fields: Basket & { as?: string | undefined; key?: string | undefined }): Promise<Result> {
    return this.ask('authorizations', fields, (attempt, body) =>
      this.product.get(RedemptionService).authorize(attempt, authorizationRequestSchema.parse(body), HOLD_MINUTES),
    );
  }

  async capture({ of, as, key, amountFen, items }: Omit<Fields<'capture'>, 'expect'>): Promise<Result> {
    const made = this.heldAs(of);
    const id = made.authorizationId ?? '';
    const basket = { amountFen, ...(items ? { items } : {}) };
    const attempt = attemptOf(made.till, key ?? newId(), `authorizations/${id}/capture`, basket);
    const outcome = await stored(() => this.product.get(AuthorizationService).capture(attempt, id, basket));
    const { code, redemptionId } = outcome.body;
    if (code === 'CAPTURED') {
      made.redemptionId = String(redemptionId);
      if (as !== undefined) this.made.set(as, { ...made, redemptionId: made.redemptionId });
      return { outcome: 'CAPTURED', ...givenOf(outcome.body), ...replayed(outcome) };
    }
    return { ...endedAs(code), ...replayed(outcome) };
  }

  async void({ of, key }: Omit<Fields<'void'>, 'expect'>): Promise<Result> {
    const made = this.heldAs(of);
    const id = made.authorizationId ?? '';
    const attempt = attemptOf(made.till, key ?? newId(), `authorizations/${id}/void`, {});
    const outcome = await stored(() => this.product.get(AuthorizationService).void(attempt, id));
    const { code } = outcome.body;
    return { ...(code === 'VOIDED' ? { outcome: 'VOIDED' } : endedAs(code)), ...replayed(outcome) };
  }

  async reverse({ of, key, type, amountFen, items }: Omit<Fields<'reverse'>, 'expect'>): Promise<Result> {
    const made = this.made.get(of);
    if (!made?.redemptionId) throw new Impossible(`"${of}" gave nothing that could be reversed`);
    const { redemptionId, till } = made;
    const part = { ...(amountFen === undefined ? {} : { amountFen }), ...(items === undefined ? {} : { items }) };
    const body = type === 'CANCEL' ? { type, redemptionId } : { type, redemptionId, ...part };
    const attempt = attemptOf(till, key ?? newId(), 'reversals', body);
    const outcome = await stored(() => this.product.get(ReversalService).reverse(attempt, body));
    const { code, discountFen } = outcome.body;
    if (code === 'REVERSED') return { outcome: 'REVERSED', discountFen, ...replayed(outcome) };
    return { outcome: 'REFUSED', reason: code, ...replayed(outcome) };
  }

  private async ask(
    path: 'redemptions' | 'authorizations',
    fields: Basket & { as?: string | undefined; key?: string | undefined },
    work: (attempt: Attempt, body: Readonly<Record<string, unknown>>) => Promise<Outcome>,
  ): Promise<Result> {
    const till = this.tillOf(fields.store);
    const key = fields.key ?? newId();
    const body = await this.bodyFor(path, key, fields);
    const outcome = await stored(() => work(attemptOf(till, key, path, body), body));
    const { code, redemptionId, authorizationId } = outcome.body;
    if (code === 'KEY_REUSED') return { outcome: 'REFUSED', reason: code };
    const isGiven = code === 'REDEEMED' || code === 'HELD';
    if (fields.as !== undefined)
      this.made.set(fields.as, {
        till,
        authorizationId: code === 'HELD' ? String(authorizationId) : null,
        redemptionId: code === 'REDEEMED' ? String(redemptionId) : null,
      });
    const kept = await this.product.get(KeptDecisions).ofAttempt(till.terminalId, key);
    const told = { left: kept?.left ?? {}, ...replayed(outcome) };
    if (isGiven) return { outcome: code, ...givenOf(outcome.body), ...told };
    const nothing = { discountFen: 0, payableFen: fields.amountFen ?? 0, applied: [], shares: NO_SHARES };
    return { outcome: 'DECLINED', reason: kept?.reason ?? code, ...nothing, ...told };
  }

  /** A new request, or the very same one when a key is repeated with the same content. */
  private async bodyFor(path: string, key: string, fields: Basket): Promise<Readonly<Record<string, unknown>>> {
    const { store, member, code } = fields;
    const name = `${store} ${key}`;
    const goods = goodsOf(fields);
    const content = JSON.stringify([path, member, code, goods]);
    const before = this.sent.get(name);
    if (before?.content === content) return before.body;
    this.tickets += 1;
    const body = { code: await this.showCode(this.personOf(member), code), ...goods, ticketNo: `T${this.tickets}` };
    if (!before) this.sent.set(name, { content, body });
    return body;
  }

  private showCode(person: Person, kind: Basket['code']): Promise<string> {
    return kind === 'S' ? showPlastic(this.product, person.card) : person.phone.show(this.product);
  }

  private heldAs(of: string): Made {
    const made = this.made.get(of);
    if (!made?.authorizationId) throw new Impossible(`"${of}" held nothing`);
    return made;
  }

  private tillOf(store: string): TerminalCaller {
    return known(this.world.tills.get(store));
  }

  private personOf(member: string): Person {
    return known(this.world.members.get(member));
  }
}

/** Something that cannot happen where the scenario stands; told with the line of its step. */
export class Impossible extends Error {}

/** Names were checked when the scenario was read. */
export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a name of a scenario was not checked');
  return value;
}

/** What a basket is, in the words of a till's request. */
function goodsOf({ amountFen, items, benefit }: Pick<Basket, 'amountFen' | 'items' | 'benefit'>) {
  return {
    ...(amountFen === undefined ? {} : { amountFen }),
    ...(items === undefined ? {} : { items }),
    ...(benefit === undefined ? {} : { benefit }),
  };
}

function attemptOf(terminal: TerminalCaller, key: string, path: string, body: unknown): Attempt {
  const hash = createHash('sha256').update(`POST /pos/v1/${path}\n`).update(JSON.stringify(body));
  return { terminal, key, bodyHash: hash.digest() };
}

interface Answer {
  readonly body: Result;
  readonly replayed: boolean;
}

/** The answer a till reads: what is stored, or the refusal that stored nothing. */
async function stored(work: () => Promise<Outcome>): Promise<Answer> {
  try {
    const outcome = await work();
    const body = outcome.stored.kind === 'ANSWER' ? outcome.stored.body : { code: 'REVERSED_BEFORE_ARRIVAL' };
    return { body, replayed: outcome.replayed };
  } catch (error) {
    return { body: bodyOf(error), replayed: false };
  }
}

function bodyOf(error: unknown): Result {
  if (error instanceof StoredProblem) return error.body;
  if (error instanceof Refusal) return { code: error.entry.code };
  throw error;
}

const replayed = ({ replayed }: Answer): Result => ({ replayed });

const idsOf = (applied: unknown): string[] =>
  ((applied ?? []) as { campaignId: string }[]).map(({ campaignId }) => campaignId).toSorted();

const givenOf = ({ discountFen, payableFen, applied, shares }: Result): Result => ({
  discountFen,
  payableFen,
  applied: idsOf(applied),
  shares: { ...NO_SHARES, ...(shares as object) },
});

const NO_SHARES = { UNION: 0, MERCHANT: 0 };

const STATE_BY_CODE: Readonly<Record<string, string>> = {
  ALREADY_CAPTURED: 'CAPTURED',
  ALREADY_VOIDED: 'VOIDED',
  AUTHORIZATION_EXPIRED: 'EXPIRED',
};

/** What is not held any more answers by its state; what is refused stays held. */
function endedAs(code: unknown): Result {
  const state = STATE_BY_CODE[String(code)];
  if (state !== undefined) return { outcome: state };
  return { outcome: code === 'KEY_REUSED' ? 'REFUSED' : 'DECLINED', reason: code };
}
