import { DAY_MS, shanghaiDate, shanghaiParts, startOfShanghaiDay } from '../../../shared/time.js';
import {
  type BasketDecision,
  decideBasket,
  fullYears,
  listCounterRules,
  momentAt,
  shareOf,
  splitShares,
} from '../../benefits/index.js';
import type { CampaignRecord, PersonRecord } from '../decision-record.schemas.js';
import type {
  Difference,
  ExplainedCampaign,
  ExplainedCounter,
  NextBest,
  PersonFact,
  Verdict,
} from './explanation.schemas.js';
import type { Recapture } from './recapture.js';
import type { Replay } from './replay.js';

/** Where today's program would come to something else, campaign by campaign; empty when it decides the same. */
export function listDifferences({ record, decision, state }: Replay): Difference[] {
  const today = new Map<string, Verdict>();
  for (const { campaignId, discountFen, shares } of decision.applied)
    today.set(campaignId, { fen: discountFen, unionFen: shareOf(shares, 'UNION'), reason: null });
  for (const { campaignId, reason } of decision.left) today.set(campaignId, { fen: 0, unionFen: 0, reason });
  const differences: Difference[] = [];
  for (const [index, campaign] of record.campaigns.entries()) {
    const [kept, now] = [verdictOf(campaign), today.get(campaign.id) ?? null];
    const label = state.campaigns[index]?.campaign.label ?? campaign.id;
    if (!now || !isSame(kept, now)) differences.push({ step: 'DECISION', label, kept, today: now });
  }
  const whole = (reason: string | null, fen: number): Verdict => ({ fen, unionFen: 0, reason });
  const keptFen = record.campaigns.reduce((sum, { fen }) => sum + (fen ?? 0), 0);
  const orderKept = record.campaigns.flatMap(({ id, fen }) => (fen === undefined ? [] : [id]));
  const sameOrder = orderKept.join() === decision.applied.map(({ campaignId }) => campaignId).join();
  const kept = whole(record.reason, keptFen);
  const now = whole(decision.reason, decision.discountFen);
  if (!isSame(kept, now) || !sameOrder) differences.push({ step: 'DECISION', label: null, kept, today: now });
  return differences;
}

/** The same for what of a hold was captured. */
export function listCaptureDifferences(recaptured: Recapture | null): Difference[] {
  return (recaptured?.benefits ?? []).flatMap(({ label, kept, today }): Difference[] =>
    isSame(kept, today) ? [] : [{ step: 'CAPTURE', label, kept, today }],
  );
}

const verdictOf = ({ fen, unionFen, left }: CampaignRecord): Verdict => ({
  fen: fen ?? 0,
  unionFen: unionFen ?? 0,
  reason: left ?? null,
});
const isSame = (a: Verdict, b: Verdict): boolean =>
  a.fen === b.fen && a.unionFen === b.unionFen && a.reason === b.reason;

/** What is told of a campaign besides its record. */
export interface CampaignFacts {
  readonly offer: ExplainedCampaign['offer'];
  readonly versionToday: number;
}

/** Each campaign that was considered, as the record has it: the ones that gave something first, in order of application. */
export function explainCampaigns(
  { record, state }: Replay,
  factsOf: ReadonlyMap<string, CampaignFacts>,
): ExplainedCampaign[] {
  return record.campaigns.map((kept, index) => {
    const live = state.campaigns[index];
    const facts = factsOf.get(kept.id);
    if (!live || !facts) throw new Error(`version ${kept.version} of campaign ${kept.id} was never published`);
    const { campaign } = live;
    const fen = kept.fen ?? 0;
    const moreFen = kept.left === 'BELOW_MINIMUM' ? campaign.mechanism.minimumFen - record.basket.amountFen : null;
    return {
      campaignId: kept.id,
      version: kept.version,
      versionToday: facts.versionToday,
      label: campaign.label,
      kind: campaign.kind,
      offer: facts.offer,
      place: kept.fen === undefined ? null : index + 1,
      fen,
      shares: kept.fen === undefined ? [] : [...splitShares(fen, campaign.funding)],
      reason: kept.left ?? null,
      moreFen: moreFen !== null && moreFen > 0 ? moreFen : null,
      budget: kept.budget ? budgetOf(kept.budget, kept.unionFen ?? 0) : null,
      counters: kept.counters ? countersOf({ record, state }, index, kept.fen) : [],
    };
  });
}

function budgetOf(
  [totalFen, spentFen, heldFen, leasedFen]: NonNullable<CampaignRecord['budget']>,
  unionFen: number,
): NonNullable<ExplainedCampaign['budget']> {
  const freeFen = totalFen - spentFen - heldFen - leasedFen;
  return { totalFen, spentFen, heldFen, leasedFen, freeFen, freeAfterFen: freeFen - unionFen };
}

function countersOf(
  { record, state }: Pick<Replay, 'record' | 'state'>,
  index: number,
  fen: number | undefined,
): ExplainedCounter[] {
  const live = state.campaigns[index];
  if (!live) return [];
  const subject = { memberId: state.memberId, storeId: state.store.id, merchantId: state.store.merchantId };
  const rules = listCounterRules(live.campaign, subject, momentAt(record.atMs), state.counters);
  return rules.map(({ key, limitTimes, limitFen, partialFen }, place) => {
    // The counter as this campaign's own record has it.
    const [times, amountFen] = record.campaigns[index]?.counters?.[place] ?? [0, 0];
    const [per = '', , rule = '', period = ''] = key.split(':');
    const mostFen = Math.min(limitFen, partialFen);
    return {
      per,
      period,
      sharedAs: rule.startsWith('~') ? rule.slice(1) : null,
      times,
      amountFen,
      limitTimes: limitTimes < Infinity ? limitTimes : null,
      limitFen: mostFen < Infinity ? mostFen : null,
      timesAfter: times + (fen === undefined ? 0 : 1),
      amountAfterFen: amountFen + (fen ?? 0),
    };
  });
}

/** The best there would have been without one of the benefits that were chosen. */
export function findNextBest({ record, state, request, decision }: Replay): NextBest | null {
  if (request.benefit !== undefined || state.campaigns.length < 2) return null;
  let best: { without: string; decision: BasketDecision } | null = null;
  for (const { campaignId, label } of decision.applied) {
    const campaigns = state.campaigns.filter(({ campaign }) => campaign.id !== campaignId);
    const other = decideBasket({ ...state, campaigns }, request, record.atMs);
    if (best === null || other.discountFen > best.decision.discountFen) best = { without: label, decision: other };
  }
  if (best === null || best.decision.applied.length === 0) return null;
  return {
    without: best.without,
    labels: best.decision.applied.map(({ label }) => label),
    discountFen: best.decision.discountFen,
  };
}

/** What the audiences asked about the person, said for people: an age and not a birthday, no evidence, no names. */
export function listPersonFacts(
  person: PersonRecord,
  atMs: number,
  names: { readonly orgs: ReadonlyMap<string, string>; readonly categories: ReadonlyMap<string, string> },
): PersonFact[] {
  const dateOn = shanghaiDate(atMs);
  const facts: PersonFact[] = [{ fact: 'orgs', values: person.orgPath.map((id) => names.orgs.get(id) ?? id) }];
  if (person.categories)
    facts.push({
      fact: 'categories',
      values: person.categories.map(({ code, level, untilOn }) =>
        [names.categories.get(code) ?? code, level, untilOn].filter((part) => part !== null).join(' · '),
      ),
    });
  for (const fact of ['park', 'tier', 'enterprise', 'industry', 'gender'] as const) {
    const value = person[fact];
    if (value !== undefined) facts.push({ fact, values: value === null ? [] : [value] });
  }
  if (person.birthOn !== undefined) facts.push(...birthFacts(person.birthOn, dateOn));
  if (person.joinedOn !== undefined) facts.push(yearsFact('joinedYears', person.joinedOn, dateOn));
  if (person.cardIssuedAtMs !== undefined) facts.push(cardAgeFact(person.cardIssuedAtMs, dateOn));
  if (person.lists) facts.push({ fact: 'lists', values: person.lists });
  return facts;
}

const yearsFact = (fact: 'age' | 'joinedYears', sinceOn: string | null, dateOn: string): PersonFact => ({
  fact,
  values: sinceOn === null ? [] : [String(fullYears(sinceOn, dateOn))],
});

const birthFacts = (birthOn: string | null, dateOn: string): PersonFact[] => [
  yearsFact('age', birthOn, dateOn),
  { fact: 'birthMonth', values: birthOn === null ? [] : [String(Number(birthOn.slice(5, 7)))] },
];

const cardAgeFact = (issuedAtMs: number | null, dateOn: string): PersonFact => ({
  fact: 'cardAgeDays',
  values:
    issuedAtMs === null
      ? []
      : [String((startOfShanghaiDay(dateOn) - startOfShanghaiDay(shanghaiParts(issuedAtMs).dateOn)) / DAY_MS)],
});
