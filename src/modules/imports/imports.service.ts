import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database, type Db, type Tx } from '../../platform/database/database.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import { headerSignature, mappingFlaw } from '../../platform/tables/index.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { scopeLike } from '../../shared/org-path.js';
import { pageOf, type Page } from '../../shared/page.js';
import { AuditService } from '../audit/index.js';
import { ImportKinds } from './import-kind.js';
import { viewOf } from './import-view.js';
import { importErrors } from './imports.errors.js';
import { importRequested } from './imports.events.js';
import { findOrgPath, listFirstErrors, listImports } from './imports.queries.js';
import {
  countOnTheWay,
  deletePieces,
  type ImportBatch,
  insertImport,
  lockImport,
  moveImport,
  moveScopes,
  saveLayout,
  startRun,
} from './imports.repository.js';
import type { ImportKindName, ImportsQuery, ImportState, ImportView } from './imports.schemas.js';
import { sealPieces } from './sealed-rows.js';

const FILE_NAME_CHARACTERS_MAX = 200;
const FIRST_ERRORS = 20;
const CANCELLABLE: readonly ImportState[] = ['UPLOADED', 'MAPPING', 'CHECKING', 'CHECKED', 'COMMITTING'];

export interface ImportFile {
  readonly orgId: string;
  readonly fileName: string;
  readonly content: Buffer;
}

/** Imports from the officer's side: sending a file, saying what its columns are, committing, cancelling, undoing, watching. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly kinds: ImportKinds,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Keeps the file sealed until its import has ended. @throws Refusal FILE_EMPTY, NOT_FOUND (of the union) */
  async request(caller: OfficerCaller, kind: ImportKindName, file: ImportFile): Promise<{ importId: string }> {
    const { orgId, content } = file;
    if (content.length === 0) throw new Refusal(importErrors.FILE_EMPTY, { field: 'file' });
    const importId = newId();
    const fileSha256 = createHash('sha256').update(content).digest();
    return this.database.transaction(async (tx) => {
      if ((await findOrgPath(tx, orgId, scopeLike(caller.scope))) === null) throw new Refusal(commonErrors.NOT_FOUND);
      const row = {
        id: importId,
        kind,
        orgId,
        fileName: tidyFileName(file.fileName),
        fileSha256,
        requestedBy: caller.loginId,
        scope: caller.scope,
        createdAt: this.clock.now(),
      };
      await insertImport(tx, row, sealPieces(this.keyring.fields, content, newId));
      const detail = { kind, orgId, bytes: content.length, sha256: fileSha256.toString('hex') };
      await this.note(tx, caller, 'requested', importId, detail);
      await this.outbox.append(tx, importRequested, { importId });
      return { importId };
    });
  }

  /** Says what the columns are and starts the dry run; the union's next file with this header begins with it. @throws Refusal MAPPING_WRONG */
  async check(
    caller: OfficerCaller,
    kind: ImportKindName,
    id: string,
    mapping: Readonly<Record<string, number>>,
  ): Promise<void> {
    await this.step(caller, kind, id, ['MAPPING', 'CHECKED'], async (tx, batch) => {
      const header = batch.layout?.header ?? [];
      const flaw = mappingFlaw(mapping, this.kinds.get(kind).columns, header.length);
      if (flaw !== null) throw new Refusal(importErrors.MAPPING_WRONG, { field: 'mapping', extra: { flaw } });
      const signature = createHash('sha256').update(headerSignature(header)).digest();
      const { orgId } = batch;
      await saveLayout(tx, { kind, orgId, signature, savedBy: caller.loginId, mapping, savedAt: this.clock.now() });
      await startRun(tx, id, { state: 'CHECKING', mapping, by: caller.loginId, scope: caller.scope });
      await this.note(tx, caller, 'mapped', id, { mapping });
      await this.outbox.append(tx, importRequested, { importId: id });
    });
  }

  /** Brings in what the dry run found good. @throws Refusal IMPORT_NOTHING */
  async commit(caller: OfficerCaller, kind: ImportKindName, id: string): Promise<void> {
    await this.step(caller, kind, id, ['CHECKED'], async (tx, batch) => {
      const { planned, mapping } = batch;
      if (planned === null || mapping === null) throw new Error(`import ${id} was checked without a plan`);
      const changes = planned.addedRows + planned.updatedRows + planned.transferredRows + planned.askedRows;
      if (changes === 0) throw new Refusal(importErrors.IMPORT_NOTHING);
      await startRun(tx, id, { state: 'COMMITTING', mapping, by: caller.loginId, scope: caller.scope });
      await this.note(tx, caller, 'committed', id, { ...planned });
      await this.outbox.append(tx, importRequested, { importId: id });
    });
  }

  /** Stops it where it is: rows that came in stay in, and can be undone. */
  async cancel(caller: OfficerCaller, kind: ImportKindName, id: string): Promise<void> {
    await this.step(caller, kind, id, CANCELLABLE, async (tx, batch) => {
      await moveImport(tx, id, [batch.state], 'CANCELLED', { at: this.clock.now() });
      await deletePieces(tx, id);
      await this.note(tx, caller, 'cancelled', id, { at: batch.state, doneRows: batch.doneRows });
    });
  }

  /** Asks for the whole batch to be taken back; it is, or nothing of it when somebody of it was used meanwhile. @throws Refusal IMPORT_NOT_UNDOABLE */
  async undo(caller: OfficerCaller, kind: ImportKindName, id: string): Promise<void> {
    const view = await this.get(caller, kind, id);
    if (!view.mayUndo) throw new Refusal(importErrors.IMPORT_NOT_UNDOABLE);
    await this.step(caller, kind, id, ['DONE', 'CANCELLED'], async (tx, batch) => {
      await moveImport(tx, id, [batch.state], 'UNDOING');
      await this.note(tx, caller, 'undo-asked', id, {});
      await this.outbox.append(tx, importRequested, { importId: id });
    });
  }

  /** Keeps files at work in the reach they were given with when a union moves. */
  async followMove(tx: Tx, fromPath: string, toPath: string): Promise<void> {
    await moveScopes(tx, fromPath, toPath);
  }

  /** How many files of a union are on their way in. */
  countOnTheWay(db: Db, orgId: string): Promise<number> {
    return countOnTheWay(db, orgId);
  }

  async list(caller: OfficerCaller, kind: ImportKindName, query: ImportsQuery): Promise<Page<ImportView>> {
    const filter = { id: null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listImports(this.database.db, kind, scopeLike(caller.scope), filter);
    const page = pageOf(rows, query.limit, (row) => row.id);
    const now = this.clock.now();
    const { columns } = this.kinds.get(kind);
    return { items: page.items.map((row) => viewOf(row, columns, now)), nextCursor: page.nextCursor };
  }

  /** One import with its first mistakes. @throws Refusal IMPORT_UNKNOWN, also for one of another subtree */
  async get(caller: OfficerCaller, kind: ImportKindName, id: string): Promise<ImportView> {
    const filter = { id, beforeId: null, limit: 1 };
    const [row] = await listImports(this.database.db, kind, scopeLike(caller.scope), filter);
    if (row === undefined) throw new Refusal(importErrors.IMPORT_UNKNOWN);
    const firstErrors = await listFirstErrors(this.database.db, id, FIRST_ERRORS);
    return { ...viewOf(row, this.kinds.get(kind).columns, this.clock.now()), firstErrors };
  }

  private async step(
    caller: OfficerCaller,
    kind: ImportKindName,
    id: string,
    from: readonly ImportState[],
    work: (tx: Tx, batch: ImportBatch) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const batch = await lockImport(tx, id, scopeLike(caller.scope));
      if (batch === null || batch.kind !== kind) throw new Refusal(importErrors.IMPORT_UNKNOWN);
      if (!from.includes(batch.state)) throw new Refusal(importErrors.IMPORT_STEP_WRONG);
      await work(tx, batch);
    });
  }

  private async note(
    tx: Tx,
    caller: OfficerCaller,
    verb: string,
    id: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record(tx, caller, `import.${verb}`, { kind: 'import', id }, detail);
  }
}

function tidyFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1)?.replaceAll(/\p{C}/gu, '').trim().slice(0, FILE_NAME_CHARACTERS_MAX);
  return base === undefined || base === '' ? 'import.csv' : base;
}
