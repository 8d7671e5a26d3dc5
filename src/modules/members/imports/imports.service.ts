import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { memberErrors } from '../members.errors.js';
import { memberImportRequested } from '../members.events.js';
import type { ImportView, MemberPageQuery } from '../members.schemas.js';
import { type ImportViewRow, listErrors, listImports } from './imports.queries.js';
import { insertImport } from './imports.repository.js';
import { REPORT_COLUMNS, reportLine, TEMPLATE_LINES } from './roster-report.rules.js';
import { sealContent } from './sealed-content.js';

const FILE_NAME_CHARACTERS_MAX = 200;

export interface RosterFile {
  readonly orgId: string;
  readonly fileName: string;
  readonly content: Buffer;
}

/** Roster files from the officer's side: sending one, watching it, fetching what was wrong. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly organizations: OrganizationsService,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Keeps the file sealed until the jobs process has read it. @throws Refusal FILE_EMPTY, ORG_UNKNOWN */
  async request(caller: OfficerCaller, file: RosterFile): Promise<{ importId: string }> {
    const { orgId, content } = file;
    if (content.length === 0) throw new Refusal(memberErrors.FILE_EMPTY, { field: 'file' });
    const importId = newId();
    const fileSha256 = createHash('sha256').update(content).digest();
    const sealed = sealContent(this.keyring.fields, importId, content);
    return this.database.transaction(async (tx) => {
      await this.organizations.get(tx, caller, orgId);
      await insertImport(tx, {
        id: importId,
        orgId,
        fileName: tidyFileName(file.fileName),
        fileSha256,
        content: sealed,
        requestedBy: caller.loginId,
        createdAt: this.clock.now(),
      });
      const detail = { orgId, bytes: content.length, sha256: fileSha256.toString('hex') };
      await this.audit.record(tx, caller, 'member-import.requested', { kind: 'member-import', id: importId }, detail);
      await this.outbox.append(tx, memberImportRequested, { importId });
      return { importId };
    });
  }

  async list(caller: OfficerCaller, query: MemberPageQuery): Promise<Page<ImportView>> {
    const filter = { id: null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listImports(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }

  async get(caller: OfficerCaller, importId: string): Promise<ImportView> {
    const filter = { id: importId, beforeId: null, limit: 1 };
    const [row] = await listImports(this.database.db, scopeLike(caller.scope), filter);
    if (row === undefined) throw new Refusal(memberErrors.IMPORT_UNKNOWN);
    return viewOf(row);
  }

  /** The error file; a cell that a spreadsheet would run as a formula is disarmed. */
  async errorFile(caller: OfficerCaller, importId: string): Promise<string> {
    await this.get(caller, importId);
    const errors = await listErrors(this.database.db, importId);
    return csvOf([[...REPORT_COLUMNS], ...errors.map(reportLine)]);
  }

  templateFile(): string {
    return csvOf(TEMPLATE_LINES);
  }
}

// The BOM tells spreadsheets that the text is UTF-8; without it Chinese comes out garbled.
function csvOf(lines: readonly (readonly string[])[]): string {
  return stringify(
    lines.map((line) => [...line]),
    { bom: true, escape_formulas: true, record_delimiter: 'windows' },
  );
}

function tidyFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1)?.replaceAll(/\p{C}/gu, '').trim().slice(0, FILE_NAME_CHARACTERS_MAX);
  return base === undefined || base === '' ? 'roster.csv' : base;
}

function viewOf(row: ImportViewRow): ImportView {
  return {
    ...row,
    createdAt: toWireTime(row.createdAt),
    finishedAt: row.finishedAt === null ? null : toWireTime(row.finishedAt),
  };
}
