import type { Path, Source } from './source.js';

/** An expectation that does not hold, and where it stands. */
export interface Mismatch {
  readonly line: number;
  readonly what: string;
  readonly expected: string;
  readonly came: string;
}

/** Holds what came against what was expected; what is not named is not looked at. */
export function compare(source: Source, path: Path, expected: unknown, came: unknown, what = ''): Mismatch[] {
  if (isRecord(expected)) {
    const given = isRecord(came) ? came : {};
    return Object.entries(expected).flatMap(([key, value]) =>
      compare(source, [...path, key], value, given[key], what === '' ? key : `${what}.${key}`),
    );
  }
  if (isEqual(expected, came)) return [];
  return [{ line: source.lineOf(path), what, expected: show(expected), came: show(came) }];
}

/** The order of a list says nothing: ids are compared as a set. */
function isEqual(expected: unknown, came: unknown): boolean {
  if (!Array.isArray(expected)) return expected === came;
  return Array.isArray(came) && sorted(expected) === sorted(came);
}

const sorted = (list: readonly unknown[]): string =>
  list
    .map(String)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(' ');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
