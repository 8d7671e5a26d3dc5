import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { MembersService } from '../../members/index.js';
import { HolidaysService } from '../calendar/holidays.service.js';
import type { CompiledCampaign } from '../campaigns/campaign.rules.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import { type HolidayTable, isOpen } from '../campaigns/schedule.rules.js';
import type { Person } from '../eligibility/audience.rules.js';
import { type Moment, momentAt } from '../eligibility/moment.rules.js';
import { personOf } from '../eligibility/person.js';
import type { BenefitPlace, WorkerBenefit, WorkerBenefits } from './offer.schemas.js';
import { findCardIssuedAt, listCounters, listPlaces, listRunning } from './offers.queries.js';
import { memberCounterKeys, timesToday } from './remaining.rules.js';

const PLACES_MAX = 50;

interface Mine {
  readonly campaign: CompiledCampaign;
  readonly definition: CampaignDefinition;
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
    const mine = await this.listMine(db, now, person, moment);
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
        remaining: { timesToday: timesToday(each.campaign, memberId, moment, counters) },
      })),
    };
  }

  private async listMine(db: Db, now: Date, person: Person, moment: Moment): Promise<Mine[]> {
    const running = await listRunning(db, now);
    const compiled = await this.compiled.get(db, running);
    return running.flatMap(({ definition }, index) => {
      const campaign = compiled[index];
      if (!campaign || !person.orgPath.includes(campaign.owner)) return [];
      return (campaign.audience?.(person, moment) ?? true) ? [{ campaign, definition }] : [];
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
): Omit<WorkerBenefit, 'remaining'> {
  const { from, to, weekdays, hours } = definition.when;
  return {
    campaignId: campaign.id,
    label: campaign.label,
    offer: definition.mechanism,
    places,
    everywhere: isEverywhere(definition),
    when: { from, to, weekdays, hours },
    runningNow: isOpen(campaign.schedule, moment, holidays),
  };
}
