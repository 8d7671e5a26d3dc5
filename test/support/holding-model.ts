/**
 * A plain model of what people hold, written from the contract alone: a pack of vouchers that is claimed and a balance that was
 * given, each of one union, with the money promised for them. It knows nothing of the product's rules.
 */
const HOLD_MS = 15 * 60_000;
export const VOUCHER = { thresholdFen: 300, offFen: 400, count: 3, perRedemption: 2, claims: 3 };
export const GRANT_FEN = 1_500;

export interface Held {
  state: 'LIVE' | 'REVOKED';
  units: number;
  fen: number;
}
export interface Use {
  readonly of: 'pack' | 'grant';
  readonly member: number;
  readonly isHold: boolean;
  readonly atMs: number;
  basketFen: number;
  fen: number;
  units: number;
  state: 'HELD' | 'CAPTURED' | 'VOIDED' | 'EXPIRED' | 'REDEEMED' | 'REVERSED';
}
export class Campaign {
  readonly holdings = new Map<number, Held>();
  spentFen = 0;
  heldFen = 0;
  promisedFen = 0;
  uses = 0;
  claims = 0;

  constructor(
    readonly of: 'pack' | 'grant',
    readonly unionBps: number,
    public totalFen: number,
  ) {}

  /** The UNION share, listed first: what is left over by flooring falls to it. */
  union(fen: number): number {
    return fen - Math.floor((fen * (10_000 - this.unionBps)) / 10_000);
  }

  promised({ units, fen }: Pick<Held, 'units' | 'fen'>): number {
    return this.of === 'pack' ? units * this.union(VOUCHER.offFen) : this.union(fen);
  }

  get freeFen(): number {
    return this.totalFen - this.spentFen - this.heldFen;
  }
}

export class HoldingModel {
  readonly away = new Set<number>();

  constructor(
    readonly pack: Campaign,
    readonly grant: Campaign,
  ) {}

  claim(member: number): string {
    const { pack } = this;
    if (this.away.has(member)) return 'NOT_ELIGIBLE';
    if (pack.holdings.has(member)) return 'LIMIT_REACHED';
    if (pack.claims >= VOUCHER.claims) return 'SOLD_OUT';
    const held: Held = { state: 'LIVE', units: VOUCHER.count, fen: 0 };
    if (pack.promised(held) > pack.freeFen) return 'BUDGET_EXHAUSTED';
    pack.holdings.set(member, held);
    pack.claims += 1;
    this.promise(pack, pack.promised(held));
    return 'CLAIMED';
  }

  /** What a basket gets, or what the till is told. */
  use(of: Use['of'], member: number, amountFen: number, isHold: boolean, atMs: number): Use | string {
    const campaign = this[of];
    const held = campaign.holdings.get(member);
    if (this.away.has(member) || (of === 'grant' && !held)) return 'NOT_AVAILABLE';
    const given = this.price(of, amountFen, held ?? { units: 0, fen: 0 });
    if (given === null) return of === 'pack' && amountFen < VOUCHER.thresholdFen ? 'BELOW_MINIMUM' : 'NOT_AVAILABLE';
    if (!held) return 'NOT_AVAILABLE';
    const released = campaign.promised(held) - campaign.promised(less(held, given));
    if (campaign.union(given.fen) - released > campaign.freeFen) return 'NOT_AVAILABLE';
    held.units -= given.units;
    if (of === 'grant') held.fen -= given.fen;
    this.promise(campaign, -released);
    campaign[isHold ? 'heldFen' : 'spentFen'] += campaign.union(given.fen);
    campaign.uses += 1;
    return { of, member, isHold, atMs, basketFen: amountFen, ...given, state: isHold ? 'HELD' : 'REDEEMED' };
  }

  /** Takes goods back of what was redeemed or captured; null takes all. */
  reverse(use: Use, goodsFen: number | null): string {
    if (use.state === 'REVERSED') return 'ALREADY_REVERSED';
    const back = goodsFen ?? use.basketFen;
    if (back > use.basketFen) return 'OVER_AMOUNT';
    this.shrink(use, use.basketFen - back, 'spentFen');
    if (use.basketFen === 0) use.state = 'REVERSED';
    return 'REVERSED';
  }

  capture(use: Use, amountFen: number, nowMs: number): { code: string; made?: Use } {
    const ended = this.endedAt(use, nowMs);
    if (ended) return { code: ended };
    if (amountFen > use.basketFen) return { code: 'OVER_HOLD' };
    this.shrink(use, amountFen, 'heldFen');
    const campaign = this[use.of];
    campaign.heldFen -= campaign.union(use.fen);
    campaign.spentFen += campaign.union(use.fen);
    use.state = 'CAPTURED';
    return { code: 'CAPTURED', made: { ...use, state: 'REDEEMED' } };
  }

  void(use: Use, nowMs: number): string {
    const ended = this.endedAt(use, nowMs);
    if (ended) return ended;
    this.release(use, 'VOIDED');
    return 'VOIDED';
  }

  sweep(uses: readonly Use[], nowMs: number): void {
    for (const use of uses) if (use.state === 'HELD' && nowMs >= use.atMs + HOLD_MS) this.release(use, 'EXPIRED');
  }

  /** What the union gave ends with leaving it; coming back restores nothing. */
  leave(member: number): void {
    this.away.add(member);
    for (const campaign of [this.pack, this.grant]) {
      const held = campaign.holdings.get(member);
      if (held?.state !== 'LIVE') continue;
      this.promise(campaign, -campaign.promised(held));
      campaign.holdings.set(member, { state: 'REVOKED', units: 0, fen: 0 });
    }
  }

  private price(
    of: Use['of'],
    amountFen: number,
    held: { units: number; fen: number },
  ): { fen: number; units: number } | null {
    if (of === 'grant') return amountFen > 0 && held.fen > 0 ? { fen: Math.min(held.fen, amountFen), units: 0 } : null;
    const units = Math.min(VOUCHER.perRedemption, held.units, Math.floor(amountFen / VOUCHER.thresholdFen));
    return units === 0 ? null : { fen: Math.min(units * VOUCHER.offFen, amountFen), units };
  }

  private release(use: Use, state: 'VOIDED' | 'EXPIRED'): void {
    this.shrink(use, 0, 'heldFen');
    use.state = state;
  }

  private endedAt(use: Use, nowMs: number): string | null {
    if (use.state === 'CAPTURED') return 'ALREADY_CAPTURED';
    if (use.state === 'VOIDED') return 'ALREADY_VOIDED';
    if (use.state === 'HELD' && nowMs < use.atMs + HOLD_MS) return null;
    if (use.state === 'HELD') this.release(use, 'EXPIRED');
    return 'AUTHORIZATION_EXPIRED';
  }

  /** Keeps what the rest of the basket would get, never more; what comes back is held again, if its money can be promised again. */
  private shrink(use: Use, toFen: number, from: 'spentFen' | 'heldFen'): void {
    const campaign = this[use.of];
    const price = toFen === 0 ? null : this.price(use.of, toFen, { units: use.units, fen: use.fen });
    const keeps = { fen: Math.min(price?.fen ?? 0, use.fen), units: price?.units ?? 0 };
    const back = { units: use.units - keeps.units, fen: use.fen - keeps.fen };
    if (use.fen > 0 && keeps.fen === 0) campaign.uses -= 1;
    campaign[from] -= campaign.union(use.fen) - campaign.union(keeps.fen);
    Object.assign(use, keeps, { basketFen: toFen });
    const held = campaign.holdings.get(use.member);
    if (held?.state !== 'LIVE') return;
    const more = { units: held.units + back.units, fen: held.fen + (use.of === 'grant' ? back.fen : 0) };
    const promised = campaign.promised(more) - campaign.promised(held);
    if (promised > campaign.freeFen) return;
    Object.assign(held, more);
    this.promise(campaign, promised);
  }

  private promise(campaign: Campaign, fen: number): void {
    campaign.heldFen += fen;
    campaign.promisedFen += fen;
  }
}

const less = (held: Held, given: { fen: number; units: number }) => ({
  units: held.units - given.units,
  fen: held.fen - given.fen,
});
