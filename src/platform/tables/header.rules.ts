import { tidyCell } from './cell.rules.js';

/** One thing a table may tell of each row. */
export interface ColumnSpec<Field extends string = string> {
  readonly field: Field;
  /** What people call the column; the first is the one in templates and reports. */
  readonly names: readonly string[];
  readonly isRequired: boolean;
}

/** Which column holds what, counted from 0; a field that is absent is not in the file. */
export type Mapping = Readonly<Record<string, number>>;

/** How many filled rows may stand above the header: titles, remarks, who filled the form in. */
export const TITLE_ROWS_MAX = 10;

/** A header's name without stars, remarks in brackets and blanks. */
export function headerName(cell: string): string {
  return tidyCell(cell)
    .replaceAll(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replaceAll(/[\s*:_、。-]/g, '')
    .toLowerCase();
}

/** Proposes what each field's column is, by the names people use, in any order; a column nobody knows is left out. */
export function proposeMapping(header: readonly string[], columns: readonly ColumnSpec[]): Mapping {
  const names = header.map(headerName);
  const found: Record<string, number> = {};
  for (const { field, names: known } of columns) {
    // The order of the known names decides, so that 手机号 wins over 联系电话 where a file has both.
    const at = known.map((name) => names.indexOf(headerName(name))).find((index) => index >= 0);
    if (at !== undefined && !Object.values(found).includes(at)) found[field] = at;
  }
  return found;
}

/** The header among the first filled rows: the one with most names we know; the first one when none has any. */
export function findHeader(rows: readonly (readonly string[])[], columns: readonly ColumnSpec[]): number {
  let best = 0;
  let bestCount = 0;
  for (const [at, row] of rows.slice(0, TITLE_ROWS_MAX + 1).entries()) {
    const count = Object.keys(proposeMapping(row, columns)).length;
    if (count > bestCount) [best, bestCount] = [at, count];
  }
  return best;
}

/** What a header is recognised by when it comes again: its names, in their order. */
export function headerSignature(header: readonly string[]): string {
  const names = header.map(headerName);
  return JSON.stringify(names.slice(0, names.findLastIndex((name) => name !== '') + 1));
}

export type MappingFlaw =
  { readonly missing: readonly string[] } | { readonly unknown: readonly string[] } | { readonly twice: number };

/** What is wrong with a mapping a person has chosen, or null: every required field has a column of the file, no column is two fields. */
export function mappingFlaw(mapping: Mapping, columns: readonly ColumnSpec[], width: number): MappingFlaw | null {
  const fields = new Set(columns.map(({ field }) => field));
  const unknown = Object.entries(mapping).filter(([field, at]) => !fields.has(field) || at < 0 || at >= width);
  if (unknown.length > 0) return { unknown: unknown.map(([field]) => field) };
  const seen = new Set<number>();
  for (const at of Object.values(mapping)) {
    if (seen.has(at)) return { twice: at };
    seen.add(at);
  }
  const missing = columns.filter(({ field, isRequired }) => isRequired && mapping[field] === undefined);
  return missing.length === 0 ? null : { missing: missing.map(({ field }) => field) };
}
