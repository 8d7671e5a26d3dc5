import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { ImportFailure } from '../members.schemas.js';
import { readHeader, type RosterColumns } from './roster-header.rules.js';

export const ROSTER_ROWS_MAX = 200_000;
const RECORD_CHARACTERS_MAX = 10_000;
const COLUMNS_MAX = 100;
const SLICE_CHARACTERS = 64 * 1024;

/** The whole file cannot be read; `detail` is for the officer. */
export class RosterFailure extends Error {
  constructor(
    readonly failure: ImportFailure,
    readonly detail = '',
  ) {
    super(failure);
  }
}

export interface RosterRecord {
  /** As a spreadsheet counts: the header is row 1. */
  readonly rowNo: number;
  readonly cells: readonly string[];
}

/**
 * The filled rows of a roster, one after another, in bounded memory. Blank rows are skipped but counted.
 * @throws RosterFailure
 */
export async function* readRoster(text: string): AsyncGenerator<{ columns: RosterColumns; record: RosterRecord }> {
  const parser = parse({
    delimiter: delimiterOf(text),
    // Named rather than guessed from the first line: files put together from several have several line ends.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: RECORD_CHARACTERS_MAX,
  });
  const source = Readable.from(slicesOf(text));
  source.on('error', (error) => parser.destroy(error));
  let columns: RosterColumns | null = null;
  let rowNo = 0;
  let filled = 0;
  try {
    for await (const cells of source.pipe(parser) as AsyncIterable<string[]>) {
      rowNo += 1;
      if (cells.length > COLUMNS_MAX)
        throw new RosterFailure('FILE_MALFORMED', `row ${rowNo} has over ${COLUMNS_MAX} columns`);
      if (cells.every((cell) => cell.trim() === '')) continue;
      if (columns === null) {
        columns = columnsOf(cells);
        continue;
      }
      filled += 1;
      if (filled > ROSTER_ROWS_MAX) throw new RosterFailure('TOO_MANY_ROWS');
      yield { columns, record: { rowNo, cells } };
    }
  } catch (error) {
    if (error instanceof RosterFailure) throw error;
    throw new RosterFailure('FILE_MALFORMED', `after row ${rowNo}`);
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (columns === null || filled === 0) throw new RosterFailure('NO_ROWS');
}

function columnsOf(cells: readonly string[]): RosterColumns {
  const reading = readHeader(cells);
  if ('missing' in reading) throw new RosterFailure('HEADER_MISSING', reading.missing.join('、'));
  return reading.columns;
}

function delimiterOf(text: string): string {
  const firstLine =
    text
      .slice(0, RECORD_CHARACTERS_MAX)
      .split(/\r?\n/)
      .find((line) => line.trim() !== '') ?? '';
  return [',', '\t', ';'].reduce((best, sign) => (countOf(firstLine, sign) > countOf(firstLine, best) ? sign : best));
}

function countOf(line: string, sign: string): number {
  return line.split(sign).length;
}

function* slicesOf(text: string): Generator<Buffer> {
  for (let from = 0; from < text.length;) {
    let to = from + SLICE_CHARACTERS;
    // A character outside the basic plane is two halves; they must not be parted.
    if (/[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to += 1;
    yield Buffer.from(text.slice(from, to), 'utf8');
    from = to;
  }
}
