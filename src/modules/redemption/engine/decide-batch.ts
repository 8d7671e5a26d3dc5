import type { ErrorEntry } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import {
  type AppliedBenefit,
  type BasketDecision,
  type CampaignRuntime,
  decideBasket,
  type DecisionState,
  type LiveCampaign,
  opensWithProof,
  personOf,
  reversibleUntil,
  tillView,
} from '../../benefits/index.js';
import { decidePlastic, decideShowing, isStepInWindow } from '../../cards/index.js';
import { declined, redeemedAnswer, refused } from '../answers.js';
import { recordOf, worthKeeping } from '../decision-record.js';
import type { KnownKey } from '../keys.repository.js';
import { redemptionErrors } from '../redemption.errors.js';
import type { StoredOutcome } from '../stored-outcome.js';
import { heldAnswer } from './held-answer.js';
import type { BatchFacts, Holder, TillCommand } from './batch-facts.js';
import { storeOf } from './batch-load.repository.js';
import { CYCLE_KEY_PARTS } from './cycles.rules.js';
import type { PassKeyLookup } from './pass-keys.js';
import { isPastShortNumber } from './short-number.rules.js';

/** What one request of a batch comes to. */
export type Verdict =
  | { readonly kind: 'REPLAY'; readonly known: KnownKey }
  /** The key was used for another request, or the code names a card that was never issued; nothing is stored. */
  | { readonly kind: 'THROW'; readonly entry: ErrorEntry; readonly field?: string }
  /** Somebody of the same batch is the same person: decided in the next. */
  | { readonly kind: 'NEXT' }
  | {
      readonly kind: 'DECIDED';
      readonly stored: StoredOutcome;
      /** The true reason of a refusal; null when something is given. */
      readonly reason: string | null;
      readonly holder: Holder;
      readonly applied: readonly AppliedBenefit[];
      readonly decision: unknown;
      /** `reversibleUntil` of a redemption, end of a hold. */
      readonly until: Date | null;
    };

export interface BatchRules {
  readonly passKeys: PassKeyLookup;
  /** The largest basket a short number is good for. */
  readonly shortNumberMaxFen: number;
  /** How often one basket may be redeemed and taken back. */
  readonly cyclesMax: number;
  /** Whether every decision is made and kept among all campaigns, not only those of the store. */
  readonly keepsAll: boolean;
}

const NOTHING: BasketDecision = {
  outcome: 'NONE',
  reason: null,
  applied: [],
  left: [],
  discountFen: 0,
  payableFen: 0,
};
const HOLD_MINUTE_MS = 60_000;
const NO_HOLDINGS: DecisionState['holdings'] = new Map();

/**
 * Decides a batch, one request after the other, each on what those before it left. Pure: no I/O, no clock, no randomness;
 * only `facts.counters` and `facts.runtimes`, which are the batch's own, move.
 */
export function decideBatch(
  facts: BatchFacts,
  commands: readonly TillCommand[],
  nowMs: number,
  rules: BatchRules,
): Verdict[] {
  const members = new Set<string>();
  return commands.map((command, n): Verdict => {
    const known = facts.known.get(n);
    if (known)
      return known.bodyHash !== null && !known.bodyHash.equals(command.bodyHash)
        ? { kind: 'THROW', entry: redemptionErrors.KEY_REUSED }
        : { kind: 'REPLAY', known };
    const holder = facts.holders.get(n);
    if (!holder) return { kind: 'THROW', entry: redemptionErrors.CODE_FORGED, field: 'code' };
    if (members.has(holder.member.memberId)) return { kind: 'NEXT' };
    members.add(holder.member.memberId);
    return decideOne(facts, command, n, holder, nowMs, rules);
  });
}

function decideOne(
  facts: BatchFacts,
  command: TillCommand,
  n: number,
  holder: Holder,
  nowMs: number,
  rules: BatchRules,
): Verdict {
  const { request } = command;
  const here = rules.keepsAll
    ? stateOf(facts, command, n, holder, allLive(facts))
    : stateHere(facts, command, n, holder, nowMs);
  const refusal =
    codeRefusal(facts, command, n, holder, nowMs, rules.passKeys) ??
    (isPastShortNumber(command.presented.code.kind, request.amountFen, rules.shortNumberMaxFen)
      ? redemptionErrors.SHORT_NUMBER_LIMIT
      : null) ??
    quoteRefusal(facts, command, n, nowMs) ??
    cycleRefusal(facts, command, holder, rules);
  if (refusal) {
    const decision = recordOf(
      { ...here, campaigns: [] },
      request,
      { ...NOTHING, payableFen: request.amountFen },
      nowMs,
    );
    const stored = refused(refusal, toWireTime(nowMs));
    return { kind: 'DECIDED', stored, reason: refusal.code, holder, applied: [], decision, until: null };
  }

  const decision = decideBasket(here, request, nowMs);
  if (decision.outcome === 'NONE') return decline(facts, command, n, holder, nowMs, rules);

  const record = recordOf(here, request, decision, nowMs);
  const until =
    command.holdMinutes === undefined
      ? new Date(reversibleUntil(nowMs, decision.applied))
      : new Date(nowMs + command.holdMinutes * HOLD_MINUTE_MS);
  take(facts, decision.applied, command.holdMinutes !== undefined);
  const answerFacts = {
    holderName: holder.member.name,
    storeName: facts.storeNames.get(command.terminal.storeId) ?? '',
    occurredAt: new Date(nowMs),
  };
  const view = { ...decision, left: [] };
  const body =
    command.holdMinutes === undefined
      ? redeemedAnswer(request, view, decision.applied, {
          ...answerFacts,
          redemptionId: command.id,
          reversibleUntil: until,
        })
      : heldAnswer(request, view, decision.applied, { ...answerFacts, authorizationId: command.id, expiresAt: until });
  const stored: StoredOutcome = { kind: 'ANSWER', status: 201, body };
  return { kind: 'DECIDED', stored, reason: null, holder, applied: decision.applied, decision: record, until };
}

/** A refusal lists all there is with its reasons, so it is decided again among every campaign, not only those of the store. */
function decline(
  facts: BatchFacts,
  command: TillCommand,
  n: number,
  holder: Holder,
  nowMs: number,
  { keepsAll }: BatchRules,
): Verdict {
  const { request } = command;
  const state = stateOf(facts, command, n, holder, allLive(facts));
  const decision = decideBasket(state, request, nowMs);
  const stored = declined(tillView(decision, state, request, nowMs), opensWithProof(decision, state, nowMs));
  const reason = decision.reason ?? 'NO_BENEFIT';
  const worth = keepsAll ? decision : worthKeeping(state, request, decision, nowMs);
  const kept = recordOf(state, request, worth, nowMs);
  return { kind: 'DECIDED', stored, reason, holder, applied: [], decision: kept, until: null };
}

/** The code's step, pass and binding are judged here, and only for a key nobody used: a known key keeps its answer however old its code is. */
export function codeRefusal(
  facts: Pick<BatchFacts, 'used' | 'bound'>,
  { terminal, presented: { code, showing } }: Pick<TillCommand, 'terminal' | 'presented'>,
  n: number,
  holder: Holder,
  nowMs: number,
  passKeys: PassKeyLookup,
): ErrorEntry | null {
  if (code.kind === 'S') {
    const { plasticIssueNo } = holder;
    const reason = decidePlastic({ now: new Date(nowMs), code, key: passKeys(code.card.kid), plasticIssueNo });
    return reason === null ? null : redemptionErrors[reason];
  }
  if (facts.used.has(n)) return redemptionErrors.CODE_USED;
  const bound = facts.bound.get(n);
  const isBound = bound !== undefined && bound.untilMs >= nowMs;
  if (isBound && bound.terminalId !== terminal.terminalId) return redemptionErrors.CODE_IN_USE;
  if (code.kind === 'N') {
    if (showing.slot !== holder.deviceSlot) return redemptionErrors.DEVICE_REPLACED;
    return isBound || isStepInWindow(showing.step ?? 0, new Date(nowMs)) ? null : redemptionErrors.CODE_EXPIRED;
  }
  const shown = decideShowing({
    now: new Date(nowMs),
    code,
    key: passKeys(code.pass.kid),
    policyEpoch: holder.policyEpoch,
    activeSlot: holder.deviceSlot,
    heldUntil: isBound ? new Date(bound.untilMs) : null,
  });
  return shown.accepted ? null : redemptionErrors[shown.reason];
}

/** A quote named is the one this till got for this showing, and still good; none need be named. */
function quoteRefusal(
  { bound }: Pick<BatchFacts, 'bound'>,
  { request: { quoteId }, presented: { code } }: Pick<TillCommand, 'presented' | 'request'>,
  n: number,
  nowMs: number,
): ErrorEntry | null {
  // A quote keeps no plastic card to a till, so there is nothing to have lost.
  if (quoteId === undefined || code.kind === 'S') return null;
  const held = bound.get(n);
  return held?.quoteId === quoteId && held.untilMs >= nowMs ? null : redemptionErrors.QUOTE_UNKNOWN;
}

function cycleRefusal(
  facts: BatchFacts,
  { terminal, request }: TillCommand,
  holder: Holder,
  { cyclesMax }: BatchRules,
): ErrorEntry | null {
  const [before, after] = CYCLE_KEY_PARTS(terminal.storeId, request.ticketNo);
  const cycles = facts.counters.get(before + holder.member.memberId + after)?.times ?? 0;
  return cycles >= cyclesMax ? redemptionErrors.TOO_MANY_CYCLES : null;
}

/** What those decided later in this batch find: less. */
function take(facts: BatchFacts, applied: readonly AppliedBenefit[], isHold: boolean): void {
  for (const { campaignId, shares, counters, taken } of applied) {
    for (const { key, times, amountFen } of counters) {
      const known = facts.counters.get(key) ?? { times: 0, amountFen: 0 };
      facts.counters.set(key, { times: known.times + times, amountFen: known.amountFen + amountFen });
    }
    const runtime = facts.runtimes.get(campaignId);
    const unionFen = shares.reduce((sum, { payer, fen }) => (payer === 'UNION' ? sum + fen : sum), 0);
    if (!runtime) continue;
    runtime[isHold ? 'heldFen' : 'spentFen'] += unionFen;
    runtime.heldFen -= taken?.promisedFen ?? 0;
  }
}

/** The state with what could apply at this store now; a benefit that is named and elsewhere is among it, for its reason. */
function stateHere(facts: BatchFacts, command: TillCommand, n: number, holder: Holder, nowMs: number): DecisionState {
  const campaigns = facts.snapshot.candidates(storeOf(command.terminal), nowMs).flatMap((campaign): LiveCampaign[] => {
    const runtime = facts.runtimes.get(campaign.id);
    return runtime ? [{ campaign, runtime: toRuntime(runtime) }] : [];
  });
  return stateOf(facts, command, n, holder, campaigns);
}

/** Every campaign of the snapshot, with figures of this load where it read them. */
export function allLive(facts: Pick<BatchFacts, 'snapshot' | 'runtimes'>): LiveCampaign[] {
  return facts.snapshot.campaigns.map(({ campaign, runtime }) => {
    const moving = facts.runtimes.get(campaign.id);
    return { campaign, runtime: moving ? toRuntime(moving) : runtime };
  });
}

const toRuntime = ({
  state,
  totalFen,
  spentFen,
  heldFen,
  leasedFen,
}: NonNullable<ReturnType<BatchFacts['runtimes']['get']>>): CampaignRuntime => ({
  state: state as CampaignRuntime['state'],
  totalFen,
  spentFen,
  heldFen,
  leasedFen,
});

/** What a decision about this person at this till looks at. */
export function stateOf(
  facts: Pick<BatchFacts, 'snapshot' | 'counters' | 'holdings'>,
  { terminal, presented: { code, proven } }: Pick<TillCommand, 'presented' | 'terminal'>,
  n: number,
  { member, state, issuedAtMs }: Holder,
  campaigns: readonly LiveCampaign[],
): DecisionState {
  return {
    card: { state },
    codeKind: code.kind,
    // What the phone shows is one by itself.
    secondFactor: code.kind !== 'S' || proven === true,
    memberId: member.memberId,
    person: personOf(member, issuedAtMs),
    store: storeOf(terminal),
    campaigns,
    counters: facts.counters,
    holdings: facts.holdings.get(n) ?? NO_HOLDINGS,
    holidays: facts.snapshot.holidays,
  };
}
