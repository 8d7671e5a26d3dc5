import { z } from 'zod';
import { labelSchema } from '../campaigns/campaign.schemas.js';
import { slugSchema } from '../campaigns/campaign-views.schemas.js';

/** 十送暖心: 送政策 文化 服务 岗位 技能 保障 救助 健康 助学 项目. */
export const BENEFIT_CATEGORIES = [
  'POLICY',
  'CULTURE',
  'SERVICE',
  'JOBS',
  'SKILLS',
  'PROTECTION',
  'RELIEF',
  'HEALTH',
  'SCHOOLING',
  'PROJECT',
] as const;
/** 四季恒温: 春送岗位健康 夏送清凉 金秋助学 冬送温暖. */
export const SEASONS = ['SPRING', 'SUMMER', 'AUTUMN', 'WINTER'] as const;
export type BenefitCategory = (typeof BENEFIT_CATEGORIES)[number];
export type Season = (typeof SEASONS)[number];

const bothLanguages = z.strictObject({ 'zh-CN': z.string(), 'en-US': z.string() }).meta({ id: 'TextInBothLanguages' });
export const NUMBER_UNITS = ['FEN', 'BPS', 'COUNT'] as const;

/** A figure an officer may change before the draft is made. */
const templateNumberSchema = z
  .strictObject({
    /** Where it stands in the definition, such as `mechanism.offFen`. */
    path: z.string(),
    /** What it is: a key of the pages' texts, the same as in a review. */
    field: z.string(),
    unit: z.enum(NUMBER_UNITS),
    value: z.number().int(),
    /** For a limit: whose, in which period. */
    per: z.string().nullable(),
    period: z.string().nullable(),
    /** For a tier of a grant: for whom; null is everyone left. */
    category: z.string().nullable(),
  })
  .meta({ id: 'CampaignTemplateNumber' });
export type TemplateNumber = z.infer<typeof templateNumberSchema>;

export const campaignTemplateSchema = z
  .strictObject({
    id: z.string(),
    category: z.enum(BENEFIT_CATEGORIES),
    season: z.enum(SEASONS).nullable(),
    title: bothLanguages,
    /** One sentence: what a member gets. */
    about: bothLanguages,
    label: z.string(),
    mechanism: z.string(),
    kind: z.enum(['UNIVERSAL', 'TARGETED']),
    /** How long it usually runs. */
    days: z.number().int(),
    takesBudget: z.boolean(),
    numbers: z.array(templateNumberSchema),
  })
  .meta({ id: 'CampaignTemplate' });
export type CampaignTemplateView = z.infer<typeof campaignTemplateSchema>;
export const campaignTemplateListSchema = z
  .strictObject({ items: z.array(campaignTemplateSchema) })
  .meta({ id: 'CampaignTemplateList' });

export const campaignTemplateQuerySchema = z.strictObject({
  category: z.enum(BENEFIT_CATEGORIES).optional(),
  season: z.enum(SEASONS).optional(),
});
export type CampaignTemplateQuery = z.infer<typeof campaignTemplateQuerySchema>;

const NUMBERS_MAX = 50;
const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2017-01-01T00:00:00+08:00' });

export const templateDraftRequestSchema = z
  .strictObject({
    id: slugSchema,
    owner: slugSchema,
    label: labelSchema.optional(),
    from: instant,
    to: instant,
    /** The line that pays; needed exactly when the template takes a budget. */
    budgetFrom: slugSchema.optional(),
    /** Figures to change, by their path; the others stay as they are. */
    numbers: z
      .record(z.string().max(100), z.number().int().min(0))
      .refine((numbers) => Object.keys(numbers).length <= NUMBERS_MAX, `at most ${NUMBERS_MAX} figures`)
      .default({}),
  })
  .meta({ id: 'TemplateDraftRequest' });
export type TemplateDraftRequest = z.infer<typeof templateDraftRequestSchema>;
