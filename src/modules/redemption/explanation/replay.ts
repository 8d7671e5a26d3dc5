import type { Db } from '../../../platform/database/database.js';
import { shanghaiDate } from '../../../shared/time.js';
import {
  type BasketDecision,
  type BasketRequest,
  type CompiledCampaigns,
  counterKeysFor,
  decideBasket,
  type DecisionState,
  type LiveCampaign,
  momentAt,
} from '../../benefits/index.js';
import type { DecisionRecord } from '../decision-record.schemas.js';

/** Counters are kept by place, so whose they are does not matter to a replay. */
const NOBODY = '';

/** A kept decision made again by today's program, on what was known then. */
export interface Replay {
  readonly record: DecisionRecord;
  readonly state: DecisionState;
  readonly request: BasketRequest;
  readonly decision: BasketDecision;
  /** False when it was refused, for its code or its quote, before any benefit was looked at: then there was nothing to decide. */
  readonly decided: boolean;
}

/**
 * Builds the state a record was made from and decides it again. Published versions never change, so editing a campaign, a person or
 * the holiday table afterwards changes nothing here; `later` speaks only of days after the decision, for hints.
 * @throws Error for a version that was never published
 */
export async function replay(
  db: Db,
  compiled: CompiledCampaigns,
  record: DecisionRecord,
  later: DecisionState['holidays'] = () => null,
): Promise<Replay> {
  const campaigns = await compiled.get(
    db,
    record.campaigns.map(({ id, version }) => ({ campaignId: id, version })),
  );
  const live = campaigns.flatMap((campaign, index) => {
    const kept = record.campaigns[index];
    return kept ? [{ campaign, runtime: runtimeOf(kept) }] : [];
  });
  const { amountFen, items, benefit } = record.basket;
  const request: BasketRequest = { amountFen, items, benefit };
  const state = stateOf(record, live, later);
  const decided = record.reason !== null || record.campaigns.some(({ fen }) => fen !== undefined);
  return { record, state, request, decided, decision: decideBasket(state, request, record.atMs) };
}

type KeptCampaign = DecisionRecord['campaigns'][number];

function runtimeOf({ state, budget }: KeptCampaign): LiveCampaign['runtime'] {
  const [totalFen, spentFen, heldFen, leasedFen] = budget ?? [null, 0, 0, 0];
  // A record keeps every state but the one a campaign nearly always has.
  return { state: (state ?? 'PUBLISHED') as LiveCampaign['runtime']['state'], totalFen, spentFen, heldFen, leasedFen };
}

function stateOf(
  record: DecisionRecord,
  campaigns: readonly LiveCampaign[],
  later: DecisionState['holidays'],
): DecisionState {
  const { card, code, secondFactor, person, store, day, atMs } = record;
  const dateOn = shanghaiDate(atMs);
  return {
    card: { state: card },
    codeKind: code,
    secondFactor,
    memberId: NOBODY,
    person: {
      categories: person.categories ?? [],
      orgPath: person.orgPath,
      park: person.park ?? null,
      tier: person.tier ?? null,
      enterprise: person.enterprise ?? null,
      industry: person.industry ?? null,
      gender: person.gender ?? null,
      birthOn: person.birthOn ?? null,
      joinedOn: person.joinedOn ?? null,
      cardIssuedAtMs: person.cardIssuedAtMs ?? null,
      lists: person.lists ?? [],
    },
    store,
    campaigns,
    counters: countersOf(record, campaigns),
    holdings: new Map(
      record.campaigns.flatMap(({ id, held }) => (held ? [[id, { units: held[0], fen: held[1] }] as const] : [])),
    ),
    holidays: (on) => (on === dateOn ? (day ?? null) : later(on)),
  };
}

function countersOf({ campaigns: kept, store, atMs }: DecisionRecord, campaigns: readonly LiveCampaign[]) {
  const moment = momentAt(atMs);
  const subject = { memberId: NOBODY, storeId: store.id, merchantId: store.merchantId };
  const counters = new Map<string, { times: number; amountFen: number }>();
  for (const [index, { campaign }] of campaigns.entries())
    for (const [place, key] of counterKeysFor(campaign, subject, moment).entries()) {
      const [times, amountFen] = kept[index]?.counters?.[place] ?? [0, 0];
      // A counter two campaigns share is kept with each that came as far; one that did not come so far says nothing of it.
      if (times !== 0 || amountFen !== 0) counters.set(key, { times, amountFen });
    }
  return counters;
}
