import { orgIdsOf } from '../../../shared/org-path.js';
import { monthOf, monthsBetween } from './months.rules.js';

/** Pace is read from this many months back. */
export const PACE_MONTHS = 12;
/** A forecast further ahead than this says nothing. */
export const AHEAD_MONTHS_MAX = 120;

export interface MonthRate {
  readonly monthOn: string;
  readonly rate: number | null;
}

/**
 * In which month a goal is reached when the straight line through the last months goes on (least squares, this month's standing
 * last); null when it is not, at that pace, within ten years, or when two months to draw a line through are missing.
 */
export function reachedIn(history: readonly MonthRate[], goal: number): string | null {
  const last = history.at(-1);
  if (last === undefined || last.rate === null) return null;
  if (last.rate >= goal) return last.monthOn;
  const points = history.flatMap(({ monthOn, rate }) => {
    const x = monthsBetween(last.monthOn, monthOn);
    return rate === null || x < -PACE_MONTHS ? [] : [{ x, y: rate }];
  });
  if (points.length < 2) return null;
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  if (slope <= 0) return null;
  // From where it stands, not from the line: a line above the last month would promise what is not there.
  const months = Math.ceil((goal - last.rate) / slope);
  return months > AHEAD_MONTHS_MAX ? null : monthOf(last.monthOn, months);
}

/** Unions whose goals may hold over a scope, nearest last: those above all its subtrees, and the top itself when it is one. */
export function goalOrgIds(scope: readonly string[]): string[] {
  const [first, ...others] = scope.map(orgIdsOf);
  if (first === undefined) return [];
  return first.filter((_, at) => others.every((ids) => ids.slice(0, at + 1).join() === first.slice(0, at + 1).join()));
}

/** The goal that holds, of each indicator: the one of the nearest union that has one. */
export function nearestGoals<Goal extends { readonly indicator: string; readonly orgId: string }>(
  goals: readonly Goal[],
  orgIds: readonly string[],
): Goal[] {
  const nearness = ({ orgId }: Goal): number => orgIds.indexOf(orgId);
  return goals.filter(
    (goal) =>
      nearness(goal) >= 0 &&
      !goals.some((other) => other.indicator === goal.indicator && nearness(other) > nearness(goal)),
  );
}
