import type { Person } from '../eligibility/audience.rules.js';
import { type Moment, momentAt } from '../eligibility/moment.rules.js';
import type { CompiledCampaign, StoreFacts } from './campaign.rules.js';
import type { CampaignKind } from './campaign.schemas.js';
import { type Candidate, type Chosen, chooseBest } from './combination.rules.js';
import { type Share, shareOf, splitShares } from './funding.rules.js';
import type { CampaignState } from './campaign-views.schemas.js';
import { decideTaken, type Taken } from './holding.rules.js';
import { type CounterLookup, type CounterRule, decideLimits, listCounterRules } from './limits.rules.js';
import { type Basket, type Held, NOTHING_HELD } from './mechanism.rules.js';
import { type HolidayTable, isInPeriod, isOpen } from './schedule.rules.js';

/** Why a benefit is left out, in the order reasons are looked for; the first one that holds is told. */
export const LEFT_OUT_REASONS = [
  'CARD_NOT_ACTIVE',
  'CAMPAIGN_NOT_RUNNING',
  'PHONE_CODE_NEEDED',
  'NOT_ELIGIBLE',
  'NOT_HERE',
  'NOT_NOW',
  'ITEM_MISSING',
  'BELOW_MINIMUM',
  'VOUCHER_NOT_HELD',
  'LIMIT_REACHED',
  'SOLD_OUT',
  'BUDGET_EXHAUSTED',
  'NOT_BEST',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];
/** `NOT_AVAILABLE` as the answer's reason: the named benefit does not exist here. */
export type BasketReason = LeftOutReason | 'NO_BENEFIT' | 'NOT_AVAILABLE';

/** The row of a campaign that moves: its state, and its budget in fen of the UNION share (null without one). */
export interface CampaignRuntime {
  readonly state: CampaignState;
  readonly totalFen: number | null;
  readonly spentFen: number;
  readonly heldFen: number;
  readonly leasedFen: number;
}
export interface LiveCampaign {
  readonly campaign: CompiledCampaign;
  readonly runtime: CampaignRuntime;
}

/** Everything a decision may look at; loaded before, so that the decision itself touches nothing. */
export interface DecisionState {
  readonly card: { readonly state: string };
  readonly codeKind: 'D' | 'S' | 'N';
  readonly secondFactor: boolean;
  readonly memberId: string;
  readonly person: Person;
  readonly store: StoreFacts;
  readonly campaigns: readonly LiveCampaign[];
  readonly counters: CounterLookup;
  /** What the person holds, by campaign; an entry without anything left still says the person was among those it was given to. */
  readonly holdings: ReadonlyMap<string, Held>;
  readonly holidays: HolidayTable;
}
export interface BasketRequest extends Basket {
  /** The id of the only campaign to consider. */
  readonly benefit?: string | undefined;
}

export interface CounterMove {
  readonly key: string;
  readonly times: number;
  readonly amountFen: number;
  /** Where the counter must not be above after the move; absent where nothing limits it. */
  readonly limitTimes?: number;
  readonly limitFen?: number;
}
export interface AppliedBenefit {
  readonly campaignId: string;
  readonly version: number;
  readonly label: string;
  readonly kind: CampaignKind;
  readonly discountFen: number;
  readonly shares: readonly Share[];
  readonly counters: readonly CounterMove[];
  /** Absent where nothing is handed out beforehand. */
  readonly taken?: Taken;
  /** Frozen for a later reversal. */
  readonly reversal: { readonly untilDays: number; readonly restoresUse: boolean };
}
export interface LeftOutBenefit {
  readonly campaignId: string;
  readonly label: string;
  readonly kind: CampaignKind;
  readonly reason: LeftOutReason;
}
/** What a basket gets. `applied` is in order of application, `left` in order of ids. */
export interface BasketDecision {
  readonly outcome: 'APPLIED' | 'NONE';
  readonly reason: BasketReason | null;
  readonly applied: readonly AppliedBenefit[];
  readonly left: readonly LeftOutBenefit[];
  readonly discountFen: number;
  readonly payableFen: number;
}

type Judged =
  | { readonly reason: LeftOutReason }
  | { readonly fen: number; readonly units: number; readonly counters: readonly CounterRule[] };

/** Whether the person is one of those it is for: of the owner's subtree, and given to at publishing or in the audience now. */
export function isMeantFor(
  campaign: CompiledCampaign,
  { person, holdings }: Pick<DecisionState, 'person' | 'holdings'>,
  moment: Moment,
): boolean {
  if (!person.orgPath.includes(campaign.owner)) return false;
  return campaign.mechanism.audienceFixed ? holdings.has(campaign.id) : (campaign.audience?.(person, moment) ?? true);
}

function judge(
  { campaign, runtime }: LiveCampaign,
  state: DecisionState,
  request: BasketRequest,
  moment: Moment,
): Judged {
  if (state.card.state !== 'ACTIVE') return { reason: 'CARD_NOT_ACTIVE' };
  if (runtime.state !== 'PUBLISHED' || !isInPeriod(campaign.schedule, moment.nowMs))
    return { reason: 'CAMPAIGN_NOT_RUNNING' };
  if (campaign.drawsUnionMoney && state.codeKind === 'S' && !state.secondFactor) return { reason: 'PHONE_CODE_NEEDED' };
  if (!isMeantFor(campaign, state, moment)) return { reason: 'NOT_ELIGIBLE' };
  if (!campaign.isForStore(state.store)) return { reason: 'NOT_HERE' };
  if (!isOpen(campaign.schedule, moment, state.holidays)) return { reason: 'NOT_NOW' };
  const held = state.holdings.get(campaign.id) ?? NOTHING_HELD;
  const offer = campaign.mechanism.give(request, held);
  if ('reason' in offer) return offer;

  const subject = { memberId: state.memberId, storeId: state.store.id, merchantId: state.store.merchantId };
  const counters = listCounterRules(campaign, subject, moment, state.counters);
  const limited = decideLimits(offer.fen, counters);
  if ('reason' in limited) return limited;
  const unionFen = shareOf(splitShares(limited.fen, campaign.funding), 'UNION');
  const { units } = offer;
  // What was promised for a voucher or a balance is there; only more than that must still be free.
  const moreFen = unionFen - (decideTaken(campaign, held, { fen: limited.fen, units })?.promisedFen ?? 0);
  const freeFen = (runtime.totalFen ?? 0) - runtime.spentFen - runtime.heldFen - runtime.leasedFen;
  // A budget is never cut to fit, and free of charge to it is always within it.
  if (moreFen > 0 && moreFen > freeFen) return { reason: 'BUDGET_EXHAUSTED' };
  return { fen: limited.fen, units, counters };
}

function toMove(rule: CounterRule, amountFen: number): CounterMove {
  const limitFen = Math.min(rule.limitFen, rule.partialFen);
  return {
    key: rule.key,
    times: 1,
    amountFen,
    ...(rule.limitTimes < Infinity ? { limitTimes: rule.limitTimes } : {}),
    ...(limitFen < Infinity ? { limitFen } : {}),
  };
}

function toApplied(
  campaign: CompiledCampaign,
  { candidate, fen }: Chosen,
  holdings: DecisionState['holdings'],
): AppliedBenefit {
  const taken = decideTaken(campaign, holdings.get(campaign.id) ?? NOTHING_HELD, { fen, units: candidate.units });
  return {
    campaignId: campaign.id,
    version: campaign.version,
    label: campaign.label,
    kind: campaign.kind,
    discountFen: fen,
    shares: splitShares(fen, campaign.funding),
    counters: candidate.counters.map((rule) => toMove(rule, fen)),
    ...(taken ? { taken } : {}),
    reversal: campaign.reversal,
  };
}

const toCandidate = (
  campaign: CompiledCampaign,
  { fen, units, counters }: Extract<Judged, { fen: number }>,
): Candidate => ({
  id: campaign.id,
  fen,
  units,
  fromBalance: campaign.mechanism.holds === 'BALANCE',
  rank: campaign.mechanism.rank,
  counters,
  ...campaign.stacking,
});

function nothingFor(state: DecisionState, request: BasketRequest, left: readonly LeftOutBenefit[]): BasketDecision {
  // A card that is not active is told before anything about the benefit, even before whether there is one.
  const unknown = state.card.state === 'ACTIVE' ? 'NOT_AVAILABLE' : 'CARD_NOT_ACTIVE';
  const reason = request.benefit === undefined ? 'NO_BENEFIT' : (left[0]?.reason ?? unknown);
  return { outcome: 'NONE', reason, applied: [], left, discountFen: 0, payableFen: request.amountFen };
}

/** Decides what a basket gets at an instant (Unix milliseconds). Pure: equal arguments always give an equal answer. */
export function decideBasket(state: DecisionState, request: BasketRequest, nowMs: number): BasketDecision {
  const moment = momentAt(nowMs);
  const considered = new Map<string, CompiledCampaign>();
  const candidates: Candidate[] = [];
  const reasons = new Map<string, LeftOutReason>();
  for (const live of state.campaigns) {
    const { campaign } = live;
    if (request.benefit !== undefined && request.benefit !== campaign.id) continue;
    // A service is no part of a basket: it is looked at only when it is asked for.
    if (request.benefit === undefined && campaign.mechanism.type === 'SERVICE') continue;
    considered.set(campaign.id, campaign);
    const judged = judge(live, state, request, moment);
    if ('reason' in judged) reasons.set(campaign.id, judged.reason);
    else candidates.push(toCandidate(campaign, judged));
  }

  // A service has no price to weigh, and it was asked for by its name alone.
  const service = candidates.find(({ fen }) => fen === 0);
  const chosen = service ? [{ candidate: service, fen: 0 }] : chooseBest(candidates, request.amountFen);
  const applied = chosen.flatMap((each) => {
    const campaign = considered.get(each.candidate.id);
    return campaign ? [toApplied(campaign, each, state.holdings)] : [];
  });
  for (const { campaignId } of applied) considered.delete(campaignId);
  const left = [...considered.values()]
    .map(({ id, label, kind }) => ({ campaignId: id, label, kind, reason: reasons.get(id) ?? ('NOT_BEST' as const) }))
    .sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1));
  if (applied.length === 0) return nothingFor(state, request, left);
  const discountFen = applied.reduce((sum, benefit) => sum + benefit.discountFen, 0);
  return { outcome: 'APPLIED', reason: null, applied, left, discountFen, payableFen: request.amountFen - discountFen };
}
