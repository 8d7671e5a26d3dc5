import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { MembersService } from '../../members/index.js';
import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import { momentAt } from '../eligibility/moment.rules.js';
import { personOf } from '../eligibility/person.js';
import { claimErrors } from './claim.errors.js';
import { type Claimant, type ClaimReason, decideClaims, packPromisedFen } from './claim.rules.js';
import { type ClaimedCampaign, ClaimsRepository } from './claims.repository.js';

const BATCH_MAX = 256;
/** Campaigns that are claimed at the same time in one process; each takes a connection. */
const IN_FLIGHT_MAX = 2;
const DRAIN_STEP_MS = 10;
/** How often a campaign may turn out to be another version while it is claimed. */
const VERSION_TRIES_MAX = 5;
const RETRY_AFTER_SECONDS = 2;

export type ClaimOutcome =
  | { readonly outcome: 'CLAIMED'; readonly units: number }
  | { readonly outcome: 'REFUSED'; readonly reason: ClaimReason };

interface Waiting {
  readonly memberId: string;
  readonly resolve: (outcome: ClaimOutcome) => void;
  readonly reject: (error: unknown) => void;
}
interface Decided {
  readonly reasons: readonly (ClaimReason | null)[];
  /** Vouchers in a pack. */
  readonly units: number;
}
type Asking = Claimant & { readonly memberId: string };

/**
 * Claims of packs, first come, first served. A rush is decided in batches in the order people came, without a timer: a batch is
 * what arrived while the one before it was committed. Whoever is told yes has the pack; once all are gone nobody waits for a lock.
 */
@Injectable()
export class ClaimsService implements BeforeApplicationShutdown {
  private readonly waitingMax: number;
  private readonly queues = new Map<string, Waiting[]>();
  private readonly busy = new Set<string>();
  private waiting = 0;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly members: MembersService,
    private readonly compiled: CompiledCampaigns,
    private readonly repository: ClaimsRepository,
  ) {
    this.waitingMax = config.CLAIM_WAITING_MAX;
  }

  /**
   * Gives a member a pack of a campaign, or says why not; answers only after the commit.
   * @throws Refusal BENEFIT_UNKNOWN for what is no pack, UNAVAILABLE when too many wait
   */
  claim(memberId: string, campaignId: string): Promise<ClaimOutcome> {
    return new Promise((resolve, reject) => {
      if (this.waiting >= this.waitingMax)
        throw new Refusal(commonErrors.UNAVAILABLE, { retryAfterSeconds: RETRY_AFTER_SECONDS });
      const queue = this.queues.get(campaignId) ?? [];
      this.queues.set(campaignId, queue);
      queue.push({ memberId, resolve, reject });
      this.waiting += 1;
      this.pump();
    });
  }

  /** Whoever waits is answered before the process leaves. */
  async beforeApplicationShutdown(): Promise<void> {
    while (this.waiting > 0) await new Promise((resolve) => setTimeout(resolve, DRAIN_STEP_MS));
  }

  private pump(): void {
    for (const [campaignId, queue] of this.queues) {
      if (this.busy.size >= IN_FLIGHT_MAX) return;
      if (this.busy.has(campaignId)) continue;
      const batch = queue.splice(0, BATCH_MAX);
      if (queue.length === 0) this.queues.delete(campaignId);
      this.busy.add(campaignId);
      void this.answer(campaignId, batch).finally(() => {
        this.busy.delete(campaignId);
        this.waiting -= batch.length;
        this.pump();
      });
    }
  }

  private async answer(campaignId: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const { reasons, units } = await this.decide(
        campaignId,
        batch.map(({ memberId }) => memberId),
      );
      for (const [at, { resolve }] of batch.entries()) {
        const reason = reasons[at] ?? null;
        resolve(reason === null ? { outcome: 'CLAIMED', units } : { outcome: 'REFUSED', reason });
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  private async decide(campaignId: string, memberIds: readonly string[], tries = 1): Promise<Decided> {
    const { db } = this.database;
    const runtime = await this.repository.find(db, campaignId);
    const [campaign] = runtime ? await this.compiled.get(db, [{ campaignId, version: runtime.version }]) : [];
    if (!runtime || !campaign?.mechanism.pack) throw new Refusal(claimErrors.BENEFIT_UNKNOWN);
    const now = this.clock.now();
    const asking = await this.load(campaign, memberIds, now);
    const { count: units } = campaign.mechanism.pack;
    const reasons = decideClaims(campaign, runtime, asking, now.getTime());
    // A refusal is true as of now; only who would get something has to wait for the row everybody wants.
    if (!reasons.includes(null)) return { reasons, units };
    const given = await this.database.transaction((tx) => this.giveIn(tx, campaign, runtime, asking, now));
    if (given) return { reasons: given, units };
    // A new version was published meanwhile: whoever waits is decided by that one, in the same request.
    if (tries >= VERSION_TRIES_MAX) throw new Refusal(commonErrors.UNAVAILABLE);
    return this.decide(campaignId, memberIds, tries + 1);
  }

  /** Null when the campaign is no longer the version that was looked at. */
  private async giveIn(
    tx: Tx,
    campaign: CompiledCampaign,
    seen: ClaimedCampaign,
    asking: readonly Asking[],
    now: Date,
  ): Promise<(ClaimReason | null)[] | null> {
    const locked = await this.repository.lock(tx, campaign.id);
    if (!locked || locked.version !== seen.version) return null;
    const ids = asking.map(({ memberId }) => memberId);
    const claimed = await this.repository.listClaimed(tx, campaign.id, ids);
    const facts = asking.map((each) => ({ ...each, hasClaimed: claimed.has(each.memberId) }));
    const reasons = decideClaims(campaign, locked, facts, now.getTime());
    const served = ids.filter((_, at) => reasons[at] === null);
    const units = campaign.mechanism.pack?.count ?? 0;
    if (served.length > 0)
      await this.repository.give(tx, campaign.id, served, { units, promisedFen: packPromisedFen(campaign) }, now);
    return reasons;
  }

  /** Who asks, in the order they came. */
  private async load(campaign: CompiledCampaign, memberIds: readonly string[], now: Date): Promise<Asking[]> {
    const { db } = this.database;
    const moment = momentAt(now.getTime());
    const attributes = new Map(
      (await this.members.getAttributes(db, [...memberIds])).map((each) => [each.memberId, each]),
    );
    const cards = await this.repository.listCardHolders(db, memberIds);
    const claimed = await this.repository.listClaimed(db, campaign.id, memberIds);
    return memberIds.map((memberId) => {
      const known = attributes.get(memberId);
      const person = known && personOf(known, cards.get(memberId) ?? null);
      const isEligible =
        person !== undefined &&
        person.orgPath.includes(campaign.owner) &&
        (campaign.audience?.(person, moment) ?? true);
      return { memberId, cardIsActive: cards.has(memberId), isEligible, hasClaimed: claimed.has(memberId) };
    });
  }
}
