import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { MembersService } from '../../members/index.js';
import { HolidaysService } from '../calendar/holidays.service.js';
import { isMeantFor } from '../campaigns/basket.rules.js';
import type { Held } from '../campaigns/mechanism.rules.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import type { Person } from '../eligibility/audience.rules.js';
import { type Moment, momentAt } from '../eligibility/moment.rules.js';
import { personOf } from '../eligibility/person.js';
import type { WorkerBenefits } from './offer.schemas.js';
import { isEverywhere, type Mine, viewBenefit } from './offer-view.rules.js';
import { findCardIssuedAt, listCounters, listHeld, listPlaces, listRunning } from './offers.queries.js';
import { memberCounterKeys, timesToday } from './remaining.rules.js';

const PLACES_MAX = 50;

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
      items: mine.map((each) =>
        viewBenefit(each, {
          places: places.get(each.campaign.id) ?? [],
          held: held.get(each.campaign.id),
          timesToday: timesToday(each.campaign, memberId, moment, counters),
          moment,
          holidays,
        }),
      ),
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
