import { openCsv } from './csv-reader.js';
import { type Table, TABLE_LIMITS, type TableLimits } from './table.js';
import { TableError } from './table-error.js';
import { openXlsx } from './xlsx-reader.js';

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
// Old .xls, and an .xlsx with a password, are both such a container.
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/**
 * Opens a CSV or an XLSX by what it is, whatever its name says. Rows are read later, again and again if need be.
 * @throws TableError
 */
export async function openTable(content: Buffer, limits: TableLimits = TABLE_LIMITS): Promise<Table> {
  if (content.length === 0) throw new TableError('NO_ROWS');
  if (content.subarray(0, OLE.length).equals(OLE)) throw new TableError('FILE_OLD_EXCEL');
  return content.subarray(0, ZIP.length).equals(ZIP) ? openXlsx(content, limits) : openCsv(content, limits);
}
