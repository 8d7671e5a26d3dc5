import type { Change } from '../../src/modules/benefits/index.js';

/** A line as plain sums say it is; knows nothing of how the product gets there. */
export interface ModelLine {
  readonly id: string;
  readonly parentId: string | null;
  readonly place: Place;
  readonly year: number;
  open: boolean;
  totalFen: number;
  handedFen: number;
  version: number;
  carriedToId: string | null;
}
export interface Place {
  readonly id: string;
  readonly path: string;
}

/** One change, the line it opens, and what plain sums expect of it: the fen it moves, or null when it must be refused. */
export interface Planned {
  readonly change: Change;
  readonly opens: ModelLine | null;
}
interface Asked {
  readonly lineId: string;
  readonly version: number;
}

/** Dice that fall the same for the same seed. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const LINES_MAX = 400;
const YEAR_MAX = 2100;

/** A budget tree in plain arithmetic, and random things to do to it. */
export class BudgetModel {
  readonly lines = new Map<string, ModelLine>();
  readonly campaigns = new Map<string, { readonly lineId: string; fen: number }>();
  fundedFen = 0;
  private made = 0;

  constructor(
    private readonly name: string,
    private readonly places: readonly Place[],
    private readonly roll: (below: number) => number,
  ) {}

  /** The first line, as it was created. */
  root(place: Place, year: number, totalFen: number): ModelLine {
    const line = { ...this.newLine(place, null, year), totalFen, version: 1 };
    this.lines.set(line.id, line);
    this.fundedFen += totalFen;
    return line;
  }

  /** Does the change if it may be, and answers how much it moves; null when it may not. */
  expect({ change, opens }: Planned): number | null {
    const line = this.get(change.lineId);
    const fen = this.movable(line, change, opens);
    if (fen === null) return null;
    if (opens) this.lines.set(opens.id, opens);
    const touched = new Set([line]);
    const move = (at: ModelLine, totalFen: number, handedFen: number): void => {
      at.totalFen += totalFen;
      at.handedFen += handedFen;
      touched.add(at);
    };
    if (change.kind === 'RAISE' || change.kind === 'REDUCE') {
      const more = change.kind === 'RAISE' ? fen : -fen;
      move(line, more, 0);
      this.fundedFen += more;
    } else if (change.kind === 'ALLOCATE') {
      move(line, 0, fen);
      move(this.get(change.to.id), fen, 0);
    } else if (change.kind === 'CLAW_BACK') {
      move(line, -fen, 0);
      move(this.get(line.parentId ?? ''), 0, -fen);
    } else line.open = false;
    if (change.kind === 'CARRY_OVER') {
      const target = this.get(change.to.id);
      line.carriedToId = target.id;
      move(line, -fen, 0);
      move(target, fen, 0);
      if (fen > 0) {
        for (const above of this.above(line)) move(above, -fen, -fen);
        for (const above of this.above(target)) move(above, fen, fen);
      }
    }
    for (const at of touched) at.version += 1;
    return fen;
  }

  /** Money to a campaign of its line, or back (negative); false when the line may not or has not that much. */
  hand(campaignId: string, lineId: string, fen: number): boolean {
    const line = this.get(lineId);
    const campaign = this.campaigns.get(campaignId) ?? { lineId, fen: 0 };
    if (fen > 0 && (!line.open || line.totalFen - line.handedFen < fen)) return false;
    this.campaigns.set(campaignId, campaign);
    campaign.fen += fen;
    line.handedFen += fen;
    line.version += 1;
    return true;
  }

  /** What each line handed out, by what its child lines and its campaigns have. */
  handedBelow(): Map<string, number> {
    const sums = new Map([...this.lines.keys()].map((id) => [id, 0]));
    const add = (id: string | null, fen: number): void => {
      if (id !== null) sums.set(id, (sums.get(id) ?? 0) + fen);
    };
    for (const { parentId, totalFen } of this.lines.values()) add(parentId, totalFen);
    for (const { lineId, fen } of this.campaigns.values()) add(lineId, fen);
    return sums;
  }

  anyLine(): ModelLine {
    return this.any([...this.lines.values()]);
  }

  /** Something an officer could ask for; now and then with a version that is not so, or for more than there is. */
  plan(): Planned {
    // First lines are few, and without their money nothing below moves.
    const first = [...this.lines.values()].filter(({ parentId, open }) => parentId === null && open);
    const line = first.length > 0 && this.roll(6) === 0 ? this.any(first) : this.anyLine();
    const asked = { lineId: line.id, version: line.version + (this.roll(20) === 0 ? 1 + this.roll(3) : 0) };
    const freeFen = line.totalFen - line.handedFen;
    const amountFen = 1 + this.roll(this.roll(10) === 0 ? 1_000_000 : Math.max(1, freeFen));
    const thrown = this.roll(100);
    // A year is long: a first line is carried over far more rarely than it is used.
    if (thrown < 2 && (line.parentId !== null || this.roll(20) === 0)) return this.carry(line, asked);
    if (thrown < 3) return { change: { kind: 'CLOSE', ...asked }, opens: null };
    if (line.parentId === null) {
      if (thrown < 50) return { change: { kind: 'RAISE', ...asked, amountFen: 1 + this.roll(1_000_000) }, opens: null };
      if (thrown < 55) return { change: { kind: 'REDUCE', ...asked, amountFen }, opens: null };
    } else if (thrown < 45) return { change: { kind: 'CLAW_BACK', ...asked, amountFen }, opens: null };
    return this.allocate(line, asked, amountFen);
  }

  private allocate(line: ModelLine, asked: Asked, amountFen: number): Planned {
    const below = [...this.lines.values()].filter(({ parentId }) => parentId === line.id);
    const isFull = below.length >= 8 || this.lines.size >= LINES_MAX;
    if (below.length > 0 && (isFull || this.roll(5) > 0)) {
      const { id, version } = this.any(below);
      return { change: { kind: 'ALLOCATE', ...asked, amountFen, to: { id, version } }, opens: null };
    }
    const place = this.any(this.places.filter(({ path }) => path.startsWith(line.place.path)));
    const opens = this.newLine(place, line.id, line.year);
    return { change: { kind: 'ALLOCATE', ...asked, amountFen, to: targetOf(opens) }, opens };
  }

  private carry(line: ModelLine, asked: Asked): Planned {
    const next = [...this.lines.values()].filter(
      ({ place, year }) => place.id === line.place.id && year === line.year + 1,
    );
    if (next.length > 0 && (this.lines.size >= LINES_MAX || this.roll(4) > 0)) {
      const { id, version } = this.any(next);
      return { change: { kind: 'CARRY_OVER', ...asked, to: { id, version } }, opens: null };
    }
    const parent = line.parentId === null ? null : this.get(line.parentId);
    const opens = this.newLine(line.place, parent === null ? null : parent.carriedToId, line.year + 1);
    return { change: { kind: 'CARRY_OVER', ...asked, to: targetOf(opens) }, opens };
  }

  private movable(line: ModelLine, change: Change, opens: ModelLine | null): number | null {
    const freeFen = line.totalFen - line.handedFen;
    if (line.version !== change.version) return null;
    switch (change.kind) {
      case 'RAISE':
        return line.open ? change.amountFen : null;
      case 'REDUCE':
      case 'CLAW_BACK':
        return change.amountFen <= freeFen ? change.amountFen : null;
      case 'ALLOCATE':
        return line.open && (opens ?? this.get(change.to.id)).open && change.amountFen <= freeFen
          ? change.amountFen
          : null;
      case 'CARRY_OVER':
        if (line.year >= YEAR_MAX) return null;
        if ((!line.open && freeFen === 0) || !(opens ?? this.get(change.to.id)).open) return null;
        return opens && line.parentId !== null && opens.parentId === null ? null : freeFen;
      case 'CLOSE':
        return line.open && freeFen === 0 ? 0 : null;
    }
  }

  private newLine(place: Place, parentId: string | null, year: number): ModelLine {
    const figures = { open: true, totalFen: 0, handedFen: 0, version: 0, carriedToId: null };
    return { id: `${this.name}-${(this.made += 1)}`, place, parentId, year, ...figures };
  }

  private above({ parentId }: ModelLine): ModelLine[] {
    if (parentId === null) return [];
    const parent = this.get(parentId);
    return [parent, ...this.above(parent)];
  }

  private any<T>(items: readonly T[]): T {
    const item = items[this.roll(items.length)];
    if (item === undefined) throw new Error('nothing to draw from');
    return item;
  }

  private get(id: string): ModelLine {
    const line = this.lines.get(id);
    if (!line) throw new Error(`no line ${id}`);
    return line;
  }
}

const targetOf = ({ id, place }: ModelLine) => ({ id, name: id, orgId: place.id, orgPath: place.path });
