import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { findOrgPath } from '../budgets/budgets.repository.js';
import { HolidaysService } from '../calendar/holidays.service.js';
import { type BasketDecision, decideBasket, type DecisionState } from '../campaigns/basket.rules.js';
import { type CompiledCampaign, compileCampaign, type StoreFacts } from '../campaigns/campaign.rules.js';
import type { CampaignDefinition } from '../campaigns/campaign.schemas.js';
import { campaignErrors } from '../campaigns/campaign.errors.js';
import { CampaignScreens } from '../campaigns/campaign-screens.service.js';
import { shareOf } from '../campaigns/funding.rules.js';
import { promisedFen } from '../campaigns/holding.rules.js';
import { type Held } from '../campaigns/mechanism.rules.js';
import type { HolidayTable } from '../campaigns/schedule.rules.js';
import { NOTHING_AT_TILL, tillSentence } from '../campaigns/till-sentence.rules.js';
import { tillView } from '../campaigns/views.rules.js';
import { momentAt } from '../eligibility/moment.rules.js';
import { planGrant } from '../grants/grant.rules.js';
import type { BenefitPlace, WorkerBenefit } from '../offers/offer.schemas.js';
import { isEverywhere, viewBenefit } from '../offers/offer-view.rules.js';
import { listPlaces } from '../offers/offers.queries.js';
import { timesToday } from '../offers/remaining.rules.js';
import { findStore, listStores } from '../stores/stores.queries.js';
import { decideCost } from './cost.rules.js';
import { type ExampleBasket, exampleBaskets, firstClosing, firstOpening } from './example-baskets.rules.js';
import type { CampaignPreview, TillExample } from './preview.schemas.js';

const PLACES_MAX = 50;
const NOBODY = 'preview';

interface Shown {
  readonly campaign: CompiledCampaign;
  readonly definition: CampaignDefinition;
  readonly held: Held | undefined;
  readonly holidays: HolidayTable;
}

/** What a campaign would do, shown on a person nobody is: no personal data is read and nothing is written. */
@Injectable()
export class CampaignPreviews {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly holidays: HolidaysService,
    private readonly screens: CampaignScreens,
  ) {}

  /** @throws Refusal CAMPAIGN_OWNER_UNKNOWN, also for a union of another subtree: how many people it would give to is counted below it */
  async preview(caller: OfficerCaller, definition: CampaignDefinition): Promise<CampaignPreview> {
    const { db } = this.database;
    if ((await findOrgPath(db, definition.owner, caller.scope)) === null)
      throw new Refusal(campaignErrors.CAMPAIGN_OWNER_UNKNOWN, { field: 'definition.owner' });
    const { problems, gift } = await this.screens.examine(caller, definition);
    const holidays = await this.holidays.table(db);
    // Whoever the audience means, the person shown is one of them.
    const campaign = { ...compileCampaign(definition, 1), audience: null };
    const shown = { campaign, definition, held: heldOf(definition), holidays };
    const nowMs = this.clock.now().getTime();
    const { schedule } = campaign;
    const openMs =
      firstOpening(schedule, Math.max(nowMs, schedule.fromMs), holidays) ??
      firstOpening(schedule, schedule.fromMs, holidays);
    const places = isEverywhere(definition) ? [] : await this.placesOf(db, definition);
    return {
      problems,
      cost: decideCost(definition, gift),
      worker: viewsOf(shown, places, openMs ?? schedule.fromMs),
      tills: openMs === null ? [] : tillsOf(shown, await this.exampleStore(db, definition, places), openMs),
    };
  }

  private async placesOf(db: Db, { id, where }: CampaignDefinition): Promise<BenefitPlace[]> {
    return (await listPlaces(db, [{ campaignId: id, where }], null, PLACES_MAX)).get(id) ?? [];
  }

  /** A store that takes part; one nobody has where none does yet. */
  private async exampleStore(db: Db, { where }: CampaignDefinition, places: readonly BenefitPlace[]): Promise<Till> {
    const [place] = places.length > 0 ? places : await listStores(db, '', null, 1);
    const store = place ? await findStore(db, place.storeId) : null;
    if (store) return { name: store.view.storeName, facts: store.facts };
    const [id = NOBODY] = where.stores;
    const [merchantId = NOBODY] = where.merchants;
    const [merchantCategory = 'OTHER'] = where.merchantCategories;
    return { name: null, facts: { id, merchantId, merchantCategory } };
  }
}

interface Till {
  readonly name: string | null;
  readonly facts: StoreFacts;
}

/** What the person was given of it: a whole pack, a gift, the balance of the first tier. */
function heldOf(definition: CampaignDefinition): Held | undefined {
  const { mechanism } = definition;
  if (mechanism.type === 'VOUCHER_PACK') return { units: mechanism.count, fen: 0 };
  const [gift] = planGrant(definition)?.gifts ?? [];
  return gift && { units: gift.units, fen: gift.fen };
}

function viewsOf(
  { campaign, definition, held, holidays }: Shown,
  places: BenefitPlace[],
  openMs: number,
): WorkerBenefit[] {
  const seenAt = (ms: number, held: Held | undefined): WorkerBenefit => {
    const moment = momentAt(ms);
    const left = timesToday(campaign, NOBODY, moment, new Map());
    return viewBenefit({ campaign, definition, claims: 0 }, { places, held, timesToday: left, moment, holidays });
  };
  const { pack } = campaign.mechanism;
  return [...(pack ? [seenAt(pack.fromMs, undefined)] : []), seenAt(openMs, held)];
}

function tillsOf(shown: Shown, till: Till, openMs: number): TillExample[] {
  const { campaign, definition, held, holidays } = shown;
  const state: DecisionState = {
    card: { state: 'ACTIVE' },
    codeKind: 'D',
    secondFactor: true,
    memberId: NOBODY,
    person: { ...STRANGER, orgPath: [definition.owner] },
    store: till.facts,
    campaigns: [
      {
        campaign,
        runtime: {
          state: 'PUBLISHED',
          totalFen: definition.budget?.totalFen ?? null,
          spentFen: 0,
          heldFen: held ? promisedFen(campaign, held) : 0,
          leasedFen: 0,
        },
      },
    ],
    counters: new Map(),
    holdings: new Map(held ? [[campaign.id, held]] : []),
    holidays,
  };
  const closedMs = firstClosing(campaign.schedule, openMs, holidays);
  return exampleBaskets(definition, openMs, closedMs).map((example) => ringUp(state, example, till.name));
}

/** Decided and told exactly as at a till. */
function ringUp(state: DecisionState, { kind, request, atMs }: ExampleBasket, storeName: string | null): TillExample {
  const decision = decideBasket(state, request, atMs);
  const view = tillView(decision, state, request, atMs);
  return {
    kind,
    at: toWireTime(atMs),
    storeName,
    amountFen: request.amountFen,
    items: (request.items ?? []).map(({ item, amountFen }) => ({ item, amountFen })),
    outcome: view.outcome,
    applied: view.applied.map(({ label, discountFen }) => ({ label, discountFen })),
    payableFen: view.payableFen,
    unionFen: paidBy(decision, 'UNION'),
    merchantFen: paidBy(decision, 'MERCHANT'),
    cashierMessage:
      tillSentence(view) ?? NOTHING_AT_TILL[request.benefit === undefined ? 'NO_BENEFIT' : 'NOT_AVAILABLE'],
  };
}

const paidBy = ({ applied }: BasketDecision, payer: 'UNION' | 'MERCHANT'): number =>
  applied.reduce((sum, { shares }) => sum + shareOf(shares, payer), 0);

const STRANGER: DecisionState['person'] = {
  categories: [],
  orgPath: [],
  park: null,
  tier: null,
  enterprise: null,
  industry: null,
  gender: null,
  birthOn: null,
  joinedOn: null,
  cardIssuedAtMs: null,
  lists: [],
};
