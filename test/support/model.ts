/**
 * A plain model of what tills may do, written from the contract alone: two campaigns that add up, limits, a budget each, holds,
 * reversals. It knows nothing of the product's rules, so that both being wrong in one way would be a coincidence.
 */
export const DAY_MS = 86_400_000;
const HOLD_MS = 15 * 60_000;
const REVERSIBLE_MS = 7 * DAY_MS;

export interface ModelCampaign {
  readonly id: string;
  readonly minimumFen: number;
  /** What a basket at or above the minimum gets. */
  readonly gives: (amountFen: number) => number;
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
  fen: number;
  readonly dayKey: string;
}
export interface Given {
  readonly kind: 'REDEEMED' | 'HELD';
  readonly atMs: number;
  /** How long it may be taken back; one that gave nothing only for a day. */
  readonly reversibleMs: number;
  basketFen: number;
  parts: Part[];
  state: 'HELD' | 'CAPTURED' | 'VOIDED' | 'EXPIRED' | 'REDEEMED' | 'PARTIALLY_REVERSED' | 'REVERSED';
}
export interface Answer {
  readonly code: string;
  readonly discountFen?: number;
}

const ALL = 'all';

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
      const dayKey = `${member} ${Math.floor((nowMs + 8 * 3_600_000) / DAY_MS)}`;
      if (campaign.paused) told = 'CAMPAIGN_NOT_RUNNING';
      else if (amountFen < campaign.minimumFen) told = 'BELOW_MINIMUM';
      else if (this.fits(campaign, dayKey, campaign.gives(amountFen)))
        parts.push({ campaign, fen: campaign.gives(amountFen), dayKey });
    }
    if (parts.length === 0) return { answer: { code: named === null ? 'NO_BENEFIT' : told }, parts };
    return { answer: { code: 'GIVEN', discountFen: sumOf(parts) }, parts };
  }

  give(kind: Given['kind'], parts: Part[], basketFen: number, nowMs: number): Given {
    for (const { campaign, fen, dayKey } of parts) {
      if (kind === 'HELD') campaign.heldFen += fen;
      else campaign.spentFen += fen;
      this.count(campaign, dayKey, 1);
    }
    return { kind, atMs: nowMs, reversibleMs: REVERSIBLE_MS, basketFen, parts, state: kind };
  }

  /** Takes goods back; null takes all that is left. */
  reverse(given: Given, goodsFen: number | null, nowMs: number): Answer {
    if (given.state === 'REVERSED') return { code: 'ALREADY_REVERSED' };
    if (nowMs > given.atMs + given.reversibleMs) return { code: 'TOO_LATE' };
    const back = goodsFen ?? given.basketFen;
    if (back > given.basketFen) return { code: 'OVER_AMOUNT' };
    given.basketFen -= back;
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
    hold.basketFen = amountFen;
    for (const { campaign, fen } of hold.parts) {
      campaign.heldFen -= fen;
      campaign.spentFen += fen;
    }
    this.reprice(hold, 'spentFen');
    const reversibleMs = hold.parts.length === 0 ? DAY_MS : REVERSIBLE_MS;
    const made: Given = {
      kind: 'HELD',
      atMs: nowMs,
      reversibleMs,
      basketFen: amountFen,
      parts: hold.parts,
      state: 'REDEEMED',
    };
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

  private release(hold: Given, state: 'VOIDED' | 'EXPIRED'): void {
    hold.state = state;
    hold.basketFen = 0;
    this.reprice(hold, 'heldFen');
  }

  /** Keeps what the basket that is left would get, never more than before; what gives nothing any more is as if never used. */
  private reprice(given: Given, from: 'spentFen' | 'heldFen'): void {
    for (const part of given.parts) {
      const keeps =
        given.basketFen < part.campaign.minimumFen ? 0 : Math.min(part.fen, part.campaign.gives(given.basketFen));
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
