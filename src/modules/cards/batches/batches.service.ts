import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
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
import { CardLoader } from '../card-loader.service.js';
import { cardErrors } from '../cards.errors.js';
import { cardBatchRequested } from '../cards.events.js';
import { CARDS_IN_BATCH_MAX, type CardBatchRequest, type CardBatchView, type CardPageQuery } from '../cards.schemas.js';
import { type BatchViewRow, listBatches } from './batches.queries.js';
import {
  addIssued,
  type BatchRow,
  finishBatch,
  insertBatch,
  listCandidates,
  lockBatch,
  startBatch,
} from './batches.repository.js';

const CHUNK_CARDS = 1_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Cards for a whole union at once: asked for by an officer, done by the jobs process chunk by chunk. */
@Injectable()
export class BatchesService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly loader: CardLoader,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async request(caller: OfficerCaller, request: CardBatchRequest): Promise<{ batchId: string }> {
    return this.database.transaction(async (tx) => {
      await this.organizations.get(tx, caller, request.orgId);
      const batchId = newId();
      const cardsMax = request.cardsMax ?? CARDS_IN_BATCH_MAX;
      const { orgId } = request;
      await insertBatch(tx, { id: batchId, orgId, cardsMax, requestedBy: caller.loginId, createdAt: this.clock.now() });
      await this.audit.record(
        tx,
        caller,
        'card-batch.requested',
        { kind: 'card-batch', id: batchId },
        { orgId, cardsMax },
      );
      await this.outbox.append(tx, cardBatchRequested, { batchId });
      return { batchId };
    });
  }

  async list(caller: OfficerCaller, query: CardPageQuery): Promise<Page<CardBatchView>> {
    const filter = { id: null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listBatches(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }

  async get(caller: OfficerCaller, batchId: string): Promise<CardBatchView> {
    const filter = { id: batchId, beforeId: null, limit: 1 };
    const [row] = await listBatches(this.database.db, scopeLike(caller.scope), filter);
    if (row === undefined) throw new Refusal(cardErrors.BATCH_UNKNOWN);
    return viewOf(row);
  }

  /** Issues the cards of a batch. Safe to run again or twice at once: each chunk commits with its progress, and who has a card gets none. */
  async run(batchId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const batch = await lockBatch(tx, batchId);
      if (batch?.state === 'WAITING') await startBatch(tx, batch);
    });
    let afterId: string | null = FIRST_ID;
    while (afterId !== null) {
      const from: string = afterId;
      afterId = await this.database.transaction((tx) => this.issueChunk(tx, batchId, from));
    }
  }

  /** Answers where to go on, or null at the end. */
  private async issueChunk(tx: Tx, batchId: string, afterId: string): Promise<string | null> {
    const batch = await lockBatch(tx, batchId);
    if (batch?.state !== 'RUNNING') return null;
    const wanted = Math.min(CHUNK_CARDS, batch.total - batch.issued);
    const memberIds = wanted === 0 ? [] : await listCandidates(tx, batch.orgPath, afterId, wanted);
    const last = memberIds.at(-1);
    if (last === undefined) {
      await this.finish(tx, batch);
      return null;
    }
    const issuedAt = this.clock.now();
    const issued = await this.loader.loadCards(
      tx,
      memberIds.map((memberId) => ({ memberId, issuedAt, activatedAt: null })),
      { reason: 'bulk issue', actor: { kind: 'officer', id: batch.requestedBy }, batchId },
    );
    await addIssued(tx, batchId, issued.length);
    return last;
  }

  private async finish(tx: Tx, batch: BatchRow): Promise<void> {
    await finishBatch(tx, batch.id, this.clock.now());
    const actor = { kind: 'system', id: 'jobs' } as const;
    const { issued } = batch;
    await this.audit.record(tx, actor, 'card-batch.finished', { kind: 'card-batch', id: batch.id }, { issued });
  }
}

function viewOf(row: BatchViewRow): CardBatchView {
  return {
    ...row,
    createdAt: toWireTime(row.createdAt),
    finishedAt: row.finishedAt === null ? null : toWireTime(row.finishedAt),
  };
}
