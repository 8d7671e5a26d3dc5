import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { shanghaiDate } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { type LoadOutcome, MemberLoader, type NewMember } from '../people/member-loader.service.js';
import { listEnterpriseIds, listUnionIds } from './imports.queries.js';
import {
  addProgress,
  endImport,
  findImport,
  type ImportProgress,
  insertErrors,
  lockImport,
  type NumberedRowError,
  startImport,
} from './imports.repository.js';
import { readRoster, RosterFailure } from './roster-reader.js';
import { cellsOf, readRosterRow, rowError, type RosterRow, type RowReading } from './roster-row.rules.js';
import { decodeRoster } from './roster-text.js';
import { openContent } from './sealed-content.js';

const CHUNK_ROWS = 500;
const FAILURE_CHARACTERS_MAX = 200;

interface CheckedRow {
  readonly rowNo: number;
  readonly reading: RowReading;
}

interface AcceptedRow {
  readonly rowNo: number;
  readonly row: RosterRow;
  readonly member: NewMember;
}

/** Reads roster files in the jobs process. */
@Injectable()
export class RosterRunner {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly loader: MemberLoader,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Brings a file in, in chunks that commit together with their progress: a run that is killed goes on where it stopped, a run
   * that is started twice does each chunk once, and a file that cannot be read adds nobody.
   */
  async run(importId: string): Promise<void> {
    const order = await findImport(this.database.db, importId);
    if (order === null || order.content === null || order.state === 'DONE' || order.state === 'FAILED') return;
    try {
      const text = decodeRoster(openContent(this.keyring.fields, importId, order.content));
      if (text === null) throw new RosterFailure('FILE_ENCODING');
      // The whole file is looked at before the first row is written: too long or broken half way adds nobody.
      let totalRows = 0;
      for await (const _ of readRoster(text)) totalRows += 1;
      await this.database.transaction((tx) => startImport(tx, importId, totalRows));
      await this.bringIn(order, text);
      await this.end(importId, null);
    } catch (error) {
      if (!(error instanceof RosterFailure)) throw error;
      await this.end(importId, error);
    }
  }

  private async bringIn(order: ImportProgress, text: string): Promise<void> {
    // The day of the request, so that a run that goes on tomorrow judges every row alike.
    const todayOn = shanghaiDate(order.createdAt.getTime());
    const unions = await listUnionIds(this.database.db, order.orgPath);
    const checkTwice = twiceCheck();
    let chunk: CheckedRow[] = [];
    let chunkFrom = 0;
    const flush = async (): Promise<void> => {
      const rows = chunk;
      const from = chunkFrom;
      chunkFrom += rows.length;
      chunk = [];
      if (rows.length === 0 || chunkFrom <= order.doneRows) return;
      await this.database.transaction((tx) => this.writeChunk(tx, order, from, rows, unions));
    };
    for await (const { columns, record } of readRoster(text)) {
      const cells = cellsOf(columns, record.cells);
      chunk.push({ rowNo: record.rowNo, reading: checkTwice(readRosterRow(cells, todayOn)) });
      if (chunk.length === CHUNK_ROWS) await flush();
    }
    await flush();
  }

  private async writeChunk(
    tx: Tx,
    order: ImportProgress,
    from: number,
    rows: readonly CheckedRow[],
    unions: ReadonlyMap<string, string>,
  ): Promise<void> {
    const now = await lockImport(tx, order.id);
    // Another run of the same file did this chunk already.
    if (now?.state !== 'RUNNING' || now.doneRows > from) return;

    const errors: NumberedRowError[] = [];
    const accepted = await this.place(tx, order, rows, unions, errors);
    const outcomes = await this.loader.insertChunk(
      tx,
      accepted.map(({ member }) => member),
    );
    outcomes.forEach((outcome, at) => {
      const row = accepted[at];
      if (row !== undefined) errors.push(...refusalsOf(row, outcome));
    });
    await insertErrors(tx, order.id, errors);
    const added = outcomes.filter(({ outcome }) => outcome === 'ADDED').length;
    const known = outcomes.filter(({ outcome }) => outcome === 'KNOWN').length;
    await addProgress(tx, order.id, { added, known, refused: rows.length - added - known });
  }

  /** Finds union and employer of each good row; notes the errors of the others. */
  private async place(
    tx: Tx,
    order: ImportProgress,
    rows: readonly CheckedRow[],
    unions: ReadonlyMap<string, string>,
    errors: NumberedRowError[],
  ): Promise<AcceptedRow[]> {
    const good = rows.flatMap(({ reading }) => (reading.valid ? [reading.row] : []));
    const enterprises = await listEnterpriseIds(
      tx,
      good.flatMap(({ creditCode }) => creditCode ?? []),
      good.flatMap(({ enterprise }) => enterprise ?? []),
    );
    const accepted: AcceptedRow[] = [];
    for (const { rowNo, reading } of rows) {
      if (!reading.valid) {
        errors.push(...reading.errors.map((error) => ({ ...error, rowNo })));
        continue;
      }
      const { row } = reading;
      const orgId = row.union === null ? order.orgId : unions.get(row.union);
      const byCode = row.creditCode === null ? null : enterprises.get(row.creditCode);
      if (orgId === undefined) errors.push({ ...rowError('union', 'UNION_UNKNOWN', row.union ?? ''), rowNo });
      if (byCode === undefined) {
        errors.push({ ...rowError('creditCode', 'ENTERPRISE_UNKNOWN', row.creditCode ?? ''), rowNo });
      }
      if (orgId === undefined || byCode === undefined) continue;
      // An employer known by name only and not in the census is no reason to turn a worker away.
      const enterpriseId = byCode ?? enterprises.get(row.enterprise ?? '') ?? null;
      const { name, gender, birthOn, joinedOn, idNumber, phone } = row;
      const member = { orgId, enterpriseId, name, gender, birthOn, joinedOn, idNumber, phone };
      accepted.push({ rowNo, row, member });
    }
    return accepted;
  }

  private async end(importId: string, failure: RosterFailure | null): Promise<void> {
    const state = failure === null ? 'DONE' : 'FAILED';
    const text = failure === null ? null : [failure.failure, failure.detail].filter((part) => part !== '').join(': ');
    await this.database.transaction(async (tx) => {
      const end = { state, failure: text?.slice(0, FAILURE_CHARACTERS_MAX) ?? null, at: this.clock.now() } as const;
      if (!(await endImport(tx, importId, end))) return;
      const subject = { kind: 'member-import', id: importId };
      await this.audit.record(tx, { kind: 'system', id: 'jobs' }, 'member-import.finished', subject, { state });
    });
  }
}

/** Refuses an ID number or a phone that an earlier good row of the same file has. */
function twiceCheck(): (reading: RowReading) => RowReading {
  const idNumbers = new Set<string>();
  const phones = new Set<string>();
  return (reading) => {
    if (!reading.valid) return reading;
    const { idNumber, phone } = reading.row;
    if (idNumbers.has(idNumber)) {
      return { valid: false, errors: [rowError('idNumber', 'ID_NUMBER_TWICE', idNumber)] };
    }
    if (phones.has(phone)) return { valid: false, errors: [rowError('phone', 'PHONE_TWICE', phone)] };
    idNumbers.add(idNumber);
    phones.add(phone);
    return reading;
  };
}

// Where the person is a member is not said: an officer must not find people out through a roster.
function refusalsOf({ rowNo, row }: AcceptedRow, { outcome }: LoadOutcome): NumberedRowError[] {
  if (outcome === 'ALREADY_MEMBER') return [{ ...rowError('idNumber', 'ALREADY_MEMBER', row.idNumber), rowNo }];
  if (outcome === 'PHONE_TAKEN') return [{ ...rowError('phone', 'PHONE_TAKEN', row.phone), rowNo }];
  return [];
}
