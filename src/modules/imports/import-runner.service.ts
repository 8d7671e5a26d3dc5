import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database, type Tx } from '../../platform/database/database.js';
import {
  findHeader,
  headerSignature,
  mappingFlaw,
  openTable,
  proposeMapping,
  type Table,
  TABLE_LIMITS,
  TableError,
  type TableRow,
  TITLE_ROWS_MAX,
} from '../../platform/tables/index.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { AuditService } from '../audit/index.js';
import { ImportKinds } from './import-kind.js';
import { contextOf, countsOf, RowReader, type ReadRow } from './import-rows.js';
import { findLayout, type Layout } from './imports.queries.js';
import {
  addProgress,
  countPieces,
  deletePieces,
  endCheck,
  findImport,
  type ImportBatch,
  insertChanges,
  insertKeptRows,
  lockImport,
  moveImport,
  readPieces,
  updateLayout,
} from './imports.repository.js';
import type { ImportState } from './imports.schemas.js';
import { openPieces, sealText } from './sealed-rows.js';
import { ImportUndo } from './import-undo.service.js';

const CHUNK_ROWS = 1_000;
const DETAIL_CHARACTERS_MAX = 200;

/** Moves imports on in the jobs process, whatever step they wait for. */
@Injectable()
export class ImportRunner {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly kinds: ImportKinds,
    private readonly undo: ImportUndo,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Takes the step an import waits for. Rows go in chunks that commit together with their progress: a run that is killed goes on where
   * it stopped, one started twice does each chunk once, and a file that cannot be read changes nothing.
   */
  async run(importId: string): Promise<void> {
    const batch = await findImport(this.database.db, importId);
    if (batch === null) return;
    if (batch.state === 'UNDOING') return this.undo.run(batch);
    if (batch.state !== 'UPLOADED' && batch.state !== 'CHECKING' && batch.state !== 'COMMITTING') return;
    try {
      const content = await this.readFile(importId);
      const table = await openTable(content, { ...TABLE_LIMITS, rows: this.config.IMPORT_MAX_ROWS });
      if (batch.state === 'UPLOADED') await this.readLayout(batch, table);
      else await this.bringIn(batch, table);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      await this.fail(importId, error);
    }
  }

  private async readFile(importId: string): Promise<Buffer> {
    const { db } = this.database;
    return openPieces(this.keyring.fields, await countPieces(db, importId), readPieces(db, importId));
  }

  /** Walks through the whole file once, so that one that is too long or broken half way is refused before anything else. */
  private async readLayout(batch: ImportBatch, table: Table): Promise<void> {
    const { columns } = this.kinds.get(batch.kind);
    const first: TableRow[] = [];
    let rows = 0;
    for await (const row of table.rows()) {
      rows += 1;
      if (first.length <= TITLE_ROWS_MAX) first.push(row);
    }
    const at = findHeader(
      first.map(({ cells }) => cells),
      columns,
    );
    const headerRow = first[at];
    const totalRows = rows - at - 1;
    if (headerRow === undefined || totalRows < 1) throw new TableError('NO_ROWS');
    if (totalRows > this.config.IMPORT_MAX_ROWS) throw new TableError('TOO_MANY_ROWS');

    const header = headerRow.cells.map((cell) => cell.trim());
    const signature = createHash('sha256').update(headerSignature(header)).digest();
    const place = { kind: batch.kind, orgId: batch.orgId, signature, loginId: batch.requestedBy };
    const remembered = await findLayout(this.database.db, place);
    const isRemembered = remembered !== null && mappingFlaw(remembered, columns, header.length) === null;
    const layout: Layout = {
      fileKind: table.kind,
      sheet: table.sheet,
      otherSheets: table.otherSheets,
      hasMergedCells: table.hasMergedCells(),
      header,
      headerRowNo: headerRow.rowNo,
      isRemembered,
    };
    const mapping = isRemembered && remembered !== null ? remembered : proposeMapping(header, columns);
    await this.database.transaction(async (tx) => {
      // A twin of this run, or a cancellation, was quicker.
      if ((await lockImport(tx, batch.id))?.state !== 'UPLOADED') return;
      await updateLayout(tx, batch.id, { layout, mapping, totalRows });
      const head = first.slice(0, at).map(({ rowNo, cells }) => ({ rowNo, cells }));
      await this.keep(tx, batch.id, [...head, { rowNo: headerRow.rowNo, cells: header }]);
    });
  }

  private async bringIn(batch: ImportBatch, table: Table): Promise<void> {
    const { layout, mapping } = batch;
    if (layout === null || mapping === null) throw new Error(`import ${batch.id} runs without a mapping`);
    const reader = new RowReader(this.kinds.get(batch.kind), mapping, contextOf(batch).todayOn);
    let chunk: ReadRow[] = [];
    let from = 0;
    const flush = async (): Promise<boolean> => {
      const [rows, at] = [chunk, from];
      from += rows.length;
      chunk = [];
      // Rows of before a kill are read again only for what may stand in the file once.
      if (rows.length === 0 || from <= batch.doneRows) return true;
      return this.database.transaction((tx) => this.takeChunk(tx, batch, at, rows));
    };
    for await (const row of table.rows()) {
      if (row.rowNo <= layout.headerRowNo) continue;
      chunk.push(reader.read(row));
      if (chunk.length === CHUNK_ROWS && !(await flush())) return;
    }
    if (!(await flush())) return;
    await this.end(batch);
  }

  /** False when the import was cancelled meanwhile. */
  private async takeChunk(tx: Tx, batch: ImportBatch, from: number, rows: readonly ReadRow[]): Promise<boolean> {
    const now = await lockImport(tx, batch.id);
    if (now?.state !== batch.state) return false;
    // Another run of the same step did this chunk already.
    if (now.doneRows > from) return true;

    const good = rows.flatMap(({ reading }) => (reading.valid ? [reading.row] : []));
    const verdicts = await this.kinds.get(batch.kind).apply(tx, contextOf(batch), good);
    let at = 0;
    const judged = rows.map((row) => {
      if (!row.reading.valid) return { ...row, verdict: { outcome: 'REFUSED', errors: row.reading.errors } as const };
      const verdict = verdicts[at];
      at += 1;
      if (verdict === undefined) throw new Error(`a row of import ${batch.id} has no verdict`);
      return { ...row, verdict };
    });
    await this.keep(
      tx,
      batch.id,
      judged.flatMap(({ rowNo, cells, verdict }) =>
        'errors' in verdict ? [{ rowNo, cells, errors: verdict.errors }] : [],
      ),
    );
    if (batch.state === 'COMMITTING') {
      const changes = judged.flatMap(({ rowNo, verdict }) => {
        if (!('subjectId' in verdict) || verdict.subjectId === null) return [];
        const id = newId();
        const { outcome, subjectId, sealed } = verdict;
        const secret = sealed === undefined ? null : sealText(this.keyring.fields, 'import_change', id, sealed);
        return [{ id, rowNo, outcome, subjectId, sealed: secret }];
      });
      await insertChanges(tx, batch.id, changes);
    }
    await addProgress(tx, batch.id, countsOf(judged.map(({ verdict }) => verdict.outcome)));
    return true;
  }

  private async keep(
    tx: Tx,
    importId: string,
    rows: readonly { rowNo: number; cells: readonly string[]; errors?: readonly { field: string; reason: string }[] }[],
  ): Promise<void> {
    const kept = rows.map(({ rowNo, cells, errors }) => {
      const id = newId();
      return { id, rowNo, errors: errors ?? [], sealed: this.seal(id, cells) };
    });
    await insertKeptRows(tx, importId, kept);
  }

  private seal(id: string, cells: readonly string[]): Buffer {
    return sealText(this.keyring.fields, 'import_kept_row', id, JSON.stringify(cells));
  }

  private async end(batch: ImportBatch): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (batch.state === 'CHECKING') return void (await endCheck(tx, batch.id));
      if (!(await moveImport(tx, batch.id, ['COMMITTING'], 'DONE', { at: this.clock.now() }))) return;
      await deletePieces(tx, batch.id);
      await this.note(tx, batch.id, 'finished', {});
    });
  }

  private async fail(importId: string, { failure, detail }: TableError): Promise<void> {
    const from: ImportState[] = ['UPLOADED', 'CHECKING', 'COMMITTING'];
    await this.database.transaction(async (tx) => {
      const more = { at: this.clock.now(), failure, detail: detail.slice(0, DETAIL_CHARACTERS_MAX) };
      if (!(await moveImport(tx, importId, from, 'FAILED', more))) return;
      await deletePieces(tx, importId);
      await this.note(tx, importId, 'failed', { failure });
    });
  }

  private async note(tx: Tx, id: string, verb: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    await this.audit.record(tx, { kind: 'system', id: 'jobs' }, `import.${verb}`, { kind: 'import', id }, detail);
  }
}
