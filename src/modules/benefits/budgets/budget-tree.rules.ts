import { AMOUNT_MAX_FEN } from '../../../shared/money.js';
import { isWithin } from '../../../shared/org-path.js';

/** The last year a line may be of, which the table guards too. */
export const BUDGET_YEAR_MAX = 2100;

/** A line as it stands: `handedFen` of `totalFen` is with its child lines and campaigns, the rest is free. */
export interface LineState {
  readonly id: string;
  readonly parentId: string | null;
  readonly orgId: string;
  readonly orgPath: string;
  readonly name: string;
  readonly year: number;
  readonly state: 'OPEN' | 'CLOSED';
  readonly version: number;
  readonly totalFen: number;
  readonly handedFen: number;
  readonly carriedToId: string | null;
}

/** A line to be opened on the way; its id must be free. */
export interface NewLine {
  readonly id: string;
  readonly name: string;
  readonly orgId: string;
  readonly orgPath: string;
}
/** A line and the version of it that was seen. */
export interface SeenLine {
  readonly id: string;
  readonly version: number;
}
interface Asked {
  readonly lineId: string;
  /** What the one who asks saw; another version means that the figures changed meanwhile. */
  readonly version: number;
}

/** Everything that can happen to a line besides handing out to campaigns. */
export type Change =
  | (Asked & { readonly kind: 'RAISE' | 'REDUCE' | 'CLAW_BACK'; readonly amountFen: number })
  | (Asked & { readonly kind: 'ALLOCATE'; readonly amountFen: number; readonly to: SeenLine | NewLine })
  | (Asked & { readonly kind: 'CARRY_OVER'; readonly to: SeenLine | NewLine })
  | (Asked & { readonly kind: 'CLOSE' });

export const CHANGE_REFUSALS = [
  'BUDGET_LINE_NOT_FOUND',
  'BUDGET_LINE_ID_TAKEN',
  'BUDGET_LINE_CHANGED',
  'BUDGET_LINE_CLOSED',
  'BUDGET_LINE_NOT_EMPTY',
  'BUDGET_LINE_FUNDED_FROM_ABOVE',
  'BUDGET_LINE_FUNDED_BY_FEDERATION',
  'BUDGET_ORG_UNKNOWN',
  'BUDGET_YEAR_WRONG',
  'BUDGET_TOTAL_TOO_LARGE',
  'BUDGET_PARENT_NOT_CARRIED',
  'LINE_EXHAUSTED',
] as const;
export type ChangeRefusal = (typeof CHANGE_REFUSALS)[number];

/** Money from one line to another; null is the federation's purse. */
export interface LineTransfer {
  readonly from: string | null;
  readonly to: string | null;
  readonly fen: number;
}

export type ChangeDecision =
  | {
      readonly allowed: true;
      /** Lines as they stand afterwards, the ones opened among them. */
      readonly lines: readonly LineState[];
      readonly transfer: LineTransfer | null;
      /** The other line that took part. */
      readonly otherId: string | null;
    }
  | { readonly allowed: false; readonly reason: ChangeRefusal; readonly line: LineState | null };

export type Tree = ReadonlyMap<string, LineState>;

export const freeFenOf = ({ totalFen, handedFen }: LineState): number => totalFen - handedFen;

/**
 * What a change makes of the tree; nothing is taken that is not free, and nothing changes that was not seen as it is. Money keeps its
 * sum: what one line has less, another or the federation has more.
 */
export function decideChange(tree: Tree, change: Change): ChangeDecision {
  const line = tree.get(change.lineId);
  if (!line) return refuse('BUDGET_LINE_NOT_FOUND', null);
  if (line.version !== change.version) return refuse('BUDGET_LINE_CHANGED', line);
  switch (change.kind) {
    case 'RAISE':
    case 'REDUCE':
      return fund(line, change.kind === 'RAISE' ? change.amountFen : -change.amountFen);
    case 'ALLOCATE':
      return allocate(tree, line, change.amountFen, change.to);
    case 'CLAW_BACK':
      return clawBack(tree, line, change.amountFen);
    case 'CARRY_OVER':
      return carryOver(tree, line, change.to);
    case 'CLOSE':
      if (line.state === 'CLOSED') return refuse('BUDGET_LINE_CLOSED', line);
      if (freeFenOf(line) > 0) return refuse('BUDGET_LINE_NOT_EMPTY', line);
      return { allowed: true, lines: [changed(line, { state: 'CLOSED' })], transfer: null, otherId: null };
  }
}

/** Federation money comes to a first line, or goes back (negative). */
function fund(line: LineState, fen: number): ChangeDecision {
  if (line.parentId !== null) return refuse('BUDGET_LINE_FUNDED_FROM_ABOVE', line);
  if (fen > 0 && line.state === 'CLOSED') return refuse('BUDGET_LINE_CLOSED', line);
  if (freeFenOf(line) + fen < 0) return refuse('LINE_EXHAUSTED', line);
  if (line.totalFen + fen > AMOUNT_MAX_FEN) return refuse('BUDGET_TOTAL_TOO_LARGE', line);
  const transfer = fen > 0 ? { from: null, to: line.id, fen } : { from: line.id, to: null, fen: -fen };
  return { allowed: true, lines: [changed(line, { totalFen: line.totalFen + fen })], transfer, otherId: null };
}

function allocate(tree: Tree, line: LineState, fen: number, to: SeenLine | NewLine): ChangeDecision {
  if (line.state === 'CLOSED') return refuse('BUDGET_LINE_CLOSED', line);
  const found = targetOf(tree, to, { parentId: line.id, year: line.year });
  if (!found.allowed) return found;
  const child = found.line;
  if (child.parentId !== line.id) return refuse('BUDGET_LINE_NOT_FOUND', null);
  if (!isWithin(child.orgPath, line.orgPath)) return refuse('BUDGET_ORG_UNKNOWN', null);
  if (child.state === 'CLOSED') return refuse('BUDGET_LINE_CLOSED', child);
  if (freeFenOf(line) < fen) return refuse('LINE_EXHAUSTED', line);
  const lines = [
    changed(line, { handedFen: line.handedFen + fen }),
    changed(child, { totalFen: child.totalFen + fen }),
  ];
  return { allowed: true, lines, transfer: { from: line.id, to: child.id, fen }, otherId: child.id };
}

function clawBack(tree: Tree, line: LineState, fen: number): ChangeDecision {
  if (line.parentId === null) return refuse('BUDGET_LINE_FUNDED_BY_FEDERATION', line);
  if (freeFenOf(line) < fen) return refuse('LINE_EXHAUSTED', line);
  const parent = parentOf(tree, line);
  const lines = [
    changed(line, { totalFen: line.totalFen - fen }),
    changed(parent, { handedFen: parent.handedFen - fen }),
  ];
  return { allowed: true, lines, transfer: { from: line.id, to: parent.id, fen }, otherId: parent.id };
}

/**
 * All that is free moves to a line of the next year, and with it the claim on every line above: those handed it on and are not asked
 * to hand it on again, so nothing of theirs becomes free or is taken. May be done again when campaigns give back later.
 */
function carryOver(tree: Tree, line: LineState, to: SeenLine | NewLine): ChangeDecision {
  const fen = freeFenOf(line);
  if (line.state === 'CLOSED' && fen === 0) return refuse('LINE_EXHAUSTED', line);
  if (line.year >= BUDGET_YEAR_MAX) return refuse('BUDGET_YEAR_WRONG', line);
  const above = line.parentId === null ? null : (parentOf(tree, line).carriedToId ?? undefined);
  if (isNew(to) && above === undefined) return refuse('BUDGET_PARENT_NOT_CARRIED', line);
  const found = targetOf(tree, to, { parentId: above ?? null, year: line.year + 1 });
  if (!found.allowed) return found;
  const target = found.line;
  if (target.orgId !== line.orgId) return refuse('BUDGET_ORG_UNKNOWN', null);
  if (target.year !== line.year + 1) return refuse('BUDGET_YEAR_WRONG', null);
  if (target.state === 'CLOSED') return refuse('BUDGET_LINE_CLOSED', target);

  const after = new Map<string, LineState>();
  const move = (state: LineState, more: { totalFen: number; handedFen: number }): void => {
    const now = after.get(state.id) ?? state;
    after.set(state.id, {
      ...now,
      version: state.version + 1,
      totalFen: now.totalFen + more.totalFen,
      handedFen: now.handedFen + more.handedFen,
    });
  };
  after.set(line.id, changed(line, { state: 'CLOSED', carriedToId: target.id }));
  move(line, { totalFen: -fen, handedFen: 0 });
  move(target, { totalFen: fen, handedFen: 0 });
  if (fen > 0) {
    for (const state of linesAbove(tree, line)) move(state, { totalFen: -fen, handedFen: -fen });
    for (const state of linesAbove(tree, target)) move(state, { totalFen: fen, handedFen: fen });
  }
  const lines = [...after.values()];
  const tooLarge = lines.find(({ totalFen }) => totalFen > AMOUNT_MAX_FEN);
  if (tooLarge) return refuse('BUDGET_TOTAL_TOO_LARGE', tooLarge);
  return {
    allowed: true,
    lines,
    transfer: fen === 0 ? null : { from: line.id, to: target.id, fen },
    otherId: target.id,
  };
}

/** Ids of the lines a decision may look at, as far as the change itself names them; the lines above them come with them. */
export function idsOf(change: Change): string[] {
  return 'to' in change ? [change.lineId, change.to.id] : [change.lineId];
}

export const isNew = (to: SeenLine | NewLine): to is NewLine => !('version' in to);

type Target = { readonly allowed: true; readonly line: LineState } | (ChangeDecision & { readonly allowed: false });

/** The line money goes to: one that was seen, or one opened for it. */
function targetOf(tree: Tree, to: SeenLine | NewLine, place: { parentId: string | null; year: number }): Target {
  const known = tree.get(to.id);
  if (isNew(to)) {
    if (known) return refuse('BUDGET_LINE_ID_TAKEN', null);
    const empty = { version: 0, totalFen: 0, handedFen: 0, carriedToId: null } as const;
    return { allowed: true, line: { ...to, ...place, ...empty, state: 'OPEN' } };
  }
  if (!known) return refuse('BUDGET_LINE_NOT_FOUND', null);
  return known.version === to.version ? { allowed: true, line: known } : refuse('BUDGET_LINE_CHANGED', known);
}

/** A line's parent and everything above it, the nearest first. */
export function linesAbove(tree: Tree, { parentId }: LineState): LineState[] {
  if (parentId === null) return [];
  const parent = tree.get(parentId);
  if (!parent) throw new Error(`line ${parentId} was not loaded with a line below it`);
  return [parent, ...linesAbove(tree, parent)];
}

function parentOf(tree: Tree, line: LineState): LineState {
  const [parent] = linesAbove(tree, line);
  if (!parent) throw new Error(`line ${line.id} has no parent`);
  return parent;
}

const changed = (line: LineState, what: Partial<LineState>): LineState => ({
  ...line,
  version: line.version + 1,
  ...what,
});
const refuse = (reason: ChangeRefusal, line: LineState | null) => ({ allowed: false, reason, line }) as const;
