import type { AudienceGroup } from '../../modules/benefits/eligibility/audience.schemas.js';
import type { CampaignDefinitionInput } from './api/campaigns.js';

/** What the campaign form asks, in yuan and words; everything else of a definition is kept as it was. */
export interface CampaignForm {
  readonly id: string;
  readonly label: string;
  readonly owner: string;
  readonly type: 'AMOUNT_OFF' | 'PERCENT_OFF';
  readonly thresholdYuan: number | null;
  readonly offYuan: number | null;
  readonly percent: number | null;
  readonly capYuan: number | null;
  readonly repeat: boolean;
  readonly kind: 'UNIVERSAL' | 'TARGETED';
  readonly audience: AudienceGroup;
  readonly merchantCategories: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly weekdays: readonly number[];
  readonly hours: string;
  readonly perDay: number | null;
  readonly perCampaign: number | null;
  readonly budgetFrom: string | null;
  readonly budgetYuan: number | null;
  readonly unionPercent: number | null;
}

/** Rules before the first one is written. */
const NOBODY_ASKED: AudienceGroup = { combinator: 'and', rules: [] };

const toFen = (yuan: number): number => Math.round(yuan * 100);
const toYuan = (fen: number | undefined): number | null => (fen === undefined ? null : fen / 100);
/** An instant as a `datetime-local` field holds it, in Shanghai time; and back. */
export const toLocal = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16);
export const toInstant = (local: string): string => `${local}:00+08:00`;

function mechanismOf(form: CampaignForm): CampaignDefinitionInput['mechanism'] {
  const cap = form.capYuan ? { capFen: toFen(form.capYuan) } : {};
  if (form.type === 'PERCENT_OFF') {
    const threshold = form.thresholdYuan ? { thresholdFen: toFen(form.thresholdYuan) } : {};
    return { type: 'PERCENT_OFF', bps: Math.round((form.percent ?? 0) * 100), ...cap, ...threshold };
  }
  return {
    type: 'AMOUNT_OFF',
    thresholdFen: toFen(form.thresholdYuan ?? 0),
    offFen: toFen(form.offYuan ?? 0),
    ...(form.repeat ? { repeat: true, ...cap } : {}),
  };
}

type Limits = NonNullable<CampaignDefinitionInput['limits']>;
const isPerDay = (limit: Limits[number]): boolean =>
  limit.per === 'MEMBER' && limit.period === 'DAY' && limit.times !== undefined && limit.share === undefined;
const isPerCampaign = (limit: Limits[number]): boolean =>
  limit.per === 'CAMPAIGN' && limit.period === 'ALL' && limit.times !== undefined && limit.share === undefined;

function limitsOf(form: CampaignForm, before: Limits): Limits {
  return [
    ...before.filter((limit) => !isPerDay(limit) && !isPerCampaign(limit)),
    ...(form.perDay ? [{ per: 'MEMBER' as const, period: 'DAY' as const, times: form.perDay }] : []),
    ...(form.perCampaign ? [{ per: 'CAMPAIGN' as const, period: 'ALL' as const, times: form.perCampaign }] : []),
  ];
}

function moneyOf(form: CampaignForm): Pick<CampaignDefinitionInput, 'budget' | 'funding'> {
  if (!form.budgetFrom) return { funding: [{ payer: 'MERCHANT', bps: 10_000 }] };
  const unionBps = Math.round((form.unionPercent ?? 100) * 100);
  const merchant = unionBps < 10_000 ? [{ payer: 'MERCHANT' as const, bps: 10_000 - unionBps }] : [];
  return {
    budget: { from: form.budgetFrom, totalFen: toFen(form.budgetYuan ?? 0) },
    funding: [{ payer: 'UNION', bps: unionBps }, ...merchant],
  };
}

/** The definition a form describes, on top of the one it was opened with. */
export function definitionOf(form: CampaignForm, before: CampaignDefinitionInput | null): CampaignDefinitionInput {
  const { budget: _budget, audience: _audience, ...kept } = before ?? {};
  return {
    ...kept,
    id: form.id,
    label: form.label,
    owner: form.owner,
    kind: form.kind,
    ...(form.kind === 'TARGETED' ? { audience: form.audience } : {}),
    mechanism: mechanismOf(form),
    where: { ...before?.where, merchantCategories: [...form.merchantCategories] },
    when: {
      ...before?.when,
      from: toInstant(form.from),
      to: toInstant(form.to),
      weekdays: [...form.weekdays],
      hours: form.hours ? form.hours.split(/[,，\s]+/).filter(Boolean) : [],
    },
    limits: limitsOf(form, before?.limits ?? []),
    ...moneyOf(form),
  };
}

/** Whether the form can show all of a campaign; one it cannot is only viewed, so that nothing of it is lost. */
export function isEditable({ mechanism }: CampaignDefinitionInput): boolean {
  return isBasketDiscount(mechanism);
}

type Mechanism = CampaignDefinitionInput['mechanism'];
const isBasketDiscount = (
  mechanism: Mechanism,
): mechanism is Extract<Mechanism, { type: 'AMOUNT_OFF' | 'PERCENT_OFF' }> =>
  mechanism.type === 'AMOUNT_OFF' || mechanism.type === 'PERCENT_OFF';

/** The form of a definition it can show all of. @throws Error for another */
export function formOf(definition: CampaignDefinitionInput): CampaignForm {
  const { mechanism, when, where, limits = [], budget, funding = [] } = definition;
  if (!isBasketDiscount(mechanism)) throw new Error(`the form does not show a ${mechanism.type}`);
  return {
    id: definition.id,
    label: definition.label,
    owner: definition.owner,
    type: mechanism.type,
    thresholdYuan: toYuan(mechanism.thresholdFen),
    offYuan: mechanism.type === 'AMOUNT_OFF' ? toYuan(mechanism.offFen) : null,
    percent: mechanism.type === 'PERCENT_OFF' ? mechanism.bps / 100 : null,
    capYuan: toYuan(mechanism.capFen),
    repeat: mechanism.type === 'AMOUNT_OFF' && mechanism.repeat === true,
    kind: definition.kind,
    audience: definition.audience ?? NOBODY_ASKED,
    merchantCategories: where?.merchantCategories ?? [],
    from: toLocal(when.from),
    to: toLocal(when.to),
    weekdays: when.weekdays ?? [],
    hours: (when.hours ?? []).join(', '),
    perDay: limits.find(isPerDay)?.times ?? null,
    perCampaign: limits.find(isPerCampaign)?.times ?? null,
    budgetFrom: budget?.from ?? null,
    budgetYuan: toYuan(budget?.totalFen),
    unionPercent: budget ? (funding.find((share) => share.payer === 'UNION')?.bps ?? 0) / 100 : null,
  };
}

/** An empty form whose campaign would start tomorrow and run a month. */
export function emptyForm(nowMs: number): CampaignForm {
  const day = (days: number): string => toLocal(new Date(nowMs + days * 86_400_000).toISOString()).slice(0, 10);
  return {
    id: '',
    label: '',
    owner: '',
    type: 'AMOUNT_OFF',
    thresholdYuan: null,
    offYuan: null,
    percent: null,
    capYuan: null,
    repeat: false,
    kind: 'UNIVERSAL',
    audience: NOBODY_ASKED,
    merchantCategories: [],
    from: `${day(1)}T00:00`,
    to: `${day(31)}T00:00`,
    weekdays: [],
    hours: '',
    perDay: 1,
    perCampaign: null,
    budgetFrom: null,
    budgetYuan: null,
    unionPercent: 100,
  };
}
