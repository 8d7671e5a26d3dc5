import { z } from 'zod';
import { fenSchema } from '../../../shared/money.js';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';

export const dimensionSchema = z.enum(['PARK', 'DISTRICT', 'UNION', 'INDUSTRY']);
export type Dimension = z.infer<typeof dimensionSchema>;

export const indicatorSchema = z.enum([
  'establishmentRate',
  'membershipRate',
  'issuanceRate',
  'activeCardRate',
  'standardRate',
]);
export type Indicator = z.infer<typeof indicatorSchema>;

const rateSchema = z.number().min(0);
/** Counts and rates of a part; null is not known or has no meaning there. */
const countsShape = {
  workers: z.int(),
  members: z.int(),
  cards: z.int(),
  activeCards: z.int(),
  /** Active cards used within the last 90 days. */
  usedCards: z.int().nullable(),
  enterprises: z.int(),
  enterprisesWithUnion: z.int(),
  unions: z.int().nullable(),
  standardUnions: z.int().nullable(),
  establishmentRate: rateSchema,
  membershipRate: rateSchema,
  issuanceRate: rateSchema,
  activeCardRate: rateSchema.nullable(),
  standardRate: rateSchema.nullable(),
};

const parkIndicatorsSchema = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    tier: z.enum(['NATIONAL', 'PROVINCIAL', 'MUNICIPAL']).nullable(),
    ...countsShape,
  })
  .meta({ id: 'ParkIndicators' });

export const overviewSchema = z
  .strictObject({
    /** What was committed before is in the figures; null before the first count. */
    asOf: z.string().nullable(),
    ...countsShape,
    parks: z.array(parkIndicatorsSchema),
    today: z.strictObject({
      redemptions: z.int(),
      discountFen: fenSchema,
      /** Redemptions of each hour, from midnight on. */
      byHour: z.array(z.int()).length(24),
    }),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overviewSchema>;

const placeCodeSchema = z.string().regex(/^[A-Z0-9]{1,8}$/, 'must be the code of a park or district');
const industryNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(50)
  .regex(/^[^\p{Cc}]*$/u, 'must be one line');

const partShape = {
  parkCode: placeCodeSchema.optional(),
  districtCode: placeCodeSchema.optional(),
  industry: industryNameSchema.optional(),
};

export const sortFieldSchema = z.enum([
  'name',
  'workers',
  'members',
  'cards',
  'activeCards',
  ...indicatorSchema.options,
]);
export type SortField = z.infer<typeof sortFieldSchema>;

const rowsShape = {
  by: dimensionSchema,
  ...partShape,
  q: industryNameSchema.optional(),
  sort: sortFieldSchema.default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
};

export const breakdownFileQuerySchema = z.strictObject(rowsShape);
export type BreakdownFileQuery = z.infer<typeof breakdownFileQuerySchema>;

export const breakdownQuerySchema = pageQuerySchema.extend({
  ...rowsShape,
  /** How many rows came before. */
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
});
export type BreakdownQuery = z.infer<typeof breakdownQuerySchema>;

export const partIndicatorsSchema = z
  .strictObject({
    /** Code of the park or district, id of the union, name of the trade; null for what belongs to none. */
    key: z.string().nullable(),
    name: z.string().nullable(),
    ...countsShape,
  })
  .meta({ id: 'PartIndicators' });
export type PartIndicators = z.infer<typeof partIndicatorsSchema>;
export const partPageSchema = pageSchema(partIndicatorsSchema).meta({ id: 'PartIndicatorsPage' });

export const trendQuerySchema = z.strictObject({
  ...partShape,
  orgId: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the id of a union organisation')
    .optional(),
});
export type TrendQuery = z.infer<typeof trendQuerySchema>;

const monthSchema = z
  .strictObject({
    /** First day of the month; the last one is this month as it stands now. */
    monthOn: z.string(),
    closed: z.boolean(),
    ...countsShape,
  })
  .meta({ id: 'IndicatorMonth' });
export type MonthIndicators = z.infer<typeof monthSchema>;

export const outlookSchema = z
  .strictObject({
    indicator: indicatorSchema,
    goalBps: z.int(),
    byOn: z.string(),
    /** The union the goal was set for: one's own or one above. */
    orgId: z.string(),
    /** Basis points still missing; 0 when it is reached, null when the rate is not known. */
    gapBps: z.int().nullable(),
    /** First day of the month it is reached in at the pace of the last year; null when it is not. */
    reachedIn: z.string().nullable(),
  })
  .meta({ id: 'GoalOutlook' });
export type Outlook = z.infer<typeof outlookSchema>;

export const trendSchema = z
  .strictObject({ months: z.array(monthSchema), goals: z.array(outlookSchema) })
  .meta({ id: 'IndicatorTrend' });
export type Trend = z.infer<typeof trendSchema>;

export const goalRequestSchema = z
  .strictObject({
    indicator: indicatorSchema,
    orgId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be the id of a union organisation'),
    /** 6000 is 60 %. */
    goalBps: z.int().min(1).max(10_000),
    byOn: z.iso.date(),
  })
  .meta({ id: 'GoalRequest' });
export type GoalRequest = z.infer<typeof goalRequestSchema>;

export const goalViewSchema = z
  .strictObject({
    id: z.string(),
    indicator: indicatorSchema,
    orgId: z.string(),
    orgName: z.string(),
    goalBps: z.int(),
    byOn: z.string(),
    setBy: z.string().nullable(),
    setAt: z.string(),
  })
  .meta({ id: 'Goal' });
export type GoalView = z.infer<typeof goalViewSchema>;
export const goalListSchema = z.strictObject({ items: z.array(goalViewSchema) }).meta({ id: 'GoalList' });

export const rebuildRequestSchema = z
  .strictObject({
    /** Closed months to count anew from the rows as well. */
    months: z.int().min(0).max(24).default(0),
  })
  .meta({ id: 'TalliesRebuildRequest' });
export type RebuildRequest = z.infer<typeof rebuildRequestSchema>;
