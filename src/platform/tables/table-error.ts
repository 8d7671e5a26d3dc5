/** Why a whole file cannot be read; the pages have a sentence with the remedy for each. */
export const TABLE_FAILURES = [
  'FILE_ENCODING',
  'FILE_MALFORMED',
  'FILE_OLD_EXCEL',
  'FILE_ENCRYPTED',
  'FILE_INFLATES',
  'HEADER_MISSING',
  'NO_ROWS',
  'TOO_MANY_ROWS',
  'TOO_MANY_COLUMNS',
  'CELL_TOO_LONG',
] as const;
export type TableFailure = (typeof TABLE_FAILURES)[number];

/** The file as a whole is refused; `detail` names the place and never holds the content of a cell. */
export class TableError extends Error {
  constructor(
    readonly failure: TableFailure,
    readonly detail = '',
  ) {
    super(failure);
    this.name = 'TableError';
  }
}
