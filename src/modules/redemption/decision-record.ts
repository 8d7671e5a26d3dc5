import {
  type AudienceRule,
  type BasketDecision,
  type BasketRequest,
  type CampaignRuntime,
  counterKeysFor,
  type DecisionState,
  type LeftOutReason,
  type LiveCampaign,
  momentAt,
  type Moment,
  type Person,
  shareOf,
} from '../benefits/index.js';
import {
  type CampaignRecord,
  type DecisionRecord,
  decisionRecordSchema,
  type PersonRecord,
} from './decision-record.schemas.js';

/** Reasons found only after counters were read. */
const AFTER_LIMITS: ReadonlySet<string> = new Set<LeftOutReason>([
  'LIMIT_REACHED',
  'SOLD_OUT',
  'BUDGET_EXHAUSTED',
  'NOT_BEST',
]);

/**
 * What a decision was made on, kept beside it for the auditors: never in an answer to a merchant, never a code's text.
 * On the hot path: a campaign that is not in the state is not in the record, and counters are kept by their place in the
 * version's limits, since their keys follow from it.
 */
export function recordOf(
  state: DecisionState,
  request: BasketRequest,
  decision: BasketDecision,
  nowMs: number,
): DecisionRecord {
  const byId = new Map(state.campaigns.map((live) => [live.campaign.id, live]));
  const moment = momentAt(nowMs);
  const questions: AudienceRule[] = [];
  const campaigns: CampaignRecord[] = [];
  let asksDay = false;
  const keep = (campaignId: string, outcome: Outcome): void => {
    const live = byId.get(campaignId);
    if (!live) throw new Error(`campaign ${campaignId} was decided without being in the state`);
    questions.push(...live.campaign.questions);
    asksDay ||= live.campaign.schedule.dayKinds.size > 0;
    campaigns.push(campaignRecord(live, outcome, state, moment));
  };
  for (const { campaignId, discountFen, shares } of decision.applied)
    keep(campaignId, { fen: discountFen, unionFen: shareOf(shares, 'UNION') });
  for (const { campaignId, reason } of decision.left) keep(campaignId, { left: reason });

  const { amountFen, items, benefit } = request;
  return {
    v: 1,
    atMs: nowMs,
    basket: {
      amountFen,
      ...(items && items.length > 0 ? { items: [...items] } : {}),
      ...(benefit === undefined ? {} : { benefit }),
    },
    card: state.card.state,
    code: state.codeKind,
    secondFactor: state.secondFactor,
    person: personRecord(state.person, questions),
    store: state.store,
    ...(asksDay ? { day: state.holidays(moment.dateOn) } : {}),
    reason: decision.reason,
    campaigns,
  };
}

/** How many benefits of other stores a member is told of. */
const ELSEWHERE_MAX = 5;

/**
 * What of a decision among every campaign of the city is worth keeping: all that can apply at the store, what the till named, and a few
 * that other stores give this person.
 */
export function worthKeeping(
  state: DecisionState,
  request: BasketRequest,
  decision: BasketDecision,
  nowMs: number,
): BasketDecision {
  if (request.benefit !== undefined) return decision;
  const byId = new Map(state.campaigns.map(({ campaign }) => [campaign.id, campaign]));
  let elsewhere = 0;
  const left = decision.left.filter(({ campaignId, reason }) => {
    const campaign = byId.get(campaignId);
    if (reason === 'NOT_HERE') return (elsewhere += 1) <= ELSEWHERE_MAX;
    if (campaign?.isForStore(state.store) !== true) return false;
    return reason !== 'CAMPAIGN_NOT_RUNNING' || nowMs < campaign.schedule.fromMs;
  });
  return { ...decision, left };
}

/** A record as it was kept. @throws Error for a form this version cannot read */
export function readRecord(kept: unknown): DecisionRecord {
  return decisionRecordSchema.parse(kept);
}

type Outcome = { readonly fen: number; readonly unionFen: number } | { readonly left: LeftOutReason };

function campaignRecord(
  { campaign, runtime }: LiveCampaign,
  outcome: Outcome,
  state: DecisionState,
  moment: Moment,
): CampaignRecord {
  const record: CampaignRecord = { id: campaign.id, version: campaign.version, ...outcome };
  if (runtime.state !== 'PUBLISHED') record.state = runtime.state;
  const held = campaign.mechanism.holds === null ? undefined : state.holdings.get(campaign.id);
  if (held) record.held = [held.units, held.fen];
  if ('left' in outcome && !AFTER_LIMITS.has(outcome.left)) return record;
  // Only here did the decision look at money and uses.
  const budget = budgetOf(runtime);
  if (budget) record.budget = budget;
  if (campaign.limits.length > 0) record.counters = countersOf(campaign, state, moment);
  return record;
}

function countersOf(campaign: LiveCampaign['campaign'], state: DecisionState, moment: Moment): [number, number][] {
  const subject = { memberId: state.memberId, storeId: state.store.id, merchantId: state.store.merchantId };
  const counters = counterKeysFor(campaign, subject, moment).map((key): [number, number] => {
    const counter = state.counters.get(key);
    return [counter?.times ?? 0, counter?.amountFen ?? 0];
  });
  // Most have not been moved yet, and one that is missing at the end stands at zero.
  return counters.slice(0, counters.findLastIndex(([times, amountFen]) => times !== 0 || amountFen !== 0) + 1);
}

function budgetOf({ totalFen, spentFen, heldFen, leasedFen }: CampaignRuntime): CampaignRecord['budget'] | null {
  return totalFen === null || totalFen + spentFen + heldFen + leasedFen === 0
    ? null
    : [totalFen, spentFen, heldFen, leasedFen];
}

function personRecord(person: Person, questions: readonly AudienceRule[]): PersonRecord {
  const record: PersonRecord = { orgPath: [...person.orgPath] };
  for (const { field, value } of questions) {
    switch (field) {
      case 'category': {
        const [code] = String(value).split(':');
        const known = record.categories ?? [];
        const asked = person.categories.filter((held) => held.code === code && !known.includes(held));
        record.categories = [...known, ...asked];
        break;
      }
      case 'list':
        record.lists = [...(record.lists ?? []), ...person.lists.filter((name) => name === value)];
        break;
      case 'age':
      case 'birthdayMonth':
        record.birthOn = person.birthOn;
        break;
      case 'joinedYears':
        record.joinedOn = person.joinedOn;
        break;
      case 'cardAgeDays':
        record.cardIssuedAtMs = person.cardIssuedAtMs;
        break;
      case 'org':
        break;
      default:
        record[field] = person[field];
    }
  }
  return record;
}
