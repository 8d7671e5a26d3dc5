import { DAY_MS, toWireTime } from '../../../shared/time.js';
import type { CampaignDefinitionInput } from '../campaigns/campaign.schemas.js';
import type {
  BenefitCategory,
  CampaignTemplateView,
  Season,
  TemplateDraftRequest,
  TemplateNumber,
} from './template.schemas.js';

type Input = CampaignDefinitionInput;
type Pack = Extract<Input['mechanism'], { type: 'VOUCHER_PACK' }>;
/** A pack's claim window is told in days from the start: the dates come with the draft. */
export type TemplateMechanism =
  Exclude<Input['mechanism'], { type: 'VOUCHER_PACK' }> | (Omit<Pack, 'claim'> & { readonly claimDays: number });

/** A campaign ready but for its id, its owner, its dates and the line that pays. */
export interface CampaignTemplate extends Omit<Input, 'id' | 'owner' | 'when' | 'budget' | 'mechanism'> {
  readonly id: string;
  readonly category: BenefitCategory;
  readonly season?: Season;
  readonly title: CampaignTemplateView['title'];
  readonly about: CampaignTemplateView['about'];
  readonly days: number;
  readonly mechanism: TemplateMechanism;
  readonly when?: Partial<Input['when']>;
  readonly budgetFen?: number;
}

export type DraftDecision =
  | { readonly allowed: true; readonly definition: Input }
  | { readonly allowed: false; readonly field: string; readonly message: string };

const plain = { per: null, period: null, category: null };
const UNITS: Readonly<Record<string, readonly [string, TemplateNumber['unit']]>> = {
  bps: ['percent', 'BPS'],
  thresholdFen: ['threshold', 'FEN'],
  offFen: ['off', 'FEN'],
  capFen: ['cap', 'FEN'],
  priceFen: ['price', 'FEN'],
  count: ['voucherCount', 'COUNT'],
  claims: ['claims', 'COUNT'],
  claimDays: ['claimDays', 'COUNT'],
  units: ['units', 'COUNT'],
};
const VOUCHER_UNITS: typeof UNITS = { thresholdFen: ['voucherThreshold', 'FEN'], offFen: ['voucherOff', 'FEN'] };

function numbersOf(values: object, units: typeof UNITS, prefix: string): TemplateNumber[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const known = units[name];
    if (!known || typeof value !== 'number') return [];
    const [field, unit] = known;
    return [{ path: `${prefix}.${name}`, field, unit, value, ...plain }];
  });
}

function tierNumbers(mechanism: TemplateMechanism): TemplateNumber[] {
  if (mechanism.type !== 'GRANT') return [];
  return mechanism.tiers.map(({ category, amountFen }, at) => ({
    ...plain,
    path: `mechanism.tiers.${at}.amountFen`,
    field: 'tier',
    unit: 'FEN',
    value: amountFen,
    category: category ?? null,
  }));
}

/** The figures an officer may change: sizes, counts, limits and the budget, in the order of the definition. */
export function listNumbers({ mechanism, limits = [], budgetFen }: CampaignTemplate): TemplateNumber[] {
  const voucher = 'voucher' in mechanism ? numbersOf(mechanism.voucher, VOUCHER_UNITS, 'mechanism.voucher') : [];
  const limited = limits.map((limit, at): TemplateNumber => {
    const { per, period, times, amountFen } = limit;
    const counted = times === undefined ? 'amountFen' : 'times';
    const value = times ?? amountFen ?? 0;
    const unit = times === undefined ? 'FEN' : 'COUNT';
    return { path: `limits.${at}.${counted}`, field: 'limits', unit, value, per, period, category: null };
  });
  const budget: TemplateNumber[] =
    budgetFen === undefined
      ? []
      : [{ ...plain, path: 'budget.totalFen', field: 'budgetTotal', unit: 'FEN', value: budgetFen }];
  return [...voucher, ...numbersOf(mechanism, UNITS, 'mechanism'), ...tierNumbers(mechanism), ...limited, ...budget];
}

/** A copy of a tree with the number at a path replaced. */
function withNumber<T>(tree: T, [name = '', ...rest]: readonly string[], value: number): T {
  const next = (branch: unknown): unknown => (rest.length === 0 ? value : withNumber(branch, rest, value));
  if (Array.isArray(tree)) return tree.with(Number(name), next(tree[Number(name)])) as T;
  return { ...tree, [name]: next((tree as Readonly<Record<string, unknown>>)[name]) };
}

/** Decides the definition of a draft: the template with the officer's figures, dates, owner and line. */
export function decideDraft(template: CampaignTemplate, request: TemplateDraftRequest): DraftDecision {
  const { id, owner, from, to, budgetFrom } = request;
  const known = new Set(listNumbers(template).map(({ path }) => path));
  const unknown = Object.keys(request.numbers).find((path) => !known.has(path));
  if (unknown !== undefined)
    return { allowed: false, field: `numbers.${unknown}`, message: `The template has no figure ${unknown}` };
  if ((template.budgetFen === undefined) !== (budgetFrom === undefined))
    return {
      allowed: false,
      field: 'budgetFrom',
      message: budgetFrom === undefined ? 'Name the budget line that pays' : 'Merchants pay for this one: name no line',
    };
  const budget = { budget: { from: budgetFrom ?? '', totalFen: template.budgetFen ?? 0 } };
  const filled = Object.entries(request.numbers).reduce(
    (tree, [path, value]) => withNumber(tree, path.split('.'), value),
    { mechanism: template.mechanism, limits: template.limits ?? [], ...budget },
  );
  const { kind, audience, where, when, funding, stacking, reversal } = template;
  return {
    allowed: true,
    definition: {
      id,
      owner,
      label: request.label ?? template.label,
      kind,
      ...(audience ? { audience } : {}),
      mechanism: mechanismOf(filled.mechanism, from),
      ...(where ? { where } : {}),
      when: { ...when, from, to },
      limits: filled.limits,
      ...(budgetFrom === undefined ? {} : { budget: filled.budget }),
      ...(funding ? { funding } : {}),
      ...(stacking ? { stacking } : {}),
      ...(reversal ? { reversal } : {}),
    },
  };
}

/** Vouchers of a pack are claimed from its first day on. */
function mechanismOf(mechanism: TemplateMechanism, from: string): Input['mechanism'] {
  if (mechanism.type !== 'VOUCHER_PACK') return mechanism;
  const { claimDays, ...pack } = mechanism;
  return { ...pack, claim: { from, to: toWireTime(Date.parse(from) + claimDays * DAY_MS) } };
}

/** A template as the gallery shows it. */
export function viewOf(template: CampaignTemplate): CampaignTemplateView {
  const { id, category, season = null, title, about, label, kind, days, budgetFen } = template;
  return {
    id,
    category,
    season,
    title,
    about,
    label,
    kind,
    mechanism: template.mechanism.type,
    days,
    takesBudget: budgetFen !== undefined,
    numbers: listNumbers(template),
  };
}
