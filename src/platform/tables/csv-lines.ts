import { TableError } from './table-error.js';

/** A record that goes on for longer has a quote that never ends. */
const RECORD_CHARACTERS_MAX = 200_000;

/**
 * Parts CSV text into records, piece by piece: quoted cells with doubled quotes and line breaks, any line end, rows of any length, a
 * stray quote taken as it stands. Our own because the package makes an error with a stack for every row that is shorter than the first:
 * a file of blank lines took a minute.
 */
export class CsvLines {
  private pending = '';

  constructor(private readonly delimiter: string) {}

  /** The records that end in this piece; with `isLast` also the one that has no line end. */
  take(piece: string, isLast: boolean): string[][] {
    const text = this.pending + piece;
    const records: string[][] = [];
    const ends = new LineEnds(text, isLast);
    let from = 0;
    while (from < text.length) {
      const record = this.recordAt(text, from, ends, isLast);
      if (record === null) break;
      records.push(record.cells);
      from = record.next;
    }
    this.pending = text.slice(from);
    if (this.pending.length > RECORD_CHARACTERS_MAX) throw new TableError('FILE_MALFORMED', 'a quote without end');
    return records;
  }

  private recordAt(
    text: string,
    from: number,
    ends: LineEnds,
    isLast: boolean,
  ): { cells: string[]; next: number } | null {
    const line = ends.after(from);
    if (line === null) return null;
    const quote = text.indexOf('"', from);
    // Nearly every line: no quotes in it.
    if (quote < 0 || quote >= line.at)
      return { cells: text.slice(from, line.at).split(this.delimiter), next: line.next };
    return this.quotedRecordAt(text, from, ends, isLast);
  }

  private quotedRecordAt(
    text: string,
    from: number,
    ends: LineEnds,
    isLast: boolean,
  ): { cells: string[]; next: number } | null {
    const cells: string[] = [];
    for (let at = from; ;) {
      let cell = '';
      if (text.charAt(at) === '"') {
        const quoted = quotedAt(text, at, isLast);
        if (quoted === null) return null;
        ({ cell, at } = quoted);
      }
      const line = ends.after(at);
      if (line === null) return null;
      const delimiter = text.indexOf(this.delimiter, at);
      const isEnd = delimiter < 0 || delimiter >= line.at;
      cells.push(cell + text.slice(at, isEnd ? line.at : delimiter));
      if (isEnd) return { cells, next: line.next };
      at = delimiter + this.delimiter.length;
    }
  }
}

/** A quoted cell and where it ends; null when its end has not come yet. */
function quotedAt(text: string, from: number, isLast: boolean): { cell: string; at: number } | null {
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) {
      if (isLast) throw new TableError('FILE_MALFORMED', 'a quote without end');
      return null;
    }
    // Whether it is doubled is known only with the next sign.
    if (at + 1 === text.length && !isLast) return null;
    if (text.charAt(at + 1) !== '"') return { cell: text.slice(from + 1, at).replaceAll('""', '"'), at: at + 1 };
  }
}

/** Finds line ends of all three kinds, each sign looked for once. */
class LineEnds {
  private feed = -2;
  private carriage = -2;

  constructor(
    private readonly text: string,
    private readonly isLast: boolean,
  ) {}

  after(from: number): { at: number; next: number } | null {
    if (this.feed !== -1 && this.feed < from) this.feed = this.text.indexOf('\n', from);
    if (this.carriage !== -1 && this.carriage < from) this.carriage = this.text.indexOf('\r', from);
    const { feed, carriage } = this;
    if (carriage >= 0 && (feed < 0 || carriage < feed)) {
      if (feed === carriage + 1) return { at: carriage, next: feed + 1 };
      // The other half of a line end may be in the next piece.
      return carriage + 1 === this.text.length && !this.isLast ? null : { at: carriage, next: carriage + 1 };
    }
    if (feed >= 0) return { at: feed, next: feed + 1 };
    return this.isLast ? { at: this.text.length, next: this.text.length } : null;
  }
}
