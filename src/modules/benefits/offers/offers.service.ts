import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { toWireTime } from '../../../shared/time.js';
import { MembersService } from '../../members/index.js';
import { HolidaysService } from '../calendar/holidays.service.js';
import { isMeantFor } from '../campaigns/basket.rules.js';
import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { type Held, NOTHING_HELD, type PackTerms } from '../campaigns/mechanism.rules.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import { type HolidayTable, isInPeriod, isOpen } from '../campaigns/schedule.rules.js';
import type { Person } from '../eligibility/audience.rules.js';
import { type Moment, momentAt } from '../eligibility/moment.rules.js';
import { personOf } from '../eligibility/person.js';
import type { BenefitPlace, WorkerBenefit, WorkerBenefits } from './offer.schemas.js';
import { findCardIssuedAt, listCounters, listHeld, listPlaces, listRunning } from './offers.queries.js';
import { memberCounterKeys, timesToday } from './remaining.rules.js';

const PLACES_MAX = 50;

interface Mine {
  readonly campaign: CompiledCampaign;
  readonly definition: CampaignDefinition;
  readonly claims: number;
}

/** What a worker's card gives: every running benefit meant for this person, told alike whoever else it is for. */
@Injectable()
export class OffersService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly members: MembersService,
    private readonly holidays: HolidaysService,
    private readonly compiled: CompiledCampaigns,
  ) {}

  async list({ memberId }: WorkerCaller): Promise<WorkerBenefits> {
    const { db } = this.database;
    const now = this.clock.now();
    const moment = momentAt(now.getTime());
    const [attributes] = await this.members.getAttributes(db, [memberId]);
    if (!attributes) return { items: [] };
    const person = personOf(attributes, await findCardIssuedAt(db, memberId));
    const held = await listHeld(db, memberId);
    const mine = await this.listMine(db, now, person, moment, held);
    const limited = mine.filter(({ definition }) => !isEverywhere(definition));
    const places = await listPlaces(
      db,
      limited.map(({ campaign, definition }) => ({ campaignId: campaign.id, where: definition.where })),
      attributes.parkCode,
      PLACES_MAX,
    );
    const keys = mine.flatMap(({ campaign }) => memberCounterKeys(campaign, memberId, moment));
    const counters = await listCounters(db, [...new Set(keys)]);
    const holidays = await this.holidays.table(db);
    return {
      items: mine.map((each) => ({
        ...viewOf(each, places.get(each.campaign.id) ?? [], moment, holidays),
        ...holdingOf(each, held.get(each.campaign.id), moment.nowMs),
        remaining: { timesToday: timesToday(each.campaign, memberId, moment, counters) },
      })),
    };
  }

  private async listMine(
    db: Db,
    now: Date,
    person: Person,
    moment: Moment,
    held: ReadonlyMap<string, Held>,
  ): Promise<Mine[]> {
    const running = await listRunning(db, now);
    const compiled = await this.compiled.get(db, running);
    return running.flatMap(({ definition, claims }, index) => {
      const campaign = compiled[index];
      const isMine = campaign !== undefined && isMeantFor(campaign, { person, holdings: held }, moment);
      return isMine ? [{ campaign, definition, claims }] : [];
    });
  }
}

const isEverywhere = ({ where }: CampaignDefinition): boolean =>
  where.merchants.length + where.stores.length + where.merchantCategories.length === 0;

function viewOf(
  { campaign, definition }: Mine,
  places: BenefitPlace[],
  moment: Moment,
  holidays: HolidayTable,
): Omit<WorkerBenefit, 'remaining' | 'held' | 'claim'> {
  const { from, to, weekdays, hours } = definition.when;
  return {
    campaignId: campaign.id,
    label: campaign.label,
    offer: offerOf(definition),
    places,
    everywhere: isEverywhere(definition),
    when: { from, to, weekdays, hours },
    runningNow: isInPeriod(campaign.schedule, moment.nowMs) && isOpen(campaign.schedule, moment, holidays),
  };
}

/** The terms a member reads. A balance is told by what is held: its tiers would say why. */
export function offerOf({ mechanism }: CampaignDefinition): WorkerBenefit['offer'] {
  switch (mechanism.type) {
    case 'VOUCHER_PACK':
    case 'GRANTED_VOUCHER': {
      const { type, voucher, count, perRedemption } = mechanism;
      return { type, ...voucher, count, perRedemption };
    }
    case 'GRANT':
      return { type: mechanism.type };
    case 'SERVICE':
      return { type: mechanism.type, service: mechanism.service };
    default:
      return mechanism;
  }
}

function holdingOf(
  { campaign: { mechanism }, claims }: Mine,
  held: Held | undefined,
  nowMs: number,
): Pick<WorkerBenefit, 'held' | 'claim'> {
  const { pack } = mechanism;
  return {
    held: mechanism.holds === null ? null : (held ?? NOTHING_HELD),
    claim: pack && {
      from: toWireTime(pack.fromMs),
      to: toWireTime(pack.toMs),
      state: claimState(pack, held !== undefined, claims, nowMs),
    },
  };
}

function claimState(
  { fromMs, toMs, claims: most }: PackTerms,
  hasClaimed: boolean,
  claims: number,
  nowMs: number,
): NonNullable<WorkerBenefit['claim']>['state'] {
  if (hasClaimed) return 'CLAIMED';
  if (nowMs < fromMs) return 'COMING';
  if (nowMs >= toMs) return 'OVER';
  return claims >= most ? 'SOLD_OUT' : 'OPEN';
}
