/** How much of a file is read at most; beyond it the file is refused as a whole. */
export interface TableLimits {
  /** Filled rows below the header. */
  readonly rows: number;
  readonly columns: number;
  readonly cellCharacters: number;
  /** All parts of an xlsx together once unzipped: what the zip says of itself, and what really comes out. */
  readonly unzippedBytes: number;
  readonly zipEntries: number;
  readonly sheets: number;
  readonly sharedStrings: number;
  readonly sharedCharacters: number;
}

export const TABLE_LIMITS: TableLimits = {
  rows: 200_000,
  columns: 100,
  // A spreadsheet's own limit.
  cellCharacters: 32_767,
  unzippedBytes: 400_000_000,
  zipEntries: 1_000,
  sheets: 100,
  sharedStrings: 3_000_000,
  sharedCharacters: 60_000_000,
};

/** A cell whose content cannot be trusted: a formula, an error of the spreadsheet, or a long number it has rounded. */
export type CellFlaw = 'FORMULA' | 'ERROR' | 'ROUNDED';

export interface TableRow {
  /** As a spreadsheet counts: the first line is row 1; blank rows count and are not given. */
  readonly rowNo: number;
  /** Text as the file has it; numbers and dates of an xlsx as plain digits and `2024-03-05`. */
  readonly cells: readonly string[];
  readonly flaws: ReadonlyMap<number, CellFlaw>;
}

export type TableKind = 'csv' | 'xlsx';

/** A file that can be read any number of times, row by row, in bounded memory. */
export interface Table {
  readonly kind: TableKind;
  /** The sheet that is read: the first one with anything in it; null for a CSV. */
  readonly sheet: string | null;
  /** Sheets that are not read though they may hold something. */
  readonly otherSheets: readonly string[];
  /** Every filled row, title and header included. @throws TableError */
  rows(): AsyncGenerator<TableRow>;
  /** After a whole reading: whether cells are merged, of which only the first holds anything. */
  hasMergedCells(): boolean;
}

export const NO_FLAWS: ReadonlyMap<number, CellFlaw> = new Map();
