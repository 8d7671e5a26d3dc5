import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { openFile } from '../../../platform/crypto/sealed-file.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import {
  findHeader,
  type Mapping,
  openTable,
  proposeMapping,
  type Table,
  TableError,
  type TableRow,
  tidyCell,
  TITLE_ROWS_MAX,
} from '../../../platform/tables/index.js';
import { Clock } from '../../../shared/clock.js';
import { AuditService } from '../../audit/index.js';
import { MembersService } from '../../members/index.js';
import { CardLoader, type OldCardOrder } from '../card-loader.service.js';
import {
  addRows,
  findTakeoverFile,
  insertTakeoverErrors,
  linkNumbers,
  listTakenNumbers,
  lockOpenCardsOf,
  lockTakeover,
  type NumberedError,
  oldCardsPlace,
  setTakeoverState,
  setTotal,
  type TakeoverRow,
} from './takeover.repository.js';
import {
  decideTakeover,
  type OldCard,
  type OldCardCells,
  oldCardError,
  type OldCardReading,
  readOldCard,
  TAKEOVER_COLUMNS,
} from './takeover.rules.js';

const CHUNK_ROWS = 500;
const FAILURE_CHARACTERS_MAX = 200;
const EVERYWHERE = ['%'];
const JOBS = { kind: 'system', id: 'jobs' } as const;

interface NumberedRow {
  readonly rowNo: number;
  readonly reading: OldCardReading;
}

interface NumberedCard extends OldCard {
  readonly rowNo: number;
}

/** Reads files of old cards in the jobs process: once without changing anything, once more when an officer says so. */
@Injectable()
export class TakeoverRunner {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly members: MembersService,
    private readonly loader: CardLoader,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Goes through a file in chunks that commit together with their progress: a run that is killed goes on where it stopped, a run that
   * is started twice does each chunk once, and a file that cannot be read changes nothing.
   */
  async run(id: string): Promise<void> {
    const file = await findTakeoverFile(this.database.db, id);
    if (file === null || file.content === null || (file.state !== 'CHECKING' && file.state !== 'TAKING')) return;
    try {
      const table = await openTable(openFile(this.keyring.fields, oldCardsPlace(id), file.content));
      const { headerAt, mapping } = await readHeader(table);
      let total = 0;
      for await (const _ of rowsBelow(table, headerAt)) total += 1;
      if (total === 0) throw new TableError('NO_ROWS');
      await this.database.transaction((tx) => setTotal(tx, id, total));
      await this.goThrough(file, table, headerAt, mapping);
      await this.end(file, null);
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      await this.end(file, error);
    }
  }

  private async goThrough(file: TakeoverRow, table: Table, headerAt: number, mapping: Mapping): Promise<void> {
    const checkTwice = twiceCheck();
    let chunk: NumberedRow[] = [];
    let from = 0;
    const flush = async (): Promise<void> => {
      const rows = chunk;
      const first = from;
      from += rows.length;
      chunk = [];
      if (rows.length === 0 || from <= file.doneRows) return;
      await this.database.transaction((tx) => this.doChunk(tx, file, first, rows));
    };
    for await (const row of rowsBelow(table, headerAt)) {
      chunk.push({ rowNo: row.rowNo, reading: checkTwice(readOldCard(cellsOf(row, mapping))) });
      if (chunk.length === CHUNK_ROWS) await flush();
    }
    await flush();
  }

  private async doChunk(tx: Tx, file: TakeoverRow, from: number, rows: readonly NumberedRow[]): Promise<void> {
    const now = await lockTakeover(tx, file.id, EVERYWHERE);
    // Another run of the same file did this chunk already.
    if (now?.state !== file.state || now.doneRows > from) return;

    const errors: NumberedError[] = [];
    const cards: NumberedCard[] = [];
    for (const { rowNo, reading } of rows) {
      if (reading.valid) cards.push({ ...reading.card, rowNo });
      else errors.push(...reading.errors.map((error) => ({ ...error, rowNo })));
    }
    const { orders, links, known } = await this.decide(tx, file, cards, errors);
    if (file.state === 'TAKING') {
      await linkNumbers(tx, links);
      const actor = { kind: 'officer', id: file.requestedBy } as const;
      await this.loader.takeOver(tx, orders, { reason: 'taken over', actor });
    }
    await insertTakeoverErrors(tx, file.id, errors);
    const counts = { new: orders.length, linked: links.length, known };
    const refused = rows.length - counts.new - counts.linked - counts.known;
    await addRows(tx, file.id, { ...counts, refused });
  }

  /** What becomes of each card; notes the errors of those that are refused. */
  private async decide(
    tx: Tx,
    file: TakeoverRow,
    cards: readonly NumberedCard[],
    errors: NumberedError[],
  ): Promise<{ orders: OldCardOrder[]; links: { cardId: string; legacyNo: string }[]; known: number }> {
    const idNumbers = cards.map(({ idNumber }) => idNumber);
    const holders = await this.members.findHolders(tx, file.orgPath, idNumbers);
    const memberIds = [...holders.values()].map(({ memberId }) => memberId);
    const taken = await listTakenNumbers(
      tx,
      cards.map(({ legacyNo }) => legacyNo),
    );
    const open = await lockOpenCardsOf(tx, memberIds);
    const orders: OldCardOrder[] = [];
    const links: { cardId: string; legacyNo: string }[] = [];
    let known = 0;
    for (const card of cards) {
      const holder = holders.get(card.idNumber) ?? null;
      const openCard = holder === null ? null : (open.get(holder.memberId) ?? null);
      const decision = decideTakeover(card, { holder, takenBy: taken.get(card.legacyNo) ?? null, openCard });
      if (decision.outcome === 'NEW') {
        orders.push({ memberId: decision.memberId, legacyNo: card.legacyNo, state: card.state });
      } else if (decision.outcome === 'LINKED') {
        links.push({ cardId: decision.cardId, legacyNo: card.legacyNo });
      } else if (decision.outcome === 'KNOWN') known += 1;
      else errors.push({ ...decision.error, rowNo: card.rowNo });
    }
    return { orders, links, known };
  }

  private async end(file: TakeoverRow, failure: TableError | null): Promise<void> {
    const done = file.state === 'CHECKING' ? 'CHECKED' : 'DONE';
    const text = failure === null ? null : [failure.failure, failure.detail].filter((part) => part !== '').join(': ');
    await this.database.transaction(async (tx) => {
      const now = await lockTakeover(tx, file.id, EVERYWHERE);
      if (now?.state !== file.state) return;
      const state = failure === null ? done : 'FAILED';
      const end = { failure: text?.slice(0, FAILURE_CHARACTERS_MAX) ?? null, at: this.clock.now() };
      await setTakeoverState(tx, file.id, state, end);
      const subject = { kind: 'card-takeover', id: file.id };
      await this.audit.record(tx, JOBS, 'card-takeover.finished', subject, { state });
    });
  }
}

/** Finds the header and what its columns hold. @throws TableError HEADER_MISSING naming the columns that are not there */
async function readHeader(table: Table): Promise<{ headerAt: number; mapping: Mapping }> {
  const head: { rowNo: number; cells: readonly string[] }[] = [];
  for await (const row of table.rows()) {
    head.push(row);
    if (head.length > TITLE_ROWS_MAX) break;
  }
  const header =
    head[
      findHeader(
        head.map(({ cells }) => cells),
        TAKEOVER_COLUMNS,
      )
    ];
  if (header === undefined) throw new TableError('NO_ROWS');
  const mapping = proposeMapping(header.cells, TAKEOVER_COLUMNS);
  const missing = TAKEOVER_COLUMNS.filter(({ field, isRequired }) => isRequired && mapping[field] === undefined);
  if (missing.length > 0) throw new TableError('HEADER_MISSING', missing.map(({ names }) => names[0]).join('、'));
  return { headerAt: header.rowNo, mapping };
}

/** A long number that a spreadsheet rounded, or a formula, must not pass for what was meant: such a cell counts as empty. */
function cellsOf(row: TableRow, mapping: Mapping): OldCardCells {
  const cells = Object.entries(mapping).map(([field, at]) => [
    field,
    row.flaws.has(at) ? '' : tidyCell(row.cells[at] ?? ''),
  ]);
  return Object.fromEntries(cells) as OldCardCells;
}

async function* rowsBelow(table: Table, headerAt: number) {
  for await (const row of table.rows()) if (row.rowNo > headerAt) yield row;
}

/** Refuses a number, or a second card in use of one person, that an earlier good row of the same file has. */
function twiceCheck(): (reading: OldCardReading) => OldCardReading {
  const numbers = new Set<string>();
  const holders = new Set<string>();
  return (reading) => {
    if (!reading.valid) return reading;
    const { legacyNo, idNumber, state } = reading.card;
    if (numbers.has(legacyNo)) {
      return { valid: false, errors: [oldCardError('legacyNo', 'LEGACY_NO_TWICE', legacyNo)] };
    }
    if (state !== 'CANCELLED' && holders.has(idNumber)) {
      return { valid: false, errors: [oldCardError('idNumber', 'HOLDER_TWICE', idNumber)] };
    }
    numbers.add(legacyNo);
    if (state !== 'CANCELLED') holders.add(idNumber);
    return reading;
  };
}
