import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { KeyRotation } from '../../../platform/crypto/key-rotation.service.js';
import { openFile, sealFile } from '../../../platform/crypto/sealed-file.js';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { DAY_MS, toWireTime } from '../../../shared/time.js';
import { AuditService, RetentionService } from '../../audit/index.js';
import { MembersService } from '../../members/index.js';
import { reportingErrors } from '../reporting.errors.js';
import { type DataFile, renderDataPage } from './my-data-page.rules.js';
import { dataExportRequested } from './my-data.events.js';
import { type DataRow, listLooks, loadSection, SECTIONS } from './my-data.queries.js';
import {
  deleteExports,
  deleteExportsOf,
  findContent,
  findExport,
  insertExport,
  listExports,
  storeContent,
} from './my-data.repository.js';
import type { DataExportView, Look } from './my-data.schemas.js';

const SHOWN_MAX = 5;
/** A second file within the hour would say the same. */
const AGAIN_AFTER_MS = 3_600_000;

/** A person's own data as a file: asked for on the page, made by a job, sealed, gone after some days. */
@Injectable()
export class MyDataService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly rotation: KeyRotation,
    private readonly members: MembersService,
    private readonly retention: RetentionService,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.retention.keep('DATA_EXPORT', deleteExports);
    this.rotation.keepFiles({ table: 'data_export', column: 'content', headBytes: 4 });
  }

  async list(caller: WorkerCaller): Promise<{ items: DataExportView[] }> {
    const { db } = this.database;
    const keptMs = (await this.retention.days(db, 'DATA_EXPORT')) * DAY_MS;
    const now = this.clock.now().getTime();
    const rows = await listExports(db, caller.memberId, SHOWN_MAX);
    const alive = rows.filter(({ requestedAt }) => requestedAt.getTime() + keptMs > now);
    return {
      items: alive.map(({ id, state, requestedAt }) => ({
        id,
        state,
        requestedAt: toWireTime(requestedAt),
        expiresAt: toWireTime(requestedAt.getTime() + keptMs),
      })),
    };
  }

  /** @throws Refusal EXPORT_UNDER_WAY, EXPORT_TOO_SOON */
  async ask(caller: WorkerCaller): Promise<{ items: DataExportView[] }> {
    const { memberId } = caller;
    const now = this.clock.now();
    const [last] = await listExports(this.database.db, memberId, 1);
    if (last?.state === 'WAITING') throw new Refusal(reportingErrors.EXPORT_UNDER_WAY);
    const waitMs = (last?.requestedAt.getTime() ?? 0) + AGAIN_AFTER_MS - now.getTime();
    if (waitMs > 0)
      throw new Refusal(reportingErrors.EXPORT_TOO_SOON, { retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    const work = this.database.transaction(async (tx) => {
      const exportId = newId();
      await insertExport(tx, exportId, memberId, now);
      await this.audit.record(tx, caller, 'data-export.requested', { kind: 'member', id: memberId }, { exportId });
      await this.outbox.append(tx, dataExportRequested, { exportId });
    });
    await work.catch((error: unknown) => {
      if (violatedConstraint(error) === 'data_export_one_waiting') throw new Refusal(reportingErrors.EXPORT_UNDER_WAY);
      throw error;
    });
    return this.list(caller);
  }

  /** Makes one file, from one snapshot. Made twice it is the same; one that is gone meanwhile is not made. */
  async make(exportId: string): Promise<void> {
    const order = await findExport(this.database.db, exportId);
    if (order?.state !== 'WAITING') return;
    const file = await this.database.snapshot(async (db): Promise<DataFile | null> => {
      const numbers = await this.members.findOwnNumbers(db, order.memberId);
      // Erased meanwhile.
      if (numbers === null) return null;
      const sections: DataFile['sections'][number][] = [];
      for (const [key, section] of Object.entries(SECTIONS)) {
        const rows = (await loadSection(db, section, order.memberId)).map(plainRow);
        sections.push({ key, zh: section.zh, en: section.en, fields: section.fields, rows });
      }
      return { madeAt: toWireTime(this.clock.now()), numbers, sections };
    });
    if (file === null) return;
    const sealed = sealFile(this.cipher, placeOf(exportId), Buffer.from(JSON.stringify(file)));
    await this.database.transaction((tx) => storeContent(tx, exportId, sealed, this.clock.now()));
  }

  /** @throws Refusal EXPORT_GONE, also for somebody else's */
  async fetch(caller: WorkerCaller, exportId: string, form: 'json' | 'html'): Promise<string> {
    const known = (await this.list(caller)).items.some(({ id, state }) => id === exportId && state === 'READY');
    const sealed = known ? await findContent(this.database.db, exportId, caller.memberId) : null;
    if (sealed === null) throw new Refusal(reportingErrors.EXPORT_GONE);
    const text = openFile(this.cipher, placeOf(exportId), sealed).toString('utf8');
    // Our own file, sealed by us a moment ago.
    const file = JSON.parse(text) as DataFile;
    return form === 'json' ? JSON.stringify(file, null, 2) : renderDataPage(file);
  }

  async looks(caller: WorkerCaller): Promise<{ items: Look[] }> {
    const rows = await listLooks(this.database.db, caller.memberId);
    return { items: rows.map((row) => ({ ...row, at: toWireTime(row.at) })) };
  }

  async forget(tx: Tx, memberIds: readonly string[]): Promise<void> {
    await deleteExportsOf(tx, memberIds);
  }
}

function placeOf(rowId: string): { table: string; column: string; rowId: string } {
  return { table: 'data_export', column: 'content', rowId };
}

function plainRow(row: DataRow): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, value instanceof Date ? toWireTime(value) : value]),
  );
}
