import { isWithin } from '../../../shared/org-path.js';
import type { BudgetTreeLine } from './budget.schemas.js';

/** Parts of a budget, in percent, at which people are told. */
export const BUDGET_THRESHOLDS = [50, 80, 95] as const;

/** The highest threshold that was reached; null below all of them and for a budget of nothing. */
export function alertPercentOf(usedFen: number, totalFen: number): number | null {
  if (totalFen <= 0) return null;
  return BUDGET_THRESHOLDS.findLast((percent) => usedFen * 100 >= totalFen * percent) ?? null;
}

/** A line with the figures of its own campaigns only. */
export type OwnFigures = Omit<BudgetTreeLine, 'linesFen' | 'alertPercent' | 'drawable'> & { readonly orgPath: string };

/** Adds what lines below spent and hold to the lines above them, and says which lines an owner may draw from. */
export function rollUp(lines: readonly OwnFigures[], ownerPath: string | null): BudgetTreeLine[] {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const sums = new Map(lines.map((line) => [line.id, { spentFen: 0, heldFen: 0 }]));
  for (const { id, spentFen, heldFen } of lines)
    for (let at = byId.get(id); at; at = at.parentId === null ? undefined : byId.get(at.parentId)) {
      const sum = sums.get(at.id);
      if (sum) sums.set(at.id, { spentFen: sum.spentFen + spentFen, heldFen: sum.heldFen + heldFen });
    }
  return lines.map(({ orgPath, ...line }) => ({
    ...line,
    ...sums.get(line.id),
    linesFen: line.handedFen - line.campaignsFen,
    alertPercent: alertPercentOf(line.handedFen, line.totalFen),
    drawable: line.state === 'OPEN' && line.freeFen > 0 && (ownerPath === null || isWithin(ownerPath, orgPath)),
  }));
}
