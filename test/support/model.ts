/**
 * A plain model of what tills may do, written from the contract alone: two campaigns that add up and change, limits, a budget
 * each, holds, reversals. It knows nothing of the product's rules, so that both being wrong in one way would be a coincidence.
 */
export const DAY_MS = 86_400_000;
const HOLD_MS = 15 * 60_000;
const REVERSIBLE_MS = 7 * DAY_MS;

/** What one version of a campaign gives. */
export interface Terms {
  readonly minimumFen: number;
  /** What a basket at or above the minimum gets. */
  readonly gives: (amountFen: number) => number;
}

export interface ModelCampaign {
  readonly id: string;
  /** Of the version that runs. */
  terms: Terms;
  readonly timesADay: number;
  /** Uses in all; only where there is such a limit. */
  readonly timesInAll: number;
  totalFen: number;
  spentFen: number;
  heldFen: number;
  uses: number;
  paused: boolean;
  readonly counted: Map<string, number>;
}

interface Part {
  readonly campaign: ModelCampaign;
  /** Of the version it was given by, whatever runs by now. */
  readonly terms: Terms;
  fen: number;
  readonly dayKey: string;
}
export interface Item {
  readonly item: string;
  readonly amountFen: number;
}
export interface Basket {
  readonly amountFen: number;
  readonly items: readonly Item[];
}
/** Goods that come back: of this worth, these items among them. */
export interface Back {
  readonly amountFen?: number;
  readonly items?: readonly Item[];
}
export interface Given {
  readonly kind: 'REDEEMED' | 'HELD';
  readonly atMs: number;
  /** How long it may be taken back; one that gave nothing only for a day. */
  readonly reversibleMs: number;
  /** Items as they were bought. */
  readonly bought: readonly Item[];
  basketFen: number;
  /** Items nobody brought back, nor touched. */
  items: Item[];
  parts: Part[];
  state: 'HELD' | 'CAPTURED' | 'VOIDED' | 'EXPIRED' | 'REDEEMED' | 'PARTIALLY_REVERSED' | 'REVERSED';
}
export interface Answer {
  readonly code: string;
  readonly discountFen?: number;
}

/** The counter of all uses of a campaign. */
export const ALL = 'all';

export class Model {
  readonly frozen = new Set<number>();

  constructor(readonly campaigns: readonly [ModelCampaign, ModelCampaign]) {}

  /** What a basket gets: of the benefit named, or of all that apply. */
  decide(member: number, amountFen: number, named: number | null, nowMs: number): { answer: Answer; parts: Part[] } {
    if (this.frozen.has(member)) return { answer: { code: 'CARD_NOT_ACTIVE' }, parts: [] };
    const considered = named === null ? this.campaigns : [this.campaigns[named === 0 ? 0 : 1]];
    const parts: Part[] = [];
    let told = 'NOT_AVAILABLE';
    for (const campaign of considered) {
      const { terms } = campaign;
      const dayKey = this.dayKey(member, nowMs);
      if (campaign.paused) told = 'CAMPAIGN_NOT_RUNNING';
      else if (amountFen < terms.minimumFen) told = 'BELOW_MINIMUM';
      else if (this.fits(campaign, dayKey, terms.gives(amountFen)))
        parts.push({ campaign, terms, fen: terms.gives(amountFen), dayKey });
    }
    if (parts.length === 0) return { answer: { code: named === null ? 'NO_BENEFIT' : told }, parts };
    return { answer: { code: 'GIVEN', discountFen: sumOf(parts) }, parts };
  }

  /** Whose counter of which day of Shanghai. */
  dayKey(member: number, nowMs: number): string {
    return `${member} ${Math.floor((nowMs + 8 * 3_600_000) / DAY_MS)}`;
  }

  give(kind: Given['kind'], parts: Part[], { amountFen, items }: Basket, nowMs: number): Given {
    for (const { campaign, fen, dayKey } of parts) {
      if (kind === 'HELD') campaign.heldFen += fen;
      else campaign.spentFen += fen;
      this.count(campaign, dayKey, 1);
    }
    const basket = { bought: items, basketFen: amountFen, items: [...items] };
    return { kind, atMs: nowMs, reversibleMs: REVERSIBLE_MS, ...basket, parts, state: kind };
  }

  /** By the key of an attempt: a hold is void, a redemption is taken back whole, what gave nothing stays nothing. */
  undo(given: Given | null, nowMs: number): Answer {
    if (!given) return { code: 'REVERSED', discountFen: 0 };
    if (given.kind === 'REDEEMED') return this.reverse(given, null, nowMs);
    const ended = this.void(given, nowMs);
    return ended.code === 'VOIDED' ? { code: 'REVERSED', discountFen: 0 } : ended;
  }

  /** Takes goods back; null takes all that is left. */
  reverse(given: Given, back: Back | null, nowMs: number): Answer {
    if (given.state === 'REVERSED') return { code: 'ALREADY_REVERSED' };
    if (nowMs > given.atMs + given.reversibleMs) return { code: 'TOO_LATE' };
    const items = back?.items ?? [];
    const goodsFen = back === null ? given.basketFen : (back.amountFen ?? sumOfItems(items));
    const kept = without(given.items, items);
    if (kept === null || goodsFen > given.basketFen || goodsFen < sumOfItems(items)) return { code: 'OVER_AMOUNT' };
    this.shrink(given, given.basketFen - goodsFen, kept);
    this.reprice(given, 'spentFen');
    given.state = given.basketFen === 0 ? 'REVERSED' : 'PARTIALLY_REVERSED';
    return { code: 'REVERSED', discountFen: sumOf(given.parts) };
  }

  /** Ends a hold; answers the redemption a capture makes. */
  capture(hold: Given, amountFen: number, nowMs: number): { answer: Answer; made: Given | null } {
    const refused = this.refusedAt(hold, nowMs);
    if (refused) return { answer: refused, made: null };
    if (amountFen > hold.basketFen) return { answer: { code: 'OVER_HOLD' }, made: null };
    hold.state = 'CAPTURED';
    this.shrink(hold, amountFen, hold.items);
    for (const { campaign, fen } of hold.parts) {
      campaign.heldFen -= fen;
      campaign.spentFen += fen;
    }
    this.reprice(hold, 'spentFen');
    const reversibleMs = hold.parts.length === 0 ? DAY_MS : REVERSIBLE_MS;
    const made: Given = { ...hold, kind: 'REDEEMED', atMs: nowMs, reversibleMs, state: 'REDEEMED' };
    return { answer: { code: 'CAPTURED', discountFen: sumOf(made.parts) }, made };
  }

  void(hold: Given, nowMs: number): Answer {
    const refused = this.refusedAt(hold, nowMs);
    if (refused) return refused;
    this.release(hold, 'VOIDED');
    return { code: 'VOIDED' };
  }

  /** Frees what lapsed, as the sweep does. */
  sweep(holds: readonly Given[], nowMs: number): void {
    for (const hold of holds) if (hold.state === 'HELD' && nowMs >= hold.atMs + HOLD_MS) this.release(hold, 'EXPIRED');
  }

  private refusedAt(hold: Given, nowMs: number): Answer | null {
    if (hold.state === 'CAPTURED') return { code: 'ALREADY_CAPTURED' };
    if (hold.state === 'VOIDED') return { code: 'ALREADY_VOIDED' };
    if (hold.state === 'HELD' && nowMs < hold.atMs + HOLD_MS) return null;
    if (hold.state === 'HELD') this.release(hold, 'EXPIRED');
    return { code: 'AUTHORIZATION_EXPIRED' };
  }

  /** Other goods are touched before items, and items in the order they were rung up. */
  private shrink(given: Given, toFen: number, items: readonly Item[]): void {
    given.basketFen = toFen;
    given.items = [...items];
    while (sumOfItems(given.items) > toFen) given.items.shift();
  }

  private release(hold: Given, state: 'VOIDED' | 'EXPIRED'): void {
    hold.state = state;
    hold.basketFen = 0;
    this.reprice(hold, 'heldFen');
  }

  /** Keeps what the basket that is left would get, never more than before; what gives nothing any more is as if never used. */
  private reprice(given: Given, from: 'spentFen' | 'heldFen'): void {
    for (const part of given.parts) {
      const keeps = given.basketFen < part.terms.minimumFen ? 0 : Math.min(part.fen, part.terms.gives(given.basketFen));
      part.campaign[from] -= part.fen - keeps;
      part.fen = keeps;
      if (keeps === 0) this.count(part.campaign, part.dayKey, -1);
    }
    given.parts = given.parts.filter(({ fen }) => fen > 0);
  }

  private fits(campaign: ModelCampaign, dayKey: string, fen: number): boolean {
    return (
      fen > 0 &&
      (campaign.counted.get(dayKey) ?? 0) < campaign.timesADay &&
      (campaign.counted.get(ALL) ?? 0) < campaign.timesInAll &&
      campaign.spentFen + campaign.heldFen + fen <= campaign.totalFen
    );
  }

  private count(campaign: ModelCampaign, dayKey: string, by: 1 | -1): void {
    campaign.uses += by;
    for (const key of [dayKey, ALL]) campaign.counted.set(key, (campaign.counted.get(key) ?? 0) + by);
  }
}

const sumOf = (parts: readonly Part[]): number => parts.reduce((sum, { fen }) => sum + fen, 0);
const sumOfItems = (items: readonly Item[]): number => items.reduce((sum, { amountFen }) => sum + amountFen, 0);

/** The items that are left once these are gone; null when one of them is not there. */
function without(items: readonly Item[], gone: readonly Item[]): Item[] | null {
  const left = [...items];
  for (const { item, amountFen } of gone) {
    const at = left.findIndex((each) => each.item === item && each.amountFen === amountFen);
    if (at < 0) return null;
    left.splice(at, 1);
  }
  return left;
}
