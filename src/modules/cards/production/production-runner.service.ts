import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import type { Signer } from '../../../platform/crypto/signer.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import type { CodePrefixes } from '../../../shared/code/code-text.js';
import { plasticDayAt } from '../../../shared/code/plastic-code.js';
import { newId } from '../../../shared/ids.js';
import { formatCardNo, printCardNo } from '../../../shared/numbers/card-no.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { CardLoader } from '../card-loader.service.js';
import type { Actor } from '../cards.repository.js';
import { CardKeys } from '../keys/card-keys.js';
import { insertPlasticEvents, insertPlastics } from '../plastic/plastic.repository.js';
import { PLASTIC_YEARS, lastDayAfter } from '../plastic/plastic-state.rules.js';
import { CodeTexts } from '../code-texts.js';
import { issuePlasticCode } from '../plastic-issuer.js';
import { CARDS_ON_PAGE, drawSheets, type PrintedCard } from './card-sheet.js';
import { forgetOldFiles, publishFile } from './files.repository.js';
import { drawHandOverList, type HandOverRow, ROWS_ON_PAGE } from './hand-over-list.js';
import { printerHead, printerLines } from './printer-file.js';
import { listSheetRows, type SheetRow } from './production.queries.js';
import {
  addCollected,
  findProduction,
  lockCandidates,
  lockOpenCards,
  lockProduction,
  moveBatch,
  type ProductionRow,
  setProductionState,
  setProgress,
  takeIntoBatch,
} from './production.repository.js';
import type { ProductionFile } from './production.schemas.js';
import { type SealedFile, SealedFileWriter } from './sealed-file.js';

const CHUNK_CARDS = 500;
/** Small enough to stand in memory, and a whole number of sheets and of list pages. */
const PART_CARDS = CARDS_ON_PAGE * ROWS_ON_PAGE;
const FILE_DAYS = 7;
const EVERYWHERE = ['%'];
const OPEN = ['APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE', 'FROZEN', 'LOST'];
const JOBS = { kind: 'system', id: 'jobs' } as const;

interface Place {
  readonly orgPath: string;
  readonly memberNo: string;
}

/** Batches of plastic cards in the jobs process: collecting their people, and making their files. */
@Injectable()
export class ProductionRunner {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly keys: CardKeys,
    private readonly texts: CodeTexts,
    private readonly loader: CardLoader,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Puts people into a batch, chunk by chunk. Safe to run again or twice at once: who is in a batch is taken by none. */
  async collect(batchId: string): Promise<void> {
    let after: Place | null = { orgPath: '', memberNo: '' };
    while (after !== null) {
      const from: Place = after;
      after = await this.database.transaction((tx) => this.collectChunk(tx, batchId, from));
    }
  }

  /** Makes the files of a released batch. Safe to run again or twice at once: a file counts whole, the last one made. */
  async produce(batchId: string): Promise<void> {
    const batch = await findProduction(this.database.db, batchId);
    if (batch?.state !== 'PRODUCING') return;
    const files = [await this.makeSheets(batch), await this.makePrinterFile(batch), await this.makeList(batch)];
    await this.database.transaction(async (tx) => {
      const locked = await lockProduction(tx, batchId, EVERYWHERE);
      if (locked?.state !== 'PRODUCING') return;
      const at = this.clock.now();
      for (const file of files) await publishFile(tx, file, at, new Date(at.getTime() + FILE_DAYS * DAY_MS));
      const move = { from: 'IN_BATCH', to: 'PRODUCED', exceptPlaces: [], cards: OPEN, cardTo: 'PRODUCED' } as const;
      const produced = await moveBatch(tx, batchId, move, { reason: 'produced', actor: JOBS, at });
      await setProgress(tx, batchId, batch.total);
      await setProductionState(tx, batchId, 'PRODUCED', { decidedBy: null, at });
      const subject = { kind: 'card-production', id: batchId };
      await this.audit.record(tx, JOBS, 'card-production.produced', subject, { produced });
    });
  }

  /** Clock work: what files held is gone when their days are over. */
  async forgetFiles(): Promise<void> {
    await this.database.transaction((tx) => forgetOldFiles(tx, this.clock.now()));
  }

  /** Answers where to go on, or null at the end. */
  private async collectChunk(tx: Tx, batchId: string, after: Place): Promise<Place | null> {
    const batch = await lockProduction(tx, batchId, EVERYWHERE);
    if (batch?.state !== 'COLLECTING') return null;
    const room = Math.min(CHUNK_CARDS, batch.cardsMax - batch.total);
    const people = room === 0 ? [] : await lockCandidates(tx, batch, after, room);
    const last = people.at(-1);
    if (last === undefined) {
      const state = batch.total === 0 ? 'CANCELLED' : 'IN_REVIEW';
      await setProductionState(tx, batchId, state, { decidedBy: null, at: this.clock.now() });
      return null;
    }
    const by = { reason: 'batch', actor: { kind: 'officer', id: batch.requestedBy } as Actor };
    const without = people.flatMap(({ cardId, memberId }) => (cardId === null ? [memberId] : []));
    const applied = await this.loader.applyFor(tx, without, by);
    const cardOf = new Map(applied.map(({ memberId, cardId }) => [memberId, cardId]));
    const cardIds = people.flatMap(({ cardId, memberId }) => cardId ?? cardOf.get(memberId) ?? []);
    await this.take(tx, batch, await lockOpenCards(tx, cardIds), by);
    return last;
  }

  private async take(
    tx: Tx,
    batch: ProductionRow,
    cardIds: readonly string[],
    { reason, actor }: { readonly reason: string; readonly actor: Actor },
  ): Promise<void> {
    const at = this.clock.now();
    const by = { reason, actor, at };
    const wanted = cardIds.map((cardId) => ({ id: newId(), cardId }));
    const fresh = batch.audience === 'APPLIED' ? new Set<string>() : await insertPlastics(tx, wanted, at);
    const asked = wanted.filter(({ id }) => fresh.has(id));
    await insertPlasticEvents(
      tx,
      asked.map(({ id, cardId }) => ({ plasticId: id, cardId, fromState: null, toState: 'APPLIED' as const })),
      by,
    );
    const lastDay = lastDayAfter(shanghaiDate(at.getTime()), PLASTIC_YEARS);
    const taken = await takeIntoBatch(tx, batch.id, cardIds, { firstPlace: batch.total + 1, lastDay, at });
    await insertPlasticEvents(
      tx,
      taken.map(({ id, cardId }) => ({ plasticId: id, cardId, fromState: 'APPLIED', toState: 'IN_BATCH' }) as const),
      by,
    );
    await addCollected(tx, batch.id, taken.length);
  }

  private makeSheets(batch: ProductionRow): Promise<SealedFile> {
    return this.makeFile(batch, 'SHEET', (write) => drawSheets(this.sheetPages(batch), write));
  }

  private makePrinterFile(batch: ProductionRow): Promise<SealedFile> {
    return this.makeFile(batch, 'PRINTER', async (write) => {
      await write(printerHead());
      for await (const rows of this.parts(batch)) await write(printerLines(await this.print(rows)));
    });
  }

  private async makeList(batch: ProductionRow): Promise<SealedFile> {
    const madeOn = shanghaiDate(this.clock.now().getTime());
    const { orgName, total } = batch;
    return this.makeFile(batch, 'HANDOVER', (write) =>
      drawHandOverList({ orgName, madeOn, total }, this.listPages(batch), write),
    );
  }

  private async makeFile(
    batch: ProductionRow,
    kind: ProductionFile,
    make: (write: (chunk: Buffer) => Promise<void>) => Promise<void>,
  ): Promise<SealedFile> {
    const writer = new SealedFileWriter(this.database, this.keyring.fields, batch.id, kind);
    await make((chunk) => writer.write(chunk));
    return writer.end();
  }

  private async *parts(batch: ProductionRow): AsyncGenerator<SheetRow[]> {
    for (let after = 0; ;) {
      const rows = await listSheetRows(this.database.db, batch.id, after, PART_CARDS);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      after = last.place;
    }
  }

  private async *sheetPages(batch: ProductionRow): AsyncGenerator<PrintedCard[]> {
    for await (const rows of this.parts(batch)) {
      const cards = await this.print(rows);
      for (let at = 0; at < cards.length; at += CARDS_ON_PAGE) yield cards.slice(at, at + CARDS_ON_PAGE);
      const done = rows.at(-1)?.place ?? 0;
      await this.database.transaction((tx) => setProgress(tx, batch.id, done));
    }
  }

  private async *listPages(batch: ProductionRow): AsyncGenerator<HandOverRow[]> {
    for await (const rows of this.parts(batch)) {
      for (let at = 0; at < rows.length; at += ROWS_ON_PAGE) yield rows.slice(at, at + ROWS_ON_PAGE).map(listRowOf);
    }
  }

  private async print(rows: readonly SheetRow[]): Promise<PrintedCard[]> {
    const now = this.clock.now();
    const signer = await this.keys.freshSigner('STATIC', now);
    const { prefixes } = this.texts;
    return Promise.all(rows.map((row) => printedOf(row, { signer, prefixes, now })));
  }
}

async function printedOf(
  row: SheetRow,
  { signer, prefixes, now }: { readonly signer: Signer; readonly prefixes: CodePrefixes; readonly now: Date },
): Promise<PrintedCard> {
  const order = {
    cardNo: row.cardNo,
    issueNo: row.issueNo,
    cardClass: 0,
    fromDay: plasticDayAt(now.getTime() / 1000),
    toDay: plasticDayAt(startOfShanghaiDay(row.expiresOn) / 1000),
  };
  const code = await issuePlasticCode(signer, order, prefixes);
  const { place, orgName, expiresOn } = row;
  return { place, cardNo: formatCardNo(row.cardNo), holder: maskName(row.name), orgName, expiresOn, code };
}

function listRowOf(row: SheetRow): HandOverRow {
  const maskedCardNo = `**** **** ${printCardNo(row.cardNo).slice(-3)}`;
  // Mostly a union is called after its enterprise, and there is room for one of the two.
  const { enterpriseName, orgName } = row;
  const unit =
    enterpriseName === null || orgName.startsWith(enterpriseName) ? orgName : `${enterpriseName} · ${orgName}`;
  return { place: row.place, maskedCardNo, name: row.name, unit };
}
