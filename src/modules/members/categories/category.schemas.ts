import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { pageSchema } from '../../../shared/page.js';
import { memberPageQuerySchema, orgIdSchema } from '../members.schemas.js';

const dayOn = z.iso.date({ error: 'must be a day such as 2026-12-31' });
const wireTime = z.iso.datetime({ offset: true });

export const FACT_CAUSES = ['GRANTED', 'LOADED', 'RENEWED', 'CORRECTED', 'EXITED', 'REVOKED', 'REPLACED'] as const;

/** What a category means: its levels, how long it is posted, how long it holds, when it is looked at again. */
export const categoryCodeViewSchema = z
  .strictObject({
    code: z.string(),
    name: z.string(),
    levels: z.array(z.string()),
    noticeDays: z.int(),
    noticeScope: z.enum(['PUBLIC', 'UNION']),
    monthsMax: z.int(),
    reviewMonths: z.int(),
    evidenceMin: z.int(),
    workerMayApply: z.boolean(),
    keepYears: z.int(),
    version: z.int(),
    /** Nothing new is begun under it any more. */
    retired: z.boolean(),
  })
  .meta({ id: 'CategoryCode' });
export type CategoryCodeView = z.infer<typeof categoryCodeViewSchema>;
export const categoryCodesSchema = z
  .strictObject({ items: z.array(categoryCodeViewSchema) })
  .meta({ id: 'CategoryCodes' });

/** One thing that was known of an entry, from when to when it was taken for true. */
export const categoryFactSchema = z
  .strictObject({
    entryId: idSchema,
    version: z.int(),
    code: z.string(),
    codeName: z.string(),
    level: z.string().nullable(),
    fromOn: z.string(),
    untilOn: z.string().nullable(),
    /** False: from then on it counted as never having been. */
    held: z.boolean(),
    cause: z.enum(FACT_CAUSES),
    recordedAt: wireTime,
    supersededAt: wireTime.nullable(),
  })
  .meta({ id: 'CategoryFact' });
export type CategoryFactView = z.infer<typeof categoryFactSchema>;

const heldOnSchema = z.strictObject({
  entryId: idSchema,
  code: z.string(),
  codeName: z.string(),
  level: z.string().nullable(),
  fromOn: z.string(),
  untilOn: z.string().nullable(),
});

/** A member's categories as known at the end of `asOf`: those that held on the day `on`, and everything recorded until then. */
export const memberCategoriesSchema = z
  .strictObject({ asOf: z.string(), on: z.string(), held: z.array(heldOnSchema), facts: z.array(categoryFactSchema) })
  .meta({ id: 'MemberCategories' });
export type MemberCategoriesView = z.infer<typeof memberCategoriesSchema>;

export const asOfQuerySchema = z.strictObject({
  /** What we knew at the end of this day; today by default. */
  asOf: dayOn.optional(),
  /** About which day; the same day by default. */
  on: dayOn.optional(),
});
export type AsOfQuery = z.infer<typeof asOfQuerySchema>;

export const holdersQuerySchema = memberPageQuerySchema.extend({
  orgId: orgIdSchema,
  code: z.string().max(40).optional(),
  asOf: dayOn.optional(),
  on: dayOn.optional(),
});
export type HoldersQuery = z.infer<typeof holdersQuerySchema>;

export const holderSchema = heldOnSchema
  .extend({
    /** Null for somebody who went on to a union elsewhere: then the name is masked, and their page is the next union's. */
    memberId: idSchema.nullable(),
    memberNo: z.string().nullable(),
    memberName: z.string(),
    /** The union of that day. */
    orgName: z.string(),
  })
  .meta({ id: 'CategoryHolder' });
export type HolderView = z.infer<typeof holderSchema>;
export const holdersPageSchema = pageSchema(holderSchema).meta({ id: 'CategoryHoldersPage' });
