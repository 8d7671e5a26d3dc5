import type { BudgetTreeLine } from '../api/budgets.js';

export interface BudgetNode extends BudgetTreeLine {
  readonly children?: readonly BudgetNode[];
}

/** Lines below each other; one whose upper line is out of sight begins a tree of its own. */
export function nest(lines: readonly BudgetTreeLine[]): readonly BudgetNode[] {
  const ids = new Set(lines.map(({ id }) => id));
  const below = new Map<string | null, BudgetTreeLine[]>();
  for (const line of lines) {
    const upper = line.parentId !== null && ids.has(line.parentId) ? line.parentId : null;
    below.set(upper, [...(below.get(upper) ?? []), line]);
  }
  const nodesOf = (parentId: string | null): readonly BudgetNode[] =>
    (below.get(parentId) ?? []).map((line) => {
      const children = nodesOf(line.id);
      return children.length > 0 ? { ...line, children } : line;
    });
  return nodesOf(null);
}

/** An id nobody has yet, said by whose line it is and of what year. */
export function freeId(lines: readonly BudgetTreeLine[], orgId: string, year: number): string {
  const taken = new Set(lines.map(({ id }) => id));
  const wanted = `${orgId}-${year}`.slice(0, 56);
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (!taken.has(id)) return id;
  }
}

export const toFen = (yuan: number | null | undefined): number => Math.round((yuan ?? 0) * 100);

export type BudgetAction = 'ALLOCATE' | 'CLAW_BACK' | 'RAISE' | 'REDUCE' | 'CARRY_OVER' | 'CLOSE';

/** What may be done with a line as it stands; the server asks again. */
export function actionsOf(line: BudgetTreeLine, lines: readonly BudgetTreeLine[]): readonly BudgetAction[] {
  const isOpen = line.state === 'OPEN';
  const hasFree = line.freeFen > 0;
  const mayPropose = line.openProposalId === null;
  const hasUpper = lines.some(({ id }) => id === line.parentId);
  const may: Readonly<Record<BudgetAction, boolean>> = {
    ALLOCATE: isOpen && hasFree,
    CLAW_BACK: hasUpper && hasFree && mayPropose,
    RAISE: line.parentId === null && isOpen && mayPropose,
    REDUCE: line.parentId === null && hasFree && mayPropose,
    CARRY_OVER: hasFree,
    CLOSE: isOpen && !hasFree,
  };
  return (Object.keys(may) as BudgetAction[]).filter((action) => may[action]);
}
