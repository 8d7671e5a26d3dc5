import { nextPeriodStart, shanghaiParts } from '../../../shared/time.js';
import { momentAt } from '../eligibility/moment.rules.js';
import type {
  BasketDecision,
  BasketReason,
  BasketRequest,
  DecisionState,
  LeftOutBenefit,
  LeftOutReason,
} from './basket.rules.js';
import type { CompiledCampaign } from './campaign.rules.js';
import { decideLimits, listCounterRules } from './limits.rules.js';
import { NOTHING_HELD } from './mechanism.rules.js';
import { isOpen, nextOpening } from './schedule.rules.js';

/** The smallest change that would help, and the sentence that says it. */
export interface Hint {
  /** So many fen more in the basket. */
  readonly moreFen?: number;
  /** From this instant (Unix milliseconds). */
  readonly fromMs?: number;
  /** In one of these stores. */
  readonly stores?: readonly string[];
  /** With this item in the basket. */
  readonly item?: string;
  /** With the code on the phone instead of the plastic card's. */
  readonly phoneCode?: true;
  readonly text: string;
}
export interface ViewedBenefit {
  readonly campaignId: string;
  readonly label: string;
  readonly discountFen: number;
}
export interface ViewedLeftOut {
  readonly campaignId: string;
  readonly label: string;
  readonly reason: LeftOutReason;
  readonly hint?: Hint;
}
/** A decision as one kind of reader may see it. */
export interface DecisionView {
  readonly outcome: 'APPLIED' | 'NONE';
  readonly reason: BasketReason | null;
  readonly applied: readonly ViewedBenefit[];
  readonly left: readonly ViewedLeftOut[];
  readonly discountFen: number;
  readonly payableFen: number;
}

const STORES_SHOWN_MAX = 20;
/** What a till may learn of a benefit for everybody: facts about basket, place and time, never about the person. */
const TOLD_AT_TILL: ReadonlySet<string> = new Set<LeftOutReason>([
  'NOT_HERE',
  'NOT_NOW',
  'ITEM_MISSING',
  'BELOW_MINIMUM',
  'CAMPAIGN_NOT_RUNNING',
]);

const twoDigits = (value: number): string => String(value).padStart(2, '0');
function openingHint(fromMs: number | null): Hint | null {
  if (fromMs === null) return null;
  const { month, day, minuteOfDay } = shanghaiParts(fromMs);
  const time = `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}`;
  return { fromMs, text: `${month}月${day}日 ${time} 起可用` };
}

/** When the limits that refuse now have begun anew and the campaign is open; null when waiting does not help. */
function nextUse(
  campaign: CompiledCampaign,
  state: DecisionState,
  request: BasketRequest,
  nowMs: number,
): number | null {
  const offer = campaign.mechanism.give(request, state.holdings.get(campaign.id) ?? NOTHING_HELD);
  if ('reason' in offer) return null;
  const subject = { memberId: state.memberId, storeId: state.store.id, merchantId: state.store.merchantId };
  const starts = campaign.limits.flatMap(({ period }) => nextPeriodStart(period, nowMs) ?? []);
  // A counter of a period to come has no row yet, so asking at its start forgets exactly the periods that are over by then.
  const isFree = (startMs: number): boolean => {
    const rules = listCounterRules(campaign, subject, momentAt(startMs), state.counters);
    return !('reason' in decideLimits(offer.fen, rules));
  };
  const freeMs = starts.toSorted((a, b) => a - b).find(isFree);
  return freeMs === undefined ? null : nextOpening(campaign.schedule, freeMs - 1, state.holidays);
}

/** The smallest change that would give a benefit that was left out; null where nothing a customer does would. */
export function findHint(
  left: Pick<LeftOutBenefit, 'campaignId' | 'reason'>,
  state: DecisionState,
  request: BasketRequest,
  nowMs: number,
): Hint | null {
  const live = state.campaigns.find(({ campaign }) => campaign.id === left.campaignId);
  if (!live) return null;
  const { campaign, runtime } = live;
  switch (left.reason) {
    case 'BELOW_MINIMUM': {
      const moreFen = campaign.mechanism.minimumFen - request.amountFen;
      return moreFen > 0 ? { moreFen, text: `还差 ${(moreFen / 100).toFixed(2)} 元` } : null;
    }
    case 'NOT_HERE': {
      const stores = campaign.where.stores.slice(0, STORES_SHOWN_MAX);
      return { ...(stores.length > 0 ? { stores } : {}), text: '本店不参加，请到参加活动的门店使用' };
    }
    case 'NOT_NOW':
      return openingHint(nextOpening(campaign.schedule, nowMs, state.holidays));
    case 'ITEM_MISSING': {
      const { item } = campaign.mechanism;
      return item === undefined ? null : { item, text: `买「${item}」可用` };
    }
    case 'PHONE_CODE_NEEDED':
      return { phoneCode: true, text: '请出示手机上的二维码' };
    case 'LIMIT_REACHED':
    case 'SOLD_OUT':
      return openingHint(nextUse(campaign, state, request, nowMs));
    case 'CAMPAIGN_NOT_RUNNING':
      return runtime.state === 'PUBLISHED' && nowMs < campaign.schedule.fromMs
        ? openingHint(nextOpening(campaign.schedule, campaign.schedule.fromMs - 1, state.holidays))
        : null;
    default:
      return null;
  }
}

const viewApplied = (decision: BasketDecision): ViewedBenefit[] =>
  decision.applied.map(({ campaignId, label, discountFen }) => ({ campaignId, label, discountFen }));

function viewLeftOut(left: LeftOutBenefit, hint: Hint | null): ViewedLeftOut {
  const { campaignId, label, reason } = left;
  return { campaignId, label, reason, ...(hint ? { hint } : {}) };
}

/** The member's own view: everything, each with its true reason. */
export function memberView(
  decision: BasketDecision,
  state: DecisionState,
  request: BasketRequest,
  nowMs: number,
): DecisionView {
  const { outcome, reason, discountFen, payableFen } = decision;
  const left = decision.left.map((each) => viewLeftOut(each, findHint(each, state, request, nowMs)));
  return { outcome, reason, applied: viewApplied(decision), left, discountFen, payableFen };
}

/**
 * The till's view: a TARGETED benefit shows only when it applies, one for everybody only with a reason that says nothing
 * about the person. All other refusals of a named benefit are one and the same answer, whether it exists or not.
 */
export function tillView(
  decision: BasketDecision,
  state: DecisionState,
  request: BasketRequest,
  nowMs: number,
): DecisionView {
  const { outcome, discountFen, payableFen } = decision;
  const told = decision.left.filter(({ kind, reason }) => kind === 'UNIVERSAL' && TOLD_AT_TILL.has(reason));
  const left = told.map((each) => viewLeftOut(each, findHint(each, state, request, nowMs)));
  return {
    outcome,
    reason: tillReason(decision, state, request, told),
    applied: viewApplied(decision),
    left,
    discountFen,
    payableFen,
  };
}

/**
 * Whether a plastic card's PIN, or a word from the bound phone, would let a benefit be looked at that everybody may know of: one for all,
 * of this store, open now. Says nothing of the person, since nothing personal was judged before it was left out.
 */
export function opensWithProof(decision: BasketDecision, state: DecisionState, nowMs: number): boolean {
  const moment = momentAt(nowMs);
  return decision.left.some(({ campaignId, kind, reason }) => {
    if (kind !== 'UNIVERSAL' || reason !== 'PHONE_CODE_NEEDED') return false;
    const campaign = state.campaigns.find((live) => live.campaign.id === campaignId)?.campaign;
    return !!campaign && campaign.isForStore(state.store) && isOpen(campaign.schedule, moment, state.holidays);
  });
}

function tillReason(
  decision: BasketDecision,
  state: DecisionState,
  request: BasketRequest,
  told: readonly LeftOutBenefit[],
): BasketReason | null {
  if (decision.outcome === 'APPLIED') return null;
  if (state.card.state !== 'ACTIVE') return 'CARD_NOT_ACTIVE';
  if (request.benefit === undefined) return 'NO_BENEFIT';
  return told[0]?.reason ?? 'NOT_AVAILABLE';
}
