import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database } from '../../platform/database/database.js';
import { type ColumnSpec, type TableKind, writeTable } from '../../platform/tables/index.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { type ImportKind, ImportKinds } from './import-kind.js';
import { listKeptRows } from './imports.queries.js';
import type { ImportError, ImportKindName } from './imports.schemas.js';
import { ImportsService } from './imports.service.js';
import { openText } from './sealed-rows.js';

const ROWS_A_READ = 1_000;
const REMEDY_HEADER = '怎么改';

/** Files that go back to officers: the template, and the rows that did not come in. */
@Injectable()
export class ImportFilesService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly kinds: ImportKinds,
    private readonly imports: ImportsService,
  ) {}

  /** The columns in their usual order; a sample row would sooner or later be imported. */
  template(kind: ImportKindName, fileKind: TableKind): Readable {
    const { columns } = this.kinds.get(kind);
    return writeTable(fileKind, [columns.map(({ names, isRequired }) => `${isRequired ? '*' : ''}${names[0] ?? ''}`)]);
  }

  /** Every row that did not come in, in the layout it came in, with one more column: what is wrong and what to do. */
  async errors(
    caller: OfficerCaller,
    kind: ImportKindName,
    id: string,
  ): Promise<{ fileKind: TableKind; file: Readable }> {
    const { header, fileKind } = await this.imports.get(caller, kind, id);
    const rows = this.keptRows(id, header, this.kinds.get(kind));
    return { fileKind: fileKind ?? 'csv', file: writeTable(fileKind ?? 'csv', rows) };
  }

  private async *keptRows(id: string, header: readonly string[], kind: ImportKind): AsyncGenerator<string[]> {
    const width = header.length;
    let cursor = 0;
    for (let some = ROWS_A_READ; some === ROWS_A_READ;) {
      const rows = await listKeptRows(this.database.db, id, cursor, ROWS_A_READ);
      for (const { id: rowId, rowNo, errors, sealed } of rows) {
        cursor = rowNo;
        const cells = JSON.parse(openText(this.keyring.fields, 'import_kept_row', rowId, sealed)) as string[];
        if (errors.length > 0) yield [...padded(cells, width), remedyOf(errors, kind)];
        else yield isHeader(cells, header) ? [...padded(cells, width), REMEDY_HEADER] : cells;
      }
      some = rows.length;
    }
  }
}

function isHeader(cells: readonly string[], header: readonly string[]): boolean {
  return cells.length === header.length && cells.every((cell, at) => cell === header[at]);
}

// A row may be wider than its header; the remedy still stands in the column named after it.
function padded(cells: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, at) => cells[at] ?? '');
}

function remedyOf(errors: readonly ImportError[], kind: ImportKind): string {
  return errors.map((error) => `${labelOf(kind.columns, error.field)}：${textOf(error, kind)}`).join('；');
}

function textOf({ reason, otherRow }: ImportError, kind: ImportKind): string {
  const text = { ...CELL_REMEDIES, ...kind.remedies }[reason] ?? reason;
  return otherRow === undefined ? text : text.replace('{row}', String(otherRow));
}

function labelOf(columns: readonly ColumnSpec[], field: string): string {
  return columns.find((column) => column.field === field)?.names[0] ?? field;
}

/** Of every kind: what stands in the cell is not what was typed. */
const CELL_REMEDIES: Readonly<Record<string, string>> = {
  CELL_FORMULA: '这一格是公式，请复制后用“选择性粘贴—数值”粘贴回来',
  CELL_ERROR: '这一格是表格软件的错误值，请填写实际内容',
  CELL_ROUNDED: '这一格被表格软件存成数字，末几位已丢失，请把该列设为“文本”后重新填写',
};
