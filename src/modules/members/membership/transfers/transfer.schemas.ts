import { z } from 'zod';
import { idSchema } from '../../../../shared/ids.js';
import { pageSchema } from '../../../../shared/page.js';
import { memberPageQuerySchema, orgIdSchema } from '../../members.schemas.js';

const wireTime = z.iso.datetime({ offset: true });

export const TRANSFER_STATES = ['REQUESTED', 'DONE', 'REFUSED', 'CANCELLED', 'EXPIRED'] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];
const sideSchema = z.enum(['FROM', 'TO']);

/** Why something is done, in an officer's or a worker's own words. */
export const reasonSchema = z.string().trim().min(2, 'must say why').max(300);

export const transferRequestSchema = z
  .strictObject({ orgId: orgIdSchema, reason: reasonSchema })
  .meta({ id: 'TransferRequest' });
export type TransferRequest = z.infer<typeof transferRequestSchema>;

export const noBodySchema = z.strictObject({}).meta({ id: 'NoBody' });

/** `MOVED`: the member is there already; else the other union is asked, now or since before. */
export const transferMadeSchema = z
  .strictObject({ transferId: idSchema.nullable(), outcome: z.enum(['REQUESTED', 'WAITING', 'MOVED']) })
  .meta({ id: 'TransferMade' });
export type TransferMade = z.infer<typeof transferMadeSchema>;

/**
 * A transfer as one union sees it: its own side whole, of the other nothing until the member has moved. Who looks after both unions
 * sees both.
 */
export const transferViewSchema = z
  .strictObject({
    id: idSchema,
    /** Null for the union that is joined, until it is. */
    memberId: idSchema.nullable(),
    nameMasked: z.string(),
    state: z.enum(TRANSFER_STATES),
    sides: z.array(sideSchema),
    fromOrgName: z.string().nullable(),
    toOrgName: z.string().nullable(),
    requestedSide: z.enum(['WORKER', 'FROM', 'TO']),
    fromConfirmedAt: wireTime.nullable(),
    toConfirmedAt: wireTime.nullable(),
    reason: z.string().nullable(),
    endedReason: z.string().nullable(),
    createdAt: wireTime,
    expiresAt: wireTime,
    remindedAt: wireTime.nullable(),
    endedAt: wireTime.nullable(),
    mayConfirm: z.boolean(),
    mayCancel: z.boolean(),
  })
  .meta({ id: 'MemberTransfer' });
export type TransferView = z.infer<typeof transferViewSchema>;
export const transfersPageSchema = pageSchema(transferViewSchema).meta({ id: 'MemberTransfersPage' });
export const transfersQuerySchema = memberPageQuerySchema.extend({
  state: z.enum(TRANSFER_STATES).optional(),
  memberId: idSchema.optional(),
});
export type TransfersQuery = z.infer<typeof transfersQuerySchema>;

export const endTransferRequestSchema = z
  .strictObject({ refuse: z.boolean(), reason: reasonSchema })
  .meta({ id: 'EndTransferRequest' });
export type EndTransferRequest = z.infer<typeof endTransferRequestSchema>;

/** A union by name, and nothing else about it. */
export const unionNameSchema = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'UnionName' });
export type UnionName = z.infer<typeof unionNameSchema>;
export const unionNamesSchema = z.strictObject({ items: z.array(unionNameSchema) }).meta({ id: 'UnionNames' });
export const unionSearchSchema = z.strictObject({
  q: z
    .string()
    .trim()
    .min(2, 'must have two characters at least')
    .max(50)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line'),
});

/** The worker's own transfer: where to, and who has confirmed. */
export const myTransferSchema = z
  .strictObject({
    id: idSchema,
    state: z.enum(TRANSFER_STATES),
    toOrgName: z.string(),
    fromConfirmed: z.boolean(),
    toConfirmed: z.boolean(),
    endedReason: z.string().nullable(),
    createdAt: wireTime,
    expiresAt: wireTime,
    mayCancel: z.boolean(),
  })
  .meta({ id: 'MyTransfer' });
export type MyTransfer = z.infer<typeof myTransferSchema>;
