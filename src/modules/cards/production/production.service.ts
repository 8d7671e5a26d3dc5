import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
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
import { cardErrors } from '../cards.errors.js';
import { cardProductionReleased, cardProductionRequested } from '../cards.events.js';
import type { Actor } from '../cards.repository.js';
import type { CardPageQuery } from '../cards.schemas.js';
import { findFile } from './files.repository.js';
import { findOutlook, listProductions, type ProductionViewRow } from './production.queries.js';
import {
  insertProduction,
  lockProduction,
  moveBatch,
  type ProductionRow,
  setProductionState,
} from './production.repository.js';
import {
  type HandOverOutcome,
  type HandOverRequest,
  PRODUCTION_CARDS_MAX,
  type ProductionFile,
  type ProductionOutlook,
  type ProductionRequest,
  type ProductionState,
  type ProductionStep,
  type ProductionView,
} from './production.schemas.js';
import { readSealedFile } from './sealed-file.js';

const OPEN = ['APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE', 'FROZEN', 'LOST'];
/** Nobody is given the plastic of a card that was stopped. */
const MAY_TAKE = ['APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE'];

/** Batches of plastic cards from the officers' side: asked for, released by a second person, fetched, handed over. */
@Injectable()
export class ProductionService {
  constructor(
    private readonly database: Database,
    private readonly keyring: Keyring,
    private readonly organizations: OrganizationsService,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async outlook(caller: OfficerCaller, orgId: string): Promise<ProductionOutlook> {
    const org = await this.organizations.get(this.database.db, caller, orgId);
    return findOutlook(this.database.db, org.path);
  }

  /** The people are collected in the background. @throws Refusal ORG_UNKNOWN */
  async request(caller: OfficerCaller, request: ProductionRequest): Promise<{ batchId: string }> {
    const { orgId, audience, cardsMax = PRODUCTION_CARDS_MAX } = request;
    return this.database.transaction(async (tx) => {
      await this.organizations.get(tx, caller, orgId);
      const batchId = newId();
      const createdAt = this.clock.now();
      const { loginId: requestedBy } = caller;
      await insertProduction(tx, { id: batchId, orgId, audience, cardsMax, requestedBy, createdAt });
      await this.record(tx, caller, 'requested', batchId, { orgId, audience, cardsMax });
      await this.outbox.append(tx, cardProductionRequested, { batchId });
      return { batchId };
    });
  }

  async list(caller: OfficerCaller, query: CardPageQuery): Promise<Page<ProductionView>> {
    const filter = { id: null, beforeId: query.cursor ?? null, limit: query.limit };
    const rows = await listProductions(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map((row) => this.viewOf(row, caller)), nextCursor: page.nextCursor };
  }

  /** @throws Refusal PRODUCTION_UNKNOWN, also for a batch of another subtree */
  async get(caller: OfficerCaller, batchId: string): Promise<ProductionView> {
    const filter = { id: batchId, beforeId: null, limit: 1 };
    const [row] = await listProductions(this.database.db, scopeLike(caller.scope), filter);
    if (row === undefined) throw new Refusal(cardErrors.PRODUCTION_UNKNOWN);
    return this.viewOf(row, caller);
  }

  /** The files hold codes anybody could print, so whoever asked for them is not who lets them be made. @throws Refusal PRODUCTION_OWN */
  async release(caller: OfficerCaller, batchId: string, { reason }: ProductionStep): Promise<ProductionView> {
    await this.change(caller, batchId, ['IN_REVIEW'], async (tx, batch) => {
      if (batch.requestedBy === caller.loginId) throw new Refusal(cardErrors.PRODUCTION_OWN);
      await setProductionState(tx, batchId, 'PRODUCING', { decidedBy: caller.loginId, at: this.clock.now() });
      await this.outbox.append(tx, cardProductionReleased, { batchId });
      await this.record(tx, caller, 'released', batchId, { reason });
    });
    return this.get(caller, batchId);
  }

  /** Gives a batch up before it is produced; its people wait for the next one. */
  async cancel(caller: OfficerCaller, batchId: string, { reason }: ProductionStep): Promise<ProductionView> {
    await this.change(caller, batchId, ['COLLECTING', 'IN_REVIEW'], async (tx) => {
      const at = this.clock.now();
      const move = { from: 'IN_BATCH', to: 'APPLIED', exceptPlaces: [], cards: OPEN, cardTo: null };
      const returned = await moveBatch(tx, batchId, move, { reason, actor: actorOf(caller), at });
      await setProductionState(tx, batchId, 'CANCELLED', { decidedBy: caller.loginId, at });
      await this.record(tx, caller, 'cancelled', batchId, { reason, returned });
    });
    return this.get(caller, batchId);
  }

  /** The files again, as when their days are over: a second person releases them again. */
  async remake(caller: OfficerCaller, batchId: string, { reason }: ProductionStep): Promise<ProductionView> {
    await this.change(caller, batchId, ['PRODUCED'], async (tx) => {
      await setProductionState(tx, batchId, 'IN_REVIEW', { decidedBy: null, at: this.clock.now() });
      await this.record(tx, caller, 'remake-asked', batchId, { reason });
    });
    return this.get(caller, batchId);
  }

  /** Hands over by the list: all that is produced, but these. A card that was stopped meanwhile stays. @throws Refusal PRODUCTION_STEP_IMPOSSIBLE */
  async handOver(caller: OfficerCaller, batchId: string, request: HandOverRequest): Promise<HandOverOutcome> {
    const { exceptPlaces, reason } = request;
    let handedOver = 0;
    await this.change(caller, batchId, ['PRODUCED'], async (tx, batch) => {
      if (exceptPlaces.some((place) => place > batch.total)) throw new Refusal(cardErrors.PRODUCTION_NOT_IN_BATCH);
      const move = { from: 'PRODUCED', to: 'HANDED_OVER', exceptPlaces, cards: MAY_TAKE, cardTo: 'ISSUED' } as const;
      const by = { reason, actor: actorOf(caller), at: this.clock.now() };
      handedOver = await moveBatch(tx, batchId, move, by);
      await this.record(tx, caller, 'handed-over', batchId, { reason, handedOver, left: exceptPlaces.length });
    });
    const { counts } = await this.get(caller, batchId);
    return { handedOver, left: counts.produced };
  }

  /** A file of a batch, piece by piece; each fetch leaves a line in the trail. @throws Refusal PRODUCTION_FILE_GONE */
  async download(
    caller: OfficerCaller,
    batchId: string,
    kind: ProductionFile,
  ): Promise<{ readonly bytes: number; readonly content: AsyncIterable<Buffer> }> {
    await this.get(caller, batchId);
    const file = await findFile(this.database.db, batchId, kind, this.clock.now());
    if (file === null) throw new Refusal(cardErrors.PRODUCTION_FILE_GONE);
    await this.database.transaction((tx) => this.record(tx, caller, 'file-fetched', batchId, { kind }));
    return { bytes: file.bytes, content: readSealedFile(this.database.db, this.keyring.fields, file) };
  }

  private async change(
    caller: OfficerCaller,
    batchId: string,
    from: readonly ProductionState[],
    work: (tx: Tx, batch: ProductionRow) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const batch = await lockProduction(tx, batchId, scopeLike(caller.scope));
      if (batch === null) throw new Refusal(cardErrors.PRODUCTION_UNKNOWN);
      if (!from.includes(batch.state)) {
        throw new Refusal(cardErrors.PRODUCTION_STEP_IMPOSSIBLE, { extra: { state: batch.state } });
      }
      await work(tx, batch);
    });
  }

  private async record(
    tx: Tx,
    caller: OfficerCaller,
    what: string,
    batchId: string,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.audit.record(tx, caller, `card-production.${what}`, { kind: 'card-production', id: batchId }, detail);
  }

  private viewOf(row: ProductionViewRow, caller: OfficerCaller): ProductionView {
    const { requestedBy, counts, files, createdAt, producedAt, ...rest } = row;
    const now = this.clock.now();
    return {
      ...rest,
      own: requestedBy === caller.loginId,
      createdAt: toWireTime(createdAt),
      producedAt: producedAt === null ? null : toWireTime(producedAt),
      counts: {
        inBatch: counts?.['IN_BATCH'] ?? 0,
        produced: counts?.['PRODUCED'] ?? 0,
        handedOver: counts?.['HANDED_OVER'] ?? 0,
        active: counts?.['ACTIVE'] ?? 0,
        void: counts?.['VOID'] ?? 0,
      },
      files: (files ?? []).map(({ kind, bytes, expiresAt }) => {
        const until = new Date(expiresAt);
        return { kind, bytes, expiresAt: toWireTime(until), expired: until <= now };
      }),
    };
  }
}

function actorOf(caller: OfficerCaller): Actor {
  return { kind: 'officer', id: caller.loginId };
}
