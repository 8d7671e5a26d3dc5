import { z } from 'zod';

export const retentionCodeSchema = z
  .string()
  .regex(/^[A-Z][A-Z_]{1,39}$/, 'must be the code of a period such as SESSION');

export const retentionRuleSchema = z
  .strictObject({
    code: z.string(),
    keepDays: z.int(),
    minDays: z.int(),
    maxDays: z.int(),
    changedBy: z.string().nullable(),
    changedAt: z.string().nullable(),
    lastRunAt: z.string().nullable(),
    /** What the last clearing removed; null where nothing is cleared by it, such as a waiting time. */
    lastRemoved: z.int().nullable(),
  })
  .meta({ id: 'RetentionRule' });
export type RetentionRuleView = z.infer<typeof retentionRuleSchema>;
export const retentionRulesSchema = z
  .strictObject({ items: z.array(retentionRuleSchema) })
  .meta({ id: 'RetentionRules' });

export const retentionChangeSchema = z
  .strictObject({
    keepDays: z.int('must be a whole number of days').min(0),
    reason: z.string().trim().min(4, 'must say why').max(200),
  })
  .meta({ id: 'RetentionChange' });
export type RetentionChange = z.infer<typeof retentionChangeSchema>;
