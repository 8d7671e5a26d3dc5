import { cpus, totalmem } from 'node:os';

/** One figure: ours, what it is measured against in the same run, and what it must reach. */
export interface Figure {
  readonly name: string;
  /** Null when this machine lacks what it takes to measure it; `note` says what. */
  readonly value: number | null;
  readonly reference: number | null;
  readonly ratio: number | null;
  readonly goal: string;
  readonly ok: boolean | null;
  readonly note?: string;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** A ratio of medians, ours to the reference, judged by its goal. */
export function ratioFigure(
  name: string,
  ours: readonly number[],
  reference: readonly number[],
  goal: `${'≥' | '≤'} ${number}×`,
): Figure {
  const [value, base] = [median(ours), median(reference)];
  const ratio = round(value / base);
  const limit = Number.parseFloat(goal.slice(2));
  return {
    name,
    value: round(value),
    reference: round(base),
    ratio,
    goal,
    ok: goal.startsWith('≥') ? ratio >= limit : ratio <= limit,
  };
}

/** A value with a bound of its own. */
export function valueFigure(name: string, value: number, limit: number, unit: string): Figure {
  return { name, value: round(value), reference: null, ratio: null, goal: `≤ ${limit} ${unit}`, ok: value <= limit };
}

/** A row that says in one line why it is empty. */
export function notMeasured(name: string, goal: string, why: string): Figure {
  return { name, value: null, reference: null, ratio: null, goal, ok: null, note: `not measured: ${why}` };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}

/** What it ran on: a figure without it says little. */
export function machineLine(postgres: string): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${postgres}, fsync on, load on the same machine`;
}

/** The table for people. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, reference, ratio, goal, ok, note }) => [
    name,
    value === null ? '–' : String(value),
    reference === null ? '–' : String(reference),
    ratio === null ? '–' : `${ratio}×`,
    goal,
    note ?? (ok === true ? 'yes' : 'NO'),
  ]);
  const head = ['figure', 'ours', 'reference', 'ratio', 'goal', 'reached'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map((row) => `${line(row)}\n`).join('');
}

/** One array on one line for programs. */
export const jsonOf = (figures: readonly Figure[]): string => `${JSON.stringify(figures)}\n`;
