import { PassThrough, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { TableKind } from './table.js';

export const TABLE_MEDIA_TYPES: Readonly<Record<TableKind, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/**
 * Writes a table row by row. No cell can be run: in a CSV one that begins like a formula gets an apostrophe, in an XLSX every cell is
 * a text, which also keeps long numbers whole when somebody mends and saves the file.
 */
export function writeTable(
  kind: TableKind,
  rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): Readable {
  if (kind === 'xlsx') return writeXlsx(rows);
  const source = Readable.from(rows);
  // The BOM tells spreadsheets that the text is UTF-8; without it Chinese comes out garbled.
  const lines = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
  source.on('error', (error) => lines.destroy(error));
  return source.pipe(lines);
}

const WIDTH = 22;
const TEXT_FORMAT = '@';

function writeXlsx(rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>): Readable {
  const out = new PassThrough();
  const write = async (): Promise<void> => {
    // Loaded when first needed: it is large, and most processes never write a workbook.
    const { default: excel } = await import('exceljs');
    const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
    const sheet = book.addWorksheet('Sheet1');
    let width = 0;
    for await (const row of rows) {
      for (; width < row.length; width += 1) {
        const column = sheet.getColumn(width + 1);
        column.width = WIDTH;
        column.numFmt = TEXT_FORMAT;
      }
      sheet.addRow([...row]).commit();
    }
    sheet.commit();
    await book.commit();
  };
  write().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
}
