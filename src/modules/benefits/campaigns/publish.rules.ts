import type { AudienceGroup, AudienceRule } from '../eligibility/audience.schemas.js';
import type { CampaignDefinition } from './campaign.schemas.js';
import { decideLabel } from './label.rules.js';
import { compileMechanism } from './mechanism.rules.js';

export interface PublishFacts {
  readonly nowMs: number;
  readonly ownerExists: boolean;
  readonly merchants: ReadonlySet<string>;
  readonly stores: ReadonlySet<string>;
  readonly merchantCategories: ReadonlySet<string>;
  /** Known codes and, for each level, `CODE:LEVEL`. */
  readonly memberCategories: ReadonlySet<string>;
  readonly orgs: ReadonlySet<string>;
  readonly parks: ReadonlySet<string>;
  readonly enterprises: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  /** What runs now; null before it is first published. */
  readonly before: CampaignDefinition | null;
  /** Packs claimed so far. */
  readonly claims: number;
  /** UNION fen that must be there for everybody it would be given to. */
  readonly giftFen: number;
  /** The budget line named; null if there is none. `committedFen` is what this campaign has spent, holds or leases already. */
  readonly budgetLine: {
    readonly freeFen: number;
    readonly isOwners: boolean;
    readonly alreadyTakenFen: number;
    readonly committedFen: number;
  } | null;
}

export const PUBLISH_PROBLEM_CODES = [
  'LABEL_TELLS_GROUP',
  'ALREADY_OVER',
  'OWNER_UNKNOWN',
  'MERCHANT_UNKNOWN',
  'STORE_UNKNOWN',
  'MERCHANT_CATEGORY_UNKNOWN',
  'AUDIENCE_UNKNOWN',
  'BUDGET_LINE_UNKNOWN',
  'BUDGET_LINE_NOT_OWNERS',
  'LINE_EXHAUSTED',
  'BELOW_COMMITTED',
  'BUDGET_BELOW_GIFT',
  'HOLDINGS_FIXED',
  'BELOW_CLAIMED',
] as const;
export type PublishProblemCode = (typeof PUBLISH_PROBLEM_CODES)[number];
export interface PublishProblem {
  /** Path in the definition, such as `where.merchants`. */
  readonly field: string;
  readonly code: PublishProblemCode;
  readonly message: string;
  /** What a sentence of another language fills its gaps with. */
  readonly values?: Readonly<Record<string, string | number>>;
}

const UNKNOWN_SHOWN_MAX = 10;

const missing = (
  field: string,
  code: PublishProblemCode,
  wanted: readonly string[],
  known: ReadonlySet<string>,
): PublishProblem[] => {
  const unknown = wanted.filter((each) => !known.has(each));
  return unknown.length === 0
    ? []
    : [
        {
          field,
          code,
          message: `Not known here: ${unknown.join(', ')}`,
          values: { what: unknown.slice(0, UNKNOWN_SHOWN_MAX).join(', ') },
        },
      ];
};

const listRules = (group: AudienceGroup): AudienceRule[] =>
  group.rules.flatMap((entry) => ('rules' in entry ? listRules(entry) : [entry]));

/** The ids a definition's audience refers to, by field, each once; load their facts before asking for problems. */
export function listAudienceReferences(definition: CampaignDefinition, field: AudienceRule['field']): string[] {
  const rules = definition.audience ? listRules(definition.audience) : [];
  return [
    ...new Set(
      rules
        .filter((rule) => rule.field === field)
        .flatMap(({ value }) => (Array.isArray(value) ? value : [value]).map(String)),
    ),
  ];
}

function listAudienceProblems(definition: CampaignDefinition, facts: PublishFacts): PublishProblem[] {
  const known = {
    category: facts.memberCategories,
    org: facts.orgs,
    park: facts.parks,
    enterprise: facts.enterprises,
    list: facts.lists,
  };
  const fields = ['category', 'org', 'park', 'enterprise', 'list'] as const;
  return fields.flatMap((field) =>
    missing('audience', 'AUDIENCE_UNKNOWN', listAudienceReferences(definition, field), known[field]),
  );
}

/** Categories the tiers of a balance name. */
const listTierCategories = (definition: CampaignDefinition): string[] =>
  definition.mechanism.type === 'GRANT' ? definition.mechanism.tiers.flatMap(({ category }) => category ?? []) : [];

function listBudgetProblems({ budget }: CampaignDefinition, { budgetLine }: PublishFacts): PublishProblem[] {
  if (!budget) return [];
  const problem = (field: string, code: PublishProblemCode, message: string): PublishProblem => ({
    field,
    code,
    message,
  });
  if (!budgetLine) return [problem('budget.from', 'BUDGET_LINE_UNKNOWN', `There is no budget line ${budget.from}`)];
  const problems: PublishProblem[] = [];
  if (!budgetLine.isOwners)
    problems.push(
      problem(
        'budget.from',
        'BUDGET_LINE_NOT_OWNERS',
        'The line belongs neither to the owner nor to a union above or below it',
      ),
    );
  const moreFen = budget.totalFen - budgetLine.alreadyTakenFen;
  if (moreFen > budgetLine.freeFen)
    problems.push(
      problem(
        'budget.totalFen',
        'LINE_EXHAUSTED',
        `The line has ${budgetLine.freeFen} fen free, ${moreFen} more are asked for`,
      ),
    );
  if (budget.totalFen < budgetLine.committedFen)
    problems.push(
      problem(
        'budget.totalFen',
        'BELOW_COMMITTED',
        `${budgetLine.committedFen} fen are spent or held already: give at least that`,
      ),
    );
  return problems;
}

/** What people will hold or hold already: it must be paid for, claimable, and never taken from them by a new version. */
function listHoldingProblems(definition: CampaignDefinition, facts: PublishFacts): PublishProblem[] {
  const { mechanism, budget } = definition;
  const problems = missing(
    'mechanism.tiers',
    'AUDIENCE_UNKNOWN',
    listTierCategories(definition),
    facts.memberCategories,
  );
  const say = (field: string, code: PublishProblemCode, message: string): void =>
    void problems.push({ field, code, message });
  if (budget && facts.giftFen > budget.totalFen)
    say(
      'budget.totalFen',
      'BUDGET_BELOW_GIFT',
      `Everybody it is for gets it at once: ${facts.giftFen} fen are needed, ${budget.totalFen} are given`,
    );
  if (mechanism.type === 'VOUCHER_PACK' && mechanism.claims < facts.claims)
    say('mechanism.claims', 'BELOW_CLAIMED', `${facts.claims} packs are claimed already: give at least that`);
  if (
    facts.before &&
    compileMechanism(facts.before.mechanism).holds !== null &&
    !keepsHoldings(facts.before, definition)
  )
    say(
      'mechanism',
      'HOLDINGS_FIXED',
      'People hold what was published: mechanism, audience and funding stay as they are; make a new campaign instead',
    );
  return problems;
}

/** Whether whoever holds something keeps just that; how many packs there are and when they are claimed may change. */
function keepsHoldings(before: CampaignDefinition, after: CampaignDefinition): boolean {
  const heldTerms = ({ mechanism, audience, funding, kind }: CampaignDefinition): string => {
    const terms = mechanism.type === 'VOUCHER_PACK' ? { ...mechanism, claims: 0, claim: null } : mechanism;
    const whom = mechanism.type === 'VOUCHER_PACK' ? null : { audience, kind };
    return JSON.stringify([terms, whom, funding]);
  };
  return heldTerms(before) === heldTerms(after);
}

/** Everything that stops a campaign from being published, all at once; empty when it may go out. */
export function listPublishProblems(definition: CampaignDefinition, facts: PublishFacts): PublishProblem[] {
  const problems: PublishProblem[] = [];
  const label = decideLabel(definition.label);
  if (!label.allowed)
    problems.push({
      field: 'label',
      code: 'LABEL_TELLS_GROUP',
      message: `A till shows the label, so it must not say ${label.word}`,
      values: { word: label.word },
    });
  if (Date.parse(definition.when.to) <= facts.nowMs)
    problems.push({
      field: 'when.to',
      code: 'ALREADY_OVER',
      message: 'The campaign would be over already: give a later end',
    });
  if (!facts.ownerExists)
    problems.push({
      field: 'owner',
      code: 'OWNER_UNKNOWN',
      message: `There is no union organisation ${definition.owner}`,
    });
  const { merchants, stores, merchantCategories } = definition.where;
  return [
    ...problems,
    ...missing('where.merchants', 'MERCHANT_UNKNOWN', merchants, facts.merchants),
    ...missing('where.stores', 'STORE_UNKNOWN', stores, facts.stores),
    ...missing('where.merchantCategories', 'MERCHANT_CATEGORY_UNKNOWN', merchantCategories, facts.merchantCategories),
    ...listAudienceProblems(definition, facts),
    ...listBudgetProblems(definition, facts),
    ...listHoldingProblems(definition, facts),
  ];
}
