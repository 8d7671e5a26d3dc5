import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../../shared/page.js';

export const PLASTIC_STATES = ['APPLIED', 'IN_BATCH', 'PRODUCED', 'HANDED_OVER', 'ACTIVE', 'VOID'] as const;
export type PlasticState = (typeof PLASTIC_STATES)[number];

/** What an officer does with a single piece of plastic. */
export const PLASTIC_ACTIONS = ['HAND_OVER', 'ACTIVATE', 'REMAKE', 'VOID'] as const;
export type PlasticAction = (typeof PLASTIC_ACTIONS)[number];

export const wireTime = z.iso.datetime({ offset: true });
export const localDay = z.iso.date();
export const reasonSchema = z.string().trim().min(2, 'must say why').max(200);
export const orgIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a union, such as park-a-u1');
export const proofSchema = z.string().regex(/^[0-9]{5}[0-9Xx]$/, 'must be the last six characters of the ID number');

export const CARD_FORMS = ['PHONE', 'PLASTIC'] as const;
export type CardForm = (typeof CARD_FORMS)[number];

/** An officer asks for a card for one person: on the phone, or as plastic too. */
export const cardApplicationRequestSchema = z
  .strictObject({ memberId: idSchema, form: z.enum(CARD_FORMS), reason: reasonSchema })
  .meta({ id: 'CardApplicationRequest' });
export type CardApplicationRequest = z.infer<typeof cardApplicationRequestSchema>;
export const cardApplicationAcceptedSchema = z
  .strictObject({ cardId: idSchema })
  .meta({ id: 'CardApplicationAccepted' });

export const plasticActionRequestSchema = z
  .strictObject({ action: z.enum(PLASTIC_ACTIONS), reason: reasonSchema })
  .meta({ id: 'PlasticActionRequest' });
export type PlasticActionRequest = z.infer<typeof plasticActionRequestSchema>;

/** What a card's page says of its plastic. */
export const plasticViewSchema = z
  .strictObject({
    id: idSchema,
    issueNo: z.int(),
    state: z.enum(PLASTIC_STATES),
    batchId: idSchema.nullable(),
    place: z.int().nullable(),
    expiresOn: localDay.nullable(),
    appliedAt: wireTime,
    actions: z.array(z.enum(PLASTIC_ACTIONS)),
  })
  .meta({ id: 'CardPlastic' });
export type PlasticView = z.infer<typeof plasticViewSchema>;

export const plasticListQuerySchema = pageQuerySchema.extend({
  cursor: idSchema.optional(),
  orgId: orgIdSchema.optional(),
  batchId: idSchema.optional(),
  state: z.enum(PLASTIC_STATES).optional(),
});
export type PlasticListQuery = z.infer<typeof plasticListQuerySchema>;

export const plasticItemSchema = z
  .strictObject({
    id: idSchema,
    cardId: idSchema,
    cardNo: z.string(),
    memberName: z.string(),
    memberNo: z.string(),
    orgName: z.string(),
    state: z.enum(PLASTIC_STATES),
    place: z.int().nullable(),
    appliedAt: wireTime,
  })
  .meta({ id: 'PlasticItem' });
export type PlasticItem = z.infer<typeof plasticItemSchema>;
export const plasticPageSchema = pageSchema(plasticItemSchema).meta({ id: 'PlasticPage' });

/** The worker's own plastic, as far as a worker needs to know. */
export const workerPlasticSchema = z
  .strictObject({ state: z.enum(PLASTIC_STATES), appliedAt: wireTime, expiresOn: localDay.nullable() })
  .meta({ id: 'WorkerPlastic' });

export const workerApplicationSchema = z
  .strictObject({ form: z.enum(CARD_FORMS) })
  .meta({ id: 'WorkerCardApplication' });
export const provenRequestSchema = z.strictObject({ proof: proofSchema }).meta({ id: 'ProvenRequest' });
export const reissueRequestSchema = z
  .strictObject({ proof: proofSchema, plastic: z.boolean() })
  .meta({ id: 'ReissueRequest' });
export type ReissueRequest = z.infer<typeof reissueRequestSchema>;
