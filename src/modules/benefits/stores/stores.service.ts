import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { type MemberAttributes, MembersService } from '../../members/index.js';
import { HolidaysService } from '../calendar/holidays.service.js';
import { type DecisionState, isMeantFor } from '../campaigns/basket.rules.js';
import { type CompiledCampaign, counterKeysFor } from '../campaigns/campaign.rules.js';
import { CompiledCampaigns } from '../campaigns/compiled-campaigns.js';
import { NOTHING_HELD } from '../campaigns/mechanism.rules.js';
import { type Moment, momentAt } from '../eligibility/moment.rules.js';
import { personOf } from '../eligibility/person.js';
import { listCounters, listHeld, listPlaces } from '../offers/offers.queries.js';
import { offerOf } from '../offers/offer-view.rules.js';
import { decideForStore, type StoreVerdict } from './probe.rules.js';
import type { StoreBenefitHelp, StoreBenefits, WorkerStores } from './store.schemas.js';
import { findOpenCard, findStore, listOpenCampaigns, listStores, type OpenCampaign } from './stores.queries.js';

const STORES_MAX = 30;
const PLACES_MAX = 3;
const NO_CARD = { state: 'NONE', issuedAtMs: null };

interface Mine {
  readonly campaign: CompiledCampaign;
  readonly open: OpenCampaign;
}

/** What a member gets in one store and why not the rest, decided as a till would decide it, without a code and without a trace. */
@Injectable()
export class StoresService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly members: MembersService,
    private readonly holidays: HolidaysService,
    private readonly compiled: CompiledCampaigns,
  ) {}

  async list({ memberId }: WorkerCaller, words: string): Promise<WorkerStores> {
    const { db } = this.database;
    const { parkCode } = await this.getAttributes(db, memberId);
    return { items: await listStores(db, words, parkCode, STORES_MAX) };
  }

  /** @throws Refusal NOT_FOUND for a store that serves nobody now */
  async explain({ memberId }: WorkerCaller, storeId: string, amountFen: number | null): Promise<StoreBenefits> {
    const { db } = this.database;
    const moment = momentAt(this.clock.now().getTime());
    const store = await findStore(db, storeId);
    if (!store) throw new Refusal(commonErrors.NOT_FOUND);
    const attributes = await this.getAttributes(db, memberId);
    const card = (await findOpenCard(db, memberId)) ?? NO_CARD;
    const person = personOf(attributes, card.state === 'ACTIVE' ? card.issuedAtMs : null);
    const holdings = await listHeld(db, memberId);
    const mine = await this.listMine(db, { person, holdings }, moment);
    const subject = { memberId, storeId, merchantId: store.facts.merchantId };
    const keys = mine.flatMap(({ campaign }) => counterKeysFor(campaign, subject, moment));
    const state: DecisionState = {
      card,
      codeKind: 'D',
      secondFactor: true,
      memberId,
      person,
      store: store.facts,
      campaigns: mine.map(({ campaign, open }) => ({ campaign, runtime: { ...open, state: stateOf(open) } })),
      counters: await listCounters(db, [...new Set(keys)]),
      holdings,
      holidays: await this.holidays.table(db),
    };
    const verdicts = decideForStore(state, amountFen, moment.nowMs);
    const places = await this.placesOf(db, verdicts, mine, attributes.parkCode);
    const helpOf = helper(mine, holdings, places, moment.nowMs);
    const told = (verdict: StoreVerdict) => tell(verdict, mine, holdings);
    const applies = verdicts.flatMap((each) =>
      each.applies ? [{ ...told(each), discountFen: each.discountFen }] : [],
    );
    const left = verdicts.flatMap((each) =>
      each.applies ? [] : [{ ...told(each), reason: each.reason, help: helpOf(each) }],
    );
    const discountFen = applies.reduce((sum, each) => sum + (each.discountFen ?? 0), 0);
    return {
      store: store.view,
      amountFen,
      discountFen: amountFen === null ? null : discountFen,
      payableFen: amountFen === null ? null : amountFen - discountFen,
      applies,
      left: left.toSorted((a, b) => rankOf(a) - rankOf(b)),
    };
  }

  private async getAttributes(db: Db, memberId: string): Promise<MemberAttributes> {
    const [attributes] = await this.members.getAttributes(db, [memberId]);
    if (!attributes) throw new Refusal(commonErrors.NOT_FOUND);
    return attributes;
  }

  /** Benefits meant for this person. A pack nobody can claim any more is the business of who has one. */
  private async listMine(db: Db, who: Pick<DecisionState, 'person' | 'holdings'>, moment: Moment): Promise<Mine[]> {
    const rows = await listOpenCampaigns(db, new Date(moment.nowMs));
    const compiled = await this.compiled.get(db, rows);
    return rows.flatMap((open, at): Mine[] => {
      const campaign = compiled[at];
      if (!campaign || !isMeantFor(campaign, who, moment)) return [];
      const { pack } = campaign.mechanism;
      const isGone = pack !== null && (moment.nowMs >= pack.toMs || open.claims >= pack.claims);
      return isGone && !who.holdings.has(campaign.id) ? [] : [{ campaign, open }];
    });
  }

  private placesOf(db: Db, verdicts: readonly StoreVerdict[], mine: readonly Mine[], parkCode: string | null) {
    const elsewhere = new Set(
      verdicts.flatMap((each) => (!each.applies && each.reason === 'NOT_HERE' ? [each.campaignId] : [])),
    );
    const wanted = mine.filter(({ campaign }) => elsewhere.has(campaign.id));
    return listPlaces(
      db,
      wanted.map(({ campaign }) => ({ campaignId: campaign.id, where: campaign.where })),
      parkCode,
      PLACES_MAX,
    );
  }
}

const stateOf = ({ state }: OpenCampaign) => (state === 'PAUSED' ? ('PAUSED' as const) : ('PUBLISHED' as const));

function getMine(mine: readonly Mine[], campaignId: string): Mine {
  const found = mine.find(({ campaign }) => campaign.id === campaignId);
  if (!found) throw new Error(`campaign ${campaignId} was decided without being looked at`);
  return found;
}

function tell({ campaignId }: StoreVerdict, mine: readonly Mine[], holdings: DecisionState['holdings']) {
  const { campaign, open } = getMine(mine, campaignId);
  return {
    campaignId,
    label: campaign.label,
    offer: offerOf(open.definition),
    held: campaign.mechanism.holds === null ? null : (holdings.get(campaignId) ?? NOTHING_HELD),
  };
}

/** The smallest change for one that was left out, in a member's terms. */
function helper(
  mine: readonly Mine[],
  holdings: DecisionState['holdings'],
  places: Awaited<ReturnType<typeof listPlaces>>,
  nowMs: number,
) {
  return ({ campaignId, reason, hint }: Extract<StoreVerdict, { applies: false }>): StoreBenefitHelp | null => {
    if (reason === 'NOT_HERE') {
      const names = (places.get(campaignId) ?? []).map(({ storeName }) => storeName);
      return names.length > 0 ? { places: names } : null;
    }
    if (reason === 'VOUCHER_NOT_HELD') {
      const { campaign } = getMine(mine, campaignId);
      const { pack } = campaign.mechanism;
      const isOpen = pack !== null && pack.fromMs <= nowMs;
      return isOpen && !holdings.has(campaignId) ? { claim: true } : null;
    }
    if (hint?.moreFen !== undefined) return { moreFen: hint.moreFen };
    if (hint?.fromMs !== undefined) return { from: toWireTime(hint.fromMs) };
    return hint?.item === undefined ? null : { item: hint.item };
  };
}

function rankOf({ reason, help }: StoreBenefits['left'][number]): number {
  if (reason === 'NOT_HERE') return 2;
  return help === null ? 1 : 0;
}
