// Tables people send and get: CSV and XLSX read row by row with a limit on everything, headers understood, cells tidied, and written back
// so that nothing in them can run. Knows nothing of members or enterprises.
export { type DayReading, readCount, readDay, readYesNo, tidyCell } from './cell.rules.js';
export {
  type ColumnSpec,
  findHeader,
  headerSignature,
  type Mapping,
  type MappingFlaw,
  mappingFlaw,
  proposeMapping,
  TITLE_ROWS_MAX,
} from './header.rules.js';
export { openTable } from './read-table.js';
export { type CellFlaw, type Table, TABLE_LIMITS, type TableKind, type TableLimits, type TableRow } from './table.js';
export { TABLE_FAILURES, TableError, type TableFailure } from './table-error.js';
export { TABLE_MEDIA_TYPES, writeTable } from './table-writer.js';
