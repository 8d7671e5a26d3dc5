import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Database, type Db } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { AuditService } from '../audit/index.js';
import { type Change, type ImportContext, type ImportKind, ImportKinds } from './import-kind.js';
import { contextOf } from './import-rows.js';
import { listChanges } from './imports.queries.js';
import { deleteChanges, type ImportBatch, lockImport, moveImport } from './imports.repository.js';
import type { UndoBlock } from './imports.schemas.js';
import { openText } from './sealed-rows.js';

const CHUNK = 2_000;
const BLOCKS_NAMED = 20;

/** Takes a whole batch back, or nothing of it. */
@Injectable()
export class ImportUndo {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly kinds: ImportKinds,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction for the whole batch: a kill leaves it as it was. Uses are looked for once more inside it, with the rows locked, and
   * any found there takes everything back.
   */
  async run(batch: ImportBatch): Promise<void> {
    const kind = this.kinds.get(batch.kind);
    const context = contextOf(batch);
    const early = await this.blocksOf(this.database.db, kind, context);
    if (early.length > 0) return this.giveUp(batch, early);
    try {
      await this.database.transaction(async (tx) => {
        if ((await lockImport(tx, batch.id))?.state !== 'UNDOING') return;
        for await (const changes of this.changesOf(tx, batch.id)) {
          await kind.lock(tx, changes);
          const late = await kind.findUses(tx, context, changes, BLOCKS_NAMED);
          if (late.length > 0) throw new UsedMeanwhile(late);
          await kind.undo(tx, context, changes);
        }
        await deleteChanges(tx, batch.id);
        await moveImport(tx, batch.id, ['UNDOING'], 'UNDONE', { at: this.clock.now() });
        await this.audit.record(tx, context.actor, 'import.undone', { kind: 'import', id: batch.id });
      });
    } catch (error) {
      if (!(error instanceof UsedMeanwhile)) throw error;
      await this.giveUp(batch, error.blocks);
    }
  }

  private async blocksOf(db: Db, kind: ImportKind, context: ImportContext): Promise<UndoBlock[]> {
    const blocks: UndoBlock[] = [];
    for await (const changes of this.changesOf(db, context.importId)) {
      blocks.push(...(await kind.findUses(db, context, changes, BLOCKS_NAMED - blocks.length)));
      if (blocks.length >= BLOCKS_NAMED) break;
    }
    return blocks;
  }

  private async *changesOf(db: Db, importId: string): AsyncGenerator<Change[]> {
    let cursor = 0;
    for (let some = CHUNK; some === CHUNK;) {
      const rows = await listChanges(db, importId, cursor, CHUNK);
      cursor = rows.at(-1)?.rowNo ?? cursor;
      some = rows.length;
      if (some === 0) return;
      yield rows.map(({ id, rowNo, outcome, subjectId, sealed }) => {
        const text = sealed === null ? null : openText(this.keyring.fields, 'import_change', id, sealed);
        return { rowNo, outcome, subjectId, sealed: text };
      });
    }
  }

  private async giveUp(batch: ImportBatch, blocks: readonly UndoBlock[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const to = batch.doneRows === batch.totalRows ? 'DONE' : 'CANCELLED';
      if (!(await moveImport(tx, batch.id, ['UNDOING'], to, { blocks }))) return;
      const detail = { people: blocks.length };
      await this.audit.record(
        tx,
        { kind: 'system', id: 'jobs' },
        'import.undo-refused',
        { kind: 'import', id: batch.id },
        detail,
      );
    });
  }
}

class UsedMeanwhile extends Error {
  constructor(readonly blocks: readonly UndoBlock[]) {
    super('somebody of the batch was used meanwhile');
  }
}
