import { toWireTime } from '../../../shared/time.js';
import type { AudienceGroup, AudienceRule } from '../eligibility/audience.schemas.js';
import { ORDER_OPERATORS } from '../eligibility/audience.schemas.js';
import type { CampaignDefinition, CampaignLimit, CampaignWhen } from './campaign.schemas.js';
import type { Fact, FactValue, NamedKind } from './campaign-diff.schemas.js';

/** A fact with what makes it the same one in another version. */
export interface KeyedFact extends Fact {
  readonly key: string;
}

const fact = (field: string, value: FactValue, key: string = field): KeyedFact => ({ field, key, value });
const fen = (field: string, amount: number): KeyedFact => fact(field, { as: 'FEN', fen: amount });
const count = (field: string, amount: number): KeyedFact => fact(field, { as: 'COUNT', count: amount });
const text = (field: string, said: string): KeyedFact => fact(field, { as: 'TEXT', text: said });
const yesNo = (field: string, yes: boolean): KeyedFact => fact(field, { as: 'YES_NO', yes });
// One instant can be written with several offsets.
const at = (field: string, instant: string): KeyedFact =>
  fact(field, { as: 'INSTANT', at: toWireTime(Date.parse(instant)) });
const named = (field: string, of: NamedKind, id: string): KeyedFact =>
  fact(field, { as: 'NAMED', of, id }, `${field} ${id}`);

type Teller = (value: never) => KeyedFact[];
const amount =
  (field: string) =>
  (value: number): KeyedFact[] => [fen(field, value)];
const number =
  (field: string) =>
  (value: number): KeyedFact[] => [count(field, value)];
const words =
  (field: string) =>
  (value: string): KeyedFact[] => [text(field, value)];

/** How each field of a mechanism is said. One that is missing here is still told, raw, so that no checker overlooks it. */
const MECHANISM_FIELDS: Readonly<Record<string, Teller>> = {
  type: (code: string) => [fact('mechanism', { as: 'CODE', of: 'mechanism', code })],
  bps: (bps: number) => [fact('percent', { as: 'BPS', bps })],
  thresholdFen: amount('threshold'),
  offFen: amount('off'),
  capFen: amount('cap'),
  repeat: (yes: boolean) => [yesNo('repeat', yes)],
  item: words('item'),
  priceFen: amount('price'),
  voucher: (voucher: { thresholdFen: number; offFen: number }) => [
    fen('voucherThreshold', voucher.thresholdFen),
    fen('voucherOff', voucher.offFen),
  ],
  count: number('voucherCount'),
  claims: number('claims'),
  claim: (claim: { from: string; to: string }) => [at('claimFrom', claim.from), at('claimTo', claim.to)],
  perRedemption: number('perRedemption'),
  // In their order: the first tier that matches a person counts.
  tiers: (tiers: readonly { category?: string; amountFen: number }[]) =>
    tiers.map((tier, place) =>
      fact(
        'tier',
        { as: 'TIER', category: tier.category ?? null, fen: tier.amountFen },
        `tier ${place} ${tier.category}`,
      ),
    ),
  service: words('service'),
  units: number('units'),
};

function tellMechanism(mechanism: Readonly<Record<string, unknown>>): KeyedFact[] {
  return Object.entries(mechanism).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const tell = MECHANISM_FIELDS[name];
    // The schema has given each field the type its teller takes.
    return tell
      ? tell(value as never)
      : [fact('other', { as: 'TEXT', text: `${name} ${JSON.stringify(value)}` }, name)];
  });
}

const isOrder = ({ field, operator }: AudienceRule): boolean =>
  ['age', 'joinedYears', 'cardAgeDays'].includes(field) && ORDER_OPERATORS.some((each) => each === operator);

// A bound that moves is one rule changed; another category is one rule less and one more.
const keyOfRule = (entry: AudienceRule | AudienceGroup): string =>
  'rules' in entry
    ? JSON.stringify(entry)
    : `${entry.field} ${entry.operator}${isOrder(entry) || Array.isArray(entry.value) ? '' : ` ${entry.value}`}`;

// Stored JSON forgets the order of fields; two rules that say the same must compare equal.
function plainGroup({ combinator, not, rules }: AudienceGroup): AudienceGroup {
  return { combinator, ...(not ? { not } : {}), rules: rules.map(plain) };
}

function plain(entry: AudienceRule | AudienceGroup): AudienceRule | AudienceGroup {
  if ('rules' in entry) return plainGroup(entry);
  const { field, operator, value } = entry;
  return { field, operator, value };
}

function tellAudience(audience: AudienceGroup | undefined): KeyedFact[] {
  if (!audience) return [];
  return [
    fact('audienceJoin', { as: 'CODE', of: 'join', code: `${audience.combinator}${audience.not ? 'Not' : ''}` }),
    ...plainGroup(audience).rules.map((entry) =>
      fact(
        'audience',
        'rules' in entry ? { as: 'GROUP', group: entry } : { as: 'RULE', rule: entry },
        `audience ${keyOfRule(entry)}`,
      ),
    ),
  ];
}

function tellPlaces({ merchants, stores, merchantCategories }: CampaignDefinition['where']): KeyedFact[] {
  if (merchants.length + stores.length + merchantCategories.length === 0)
    return [fact('where', { as: 'CODE', of: 'place', code: 'everywhere' })];
  return [
    ...merchantCategories.map((code) => named('merchantCategories', 'merchantCategory', code)),
    ...merchants.map((id) => named('merchants', 'merchant', id)),
    ...stores.map((id) => named('stores', 'store', id)),
  ];
}

function tellTimes(when: CampaignWhen): KeyedFact[] {
  const days = (field: 'onlyDates' | 'exceptDates'): KeyedFact[] =>
    when[field].toSorted().map((dateOn) => fact(field, { as: 'DAY', dateOn }, `${field} ${dateOn}`));
  return [
    at('from', when.from),
    at('to', when.to),
    fact('weekdays', { as: 'WEEKDAYS', weekdays: when.weekdays.toSorted((a, b) => a - b) }),
    fact('hours', { as: 'HOURS', hours: when.hours.toSorted() }),
    fact('dayKinds', { as: 'DAY_KINDS', dayKinds: when.dayKinds.toSorted() }),
    ...days('onlyDates'),
    ...days('exceptDates'),
  ];
}

function tellLimit(limit: CampaignLimit): KeyedFact {
  const { per, period, times, amountFen, partial = false, share = null } = limit;
  const value = {
    as: 'LIMIT' as const,
    per,
    period,
    ...(times === undefined ? {} : { times }),
    ...(amountFen === undefined ? {} : { amountFen }),
    partial,
    share,
  };
  return fact('limits', value, `limits ${per} ${period} ${times === undefined ? 'fen' : 'times'} ${share}`);
}

function tellMoney({ budget, funding }: CampaignDefinition): KeyedFact[] {
  const [first] = funding;
  return [
    ...(budget
      ? [fact('budgetFrom', { as: 'NAMED', of: 'budgetLine', id: budget.from }), fen('budgetTotal', budget.totalFen)]
      : []),
    ...funding.map(({ payer, bps }) => fact('funding', { as: 'SHARE', payer, bps }, `funding ${payer}`)),
    // Fens left over by rounding go to the payers in the order listed.
    ...(first && funding.length > 1 ? [fact('fundingFirst', { as: 'CODE', of: 'payer', code: first.payer })] : []),
  ];
}

/** Equal keys within one definition, two limits of a kind for example, are told apart by their place. */
function distinct(facts: readonly KeyedFact[]): KeyedFact[] {
  const seen = new Map<string, number>();
  return facts.map((each) => {
    const times = (seen.get(each.key) ?? 0) + 1;
    seen.set(each.key, times);
    return times === 1 ? each : { ...each, key: `${each.key} #${times}` };
  });
}

/** Everything a definition says, in the order people ask for it; two definitions that differ differ here. */
export function listFacts(definition: CampaignDefinition): KeyedFact[] {
  const { label, kind, owner, mechanism, audience, where, when, limits, stacking, reversal, offlineClass } = definition;
  return distinct([
    text('label', label),
    fact('owner', { as: 'NAMED', of: 'org', id: owner }),
    ...tellMechanism(mechanism),
    fact('kind', { as: 'CODE', of: 'kind', code: kind }),
    ...tellAudience(audience),
    ...tellPlaces(where),
    ...tellTimes(when),
    ...limits.map(tellLimit),
    ...tellMoney(definition),
    text('stackingGroup', stacking.group),
    yesNo('exclusive', stacking.exclusive),
    count('priority', stacking.priority),
    count('reversalDays', reversal.untilDays),
    yesNo('restoresUse', reversal.restoresUse),
    fact('offlineClass', { as: 'CODE', of: 'offlineClass', code: offlineClass }),
  ]);
}
