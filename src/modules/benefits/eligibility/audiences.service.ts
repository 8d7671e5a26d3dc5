import { Injectable } from '@nestjs/common';
import { Database, sqlStateOf } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { isWithin } from '../../../shared/org-path.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors, MembersService } from '../../members/index.js';
import { findOrgPath } from '../budgets/budgets.repository.js';
import { findCardIssuedAt } from '../offers/offers.queries.js';
import { listQuestions } from './audience.rules.js';
import { countAudience } from './audience-counts.queries.js';
import { audienceErrors } from './audience.errors.js';
import type {
  AudienceCount,
  AudienceCountRequest,
  AudienceExplainRequest,
  AudienceExplanation,
} from './audience-views.schemas.js';
import { explainAudience } from './explain-audience.rules.js';
import { momentAt } from './moment.rules.js';
import { personOf } from './person.js';

/** SQLSTATE query_canceled: the statement took longer than it may. */
const CANCELED = '57014';
/** Counting is a look at everybody: so many at once in a process, so that officers who try out rules leave connections to others. */
const COUNTING_MAX = 2;
const WAITING_MAX = 20;

/** Whom an audience means, before any campaign asks: how many, and one member with the reasons. */
@Injectable()
export class AudiencesService {
  private counting = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly members: MembersService,
    private readonly audit: AuditService,
  ) {}

  /** @throws Refusal AUDIENCE_OWNER_UNKNOWN, AUDIENCE_TOO_SLOW, COUNTS_BUSY */
  async count(caller: OfficerCaller, { audience, owner }: AudienceCountRequest): Promise<AudienceCount> {
    const ownerPath = await this.ownerPath(caller, owner);
    const nowMs = this.clock.now().getTime();
    try {
      return await this.limited(() => this.database.snapshot((db) => countAudience(db, audience, ownerPath, nowMs)));
    } catch (error) {
      if (sqlStateOf(error) === CANCELED) throw new Refusal(audienceErrors.AUDIENCE_TOO_SLOW);
      throw error;
    }
  }

  /**
   * Tells why an audience means a member or not; looking is noted, since it shows which groups a person belongs to.
   * @throws Refusal AUDIENCE_OWNER_UNKNOWN, MEMBER_UNKNOWN
   */
  async explain(caller: OfficerCaller, request: AudienceExplainRequest): Promise<AudienceExplanation> {
    const { audience, owner, memberId } = request;
    const { db } = this.database;
    const ownerPath = await this.ownerPath(caller, owner);
    const [attributes] = await this.members.getAttributes(db, [memberId]);
    if (!attributes || !caller.scope.some((subtree) => isWithin(attributes.orgPath, subtree)))
      throw new Refusal(memberErrors.MEMBER_UNKNOWN);
    const cardIssuedAtMs = await findCardIssuedAt(db, memberId);
    const moment = momentAt(this.clock.now().getTime());
    const rules = explainAudience(audience, personOf(attributes, cardIssuedAtMs), moment);

    const fields = [...new Set(listQuestions(audience).map(({ field }) => field))].sort();
    await this.database.transaction((tx) =>
      this.audit.record(tx, caller, 'audience.explained', { kind: 'member', id: memberId }, { owner, fields }),
    );
    const isBelowOwner = isWithin(attributes.orgPath, ownerPath);
    const { name, membership } = attributes;
    return {
      memberId,
      name,
      meant: attributes.orgIds.includes(owner) && rules.holds,
      isBelowOwner,
      membership,
      hasActiveCard: cardIssuedAtMs !== null,
      rules,
    };
  }

  private async ownerPath(caller: OfficerCaller, owner: string): Promise<string> {
    const path = await findOrgPath(this.database.db, owner, caller.scope);
    if (path === null) throw new Refusal(audienceErrors.AUDIENCE_OWNER_UNKNOWN, { field: 'owner' });
    return path;
  }

  private async limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.counting >= COUNTING_MAX) {
      if (this.waiting.length >= WAITING_MAX) throw new Refusal(audienceErrors.COUNTS_BUSY, { retryAfterSeconds: 2 });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.counting += 1;
    }
    try {
      return await work();
    } finally {
      // The place goes straight to the next in line, so that nobody slips in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.counting -= 1;
    }
  }
}
