import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { DAY_MS, toWireTime } from '../../../shared/time.js';
import {
  CompiledCampaigns,
  type DecisionView,
  HolidaysService,
  memberView,
  type ViewedLeftOut,
} from '../../benefits/index.js';
import { readRecord } from '../decision-record.js';
import { recapture, type Recapture } from '../explanation/recapture.js';
import { replay, type Replay } from '../explanation/replay.js';
import type { GivenBenefit } from '../held-part.schemas.js';
import { type PlaceNames, VisitsQueries, type VisitRow } from './visits.queries.js';
import type { Visit, VisitHelp, VisitLeft, Visits } from './visits.schemas.js';

const VISITS_MAX = 5;
const PLACES_MAX = 3;

interface Told {
  readonly row: VisitRow;
  readonly replayed: Replay;
  readonly view: DecisionView;
}

/** A member's own view of what tills asked and did with the card: everything, each with its true reason and what would help. */
@Injectable()
export class VisitsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queries: VisitsQueries,
    private readonly compiled: CompiledCampaigns,
    private readonly holidays: HolidaysService,
  ) {}

  /** The latest of a day, newest first. */
  async list({ memberId }: WorkerCaller): Promise<Visits> {
    const { db } = this.database;
    const rows = await this.queries.list(db, memberId, new Date(this.clock.now().getTime() - DAY_MS), VISITS_MAX);
    // Phones ask every few seconds, and nearly always nothing has happened.
    if (rows.length === 0) return { items: [] };
    const holidays = await this.holidays.table(db);
    const told: Told[] = [];
    for (const row of rows) {
      const replayed = await replay(db, this.compiled, readRecord(row.decision), holidays);
      const { decision, state, request, record } = replayed;
      told.push({ row, replayed, view: memberView(decision, state, request, record.atMs) });
    }
    const names = await this.namesOf(db, told);
    return { items: told.map((each) => toVisit(each, names)) };
  }

  private async namesOf(db: Db, told: readonly Told[]): Promise<PlaceNames> {
    const places = told.flatMap(({ replayed, view }) =>
      view.left.filter(({ reason }) => reason === 'NOT_HERE').map((left) => whereOf(replayed, left)),
    );
    const storeIds = places.flatMap(({ stores }) => stores.slice(0, PLACES_MAX));
    const merchantIds = places.flatMap(({ merchants }) => merchants.slice(0, PLACES_MAX));
    if (storeIds.length + merchantIds.length === 0) return { stores: new Map(), merchants: new Map() };
    return this.queries.listPlaceNames(db, storeIds, merchantIds);
  }
}

const NOWHERE = { stores: [], merchants: [], merchantCategories: [] };

function whereOf({ state }: Replay, { campaignId }: ViewedLeftOut) {
  return state.campaigns.find(({ campaign }) => campaign.id === campaignId)?.campaign.where ?? NOWHERE;
}

function toVisit(told: Told, names: PlaceNames): Visit {
  const { row, replayed, view } = told;
  const recaptured = recapture(replayed);
  if (recaptured) return toCapturedVisit(told, recaptured);
  const { amountFen } = replayed.record.basket;
  const { decided } = replayed;
  const left = decided ? view.left.map((each) => toLeft(each, replayed, names)) : [];
  return {
    ...placeOf(row),
    amountFen,
    discountFen: decided ? view.discountFen : 0,
    payableFen: decided ? view.payableFen : amountFen,
    reason: decided ? view.reason : row.reason,
    given: decided ? replayed.decision.applied.map((each) => givenOf(replayed, each, each.taken?.units ?? 0)) : [],
    left: [...left.filter(({ help }) => help !== null), ...left.filter(({ help }) => help === null)],
  };
}

/** What was paid for in the end. What would have helped was said of the basket that was held, when it was held. */
function toCapturedVisit({ row, replayed, view }: Told, { captured, benefits }: Recapture): Visit {
  const given = benefits.flatMap(({ campaignId, label, units, kept: { fen } }) =>
    fen > 0 ? [givenOf(replayed, { campaignId, label, discountFen: fen }, units)] : [],
  );
  const lost = benefits.flatMap(({ campaignId, label, kept: { fen, reason } }): VisitLeft[] =>
    fen === 0 && reason !== null ? [{ campaignId, label, reason, help: null }] : [],
  );
  const discountFen = given.reduce((sum, each) => sum + each.discountFen, 0);
  return {
    ...placeOf(row),
    amountFen: captured.amountFen,
    discountFen,
    payableFen: captured.amountFen - discountFen,
    reason: discountFen === 0 ? (lost[0]?.reason ?? null) : null,
    given,
    left: [...lost, ...view.left.map(({ campaignId, label, reason }) => ({ campaignId, label, reason, help: null }))],
  };
}

function givenOf(
  { state }: Replay,
  { campaignId, label, discountFen }: DecisionView['applied'][number],
  units: number,
): GivenBenefit {
  const holds = state.campaigns.find(({ campaign }) => campaign.id === campaignId)?.campaign.mechanism.holds ?? null;
  return { campaignId, label, discountFen, holds, units };
}

const placeOf = (row: VisitRow) => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  at: toWireTime(row.at),
  storeId: row.store_id,
  storeName: row.store_name,
  merchantName: row.merchant_name,
  restored: row.restored,
});

function toLeft(left: ViewedLeftOut, replayed: Replay, names: PlaceNames): VisitLeft {
  return { campaignId: left.campaignId, label: left.label, reason: left.reason, help: helpOf(left, replayed, names) };
}

function helpOf(left: ViewedLeftOut, replayed: Replay, names: PlaceNames): VisitHelp | null {
  if (left.reason === 'NOT_HERE') {
    const { stores, merchants } = whereOf(replayed, left);
    const places = [
      ...merchants.flatMap((id) => names.merchants.get(id) ?? []),
      ...stores.flatMap((id) => names.stores.get(id) ?? []),
    ].slice(0, PLACES_MAX);
    return places.length > 0 ? { places } : null;
  }
  if (!left.hint) return null;
  const { moreFen, fromMs, item, phoneCode } = left.hint;
  return {
    ...(moreFen === undefined ? {} : { moreFen }),
    ...(fromMs === undefined ? {} : { from: toWireTime(fromMs) }),
    ...(item === undefined ? {} : { item }),
    ...(phoneCode === undefined ? {} : { phoneCode }),
  };
}
