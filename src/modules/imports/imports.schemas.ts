import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';

export const IMPORT_KINDS = ['members', 'enterprises'] as const;
export type ImportKindName = (typeof IMPORT_KINDS)[number];

export const IMPORT_STATES = [
  'UPLOADED',
  'MAPPING',
  'CHECKING',
  'CHECKED',
  'COMMITTING',
  'DONE',
  'FAILED',
  'CANCELLED',
  'UNDOING',
  'UNDONE',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const importOrgIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a union, such as park-a-u1');
const wireTime = z.iso.datetime({ offset: true });

export const importsQuerySchema = pageQuerySchema.extend({ cursor: idSchema.optional() });
export type ImportsQuery = z.infer<typeof importsQuerySchema>;

export const importAcceptedSchema = z.strictObject({ importId: idSchema }).meta({ id: 'ImportAccepted' });

/** Field → column of the file, counted from 0. */
const mappingSchema = z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), z.int().min(0).max(999));
export const mappingRequestSchema = z.strictObject({ mapping: mappingSchema }).meta({ id: 'ImportMapping' });
export type MappingRequest = z.infer<typeof mappingRequestSchema>;

const countsShape = {
  addedRows: z.int(),
  updatedRows: z.int(),
  transferredRows: z.int(),
  askedRows: z.int(),
  unchangedRows: z.int(),
  refusedRows: z.int(),
};
export const importCountsSchema = z.strictObject(countsShape).meta({ id: 'ImportCounts' });
export type ImportCounts = z.infer<typeof importCountsSchema>;

/** Why a field was refused; `otherRow` is the row that has the same value already. */
export const importErrorSchema = z
  .strictObject({ field: z.string(), reason: z.string(), otherRow: z.int().optional() })
  .meta({ id: 'ImportError' });
export type ImportError = z.infer<typeof importErrorSchema>;

/** Who of the batch was used since, and by what: `who` is masked. */
export const undoBlockSchema = z
  .strictObject({ rowNo: z.int(), who: z.string(), use: z.string() })
  .meta({ id: 'ImportUndoBlock' });
export type UndoBlock = z.infer<typeof undoBlockSchema>;

export const importViewSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(IMPORT_KINDS),
    orgId: z.string(),
    orgName: z.string(),
    fileName: z.string(),
    fileKind: z.enum(['csv', 'xlsx']).nullable(),
    state: z.enum(IMPORT_STATES),
    failure: z.string().nullable(),
    failureDetail: z.string().nullable(),
    /** The sheet that is read, and the others, which are not. */
    sheet: z.string().nullable(),
    otherSheets: z.array(z.string()),
    hasMergedCells: z.boolean(),
    header: z.array(z.string()),
    mapping: mappingSchema.nullable(),
    isRemembered: z.boolean(),
    fields: z.array(z.strictObject({ field: z.string(), name: z.string(), isRequired: z.boolean() })),
    totalRows: z.int(),
    doneRows: z.int(),
    ...countsShape,
    planned: importCountsSchema.nullable(),
    firstErrors: z.array(z.strictObject({ rowNo: z.int(), errors: z.array(importErrorSchema) })),
    mayUndo: z.boolean(),
    undoBlocks: z.array(undoBlockSchema),
    createdAt: wireTime,
    finishedAt: wireTime.nullable(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.infer<typeof importViewSchema>;
export const importsPageSchema = pageSchema(importViewSchema).meta({ id: 'ImportsPage' });
