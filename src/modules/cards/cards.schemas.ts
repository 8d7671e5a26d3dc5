import { z } from 'zod';
import { idSchema } from '../../shared/ids.js';
import { pageQuerySchema, pageSchema } from '../../shared/page.js';
import {
  localDay,
  orgIdSchema,
  PLASTIC_STATES,
  plasticViewSchema,
  proofSchema,
  reasonSchema,
  wireTime,
  workerPlasticSchema,
} from './plastic/plastic.schemas.js';

export const CARD_STATES = [
  'APPLIED',
  'PRODUCED',
  'ISSUED',
  'ACTIVE',
  'FROZEN',
  'LOST',
  'REPLACED',
  'CANCELLED',
  'EXPIRED',
] as const;
export type CardState = (typeof CARD_STATES)[number];
/** What a line of a card's history tells: the state it came to, or that its PIN was begun anew at the desk, which changes no state. */
const CARD_LINES = [...CARD_STATES, 'PIN_RESET'] as const;
export type CardLine = (typeof CARD_LINES)[number];

/** What an officer does to a card. */
export const CARD_ACTIONS = ['FREEZE', 'UNFREEZE', 'LOST', 'REINSTATE', 'REPLACE', 'CANCEL'] as const;
export type CardAction = (typeof CARD_ACTIONS)[number];

/** Lists go on after an id. */
export const cardPageQuerySchema = pageQuerySchema.extend({ cursor: idSchema.optional() });
export type CardPageQuery = z.infer<typeof cardPageQuerySchema>;

export const cardsQuerySchema = cardPageQuerySchema.extend({
  q: z.string().trim().min(1).max(50).optional(),
  state: z.enum(CARD_STATES).optional(),
});
export type CardsQuery = z.infer<typeof cardsQuerySchema>;

const cardFields = {
  id: idSchema,
  /** The printed number in its groups. */
  cardNo: z.string(),
  memberId: idSchema,
  memberName: z.string(),
  memberNo: z.string(),
  orgName: z.string(),
  state: z.enum(CARD_STATES),
  issueNo: z.int(),
  issuedAt: wireTime.nullable(),
  activatedAt: wireTime.nullable(),
  expiresOn: localDay.nullable(),
  /** The number of the card given out before the platform. */
  legacyNo: z.string().nullable(),
  plasticState: z.enum(PLASTIC_STATES).nullable(),
};
export const cardViewSchema = z.strictObject(cardFields).meta({ id: 'Card' });
export type CardView = z.infer<typeof cardViewSchema>;
export const cardsPageSchema = pageSchema(cardViewSchema).meta({ id: 'CardsPage' });

const cardEventSchema = z
  .strictObject({
    fromState: z.enum(CARD_STATES).nullable(),
    toState: z.enum(CARD_LINES),
    reason: z.string(),
    actorKind: z.string(),
    actorName: z.string().nullable(),
    at: wireTime,
  })
  .meta({ id: 'CardEvent' });

const plasticEventSchema = z
  .strictObject({
    issueNo: z.int(),
    toState: z.enum(PLASTIC_STATES),
    reason: z.string(),
    actorKind: z.string(),
    actorName: z.string().nullable(),
    at: wireTime,
  })
  .meta({ id: 'CardPlasticEvent' });

/** The card before or after this one. */
const otherCardSchema = z
  .strictObject({ id: idSchema, cardNo: z.string(), state: z.enum(CARD_STATES) })
  .meta({ id: 'OtherCard' });

export const cardDetailSchema = z
  .strictObject({
    ...cardFields,
    device: z.strictObject({ slot: z.int(), boundAt: wireTime, hardware: z.boolean() }).nullable(),
    /** Phones bound before, the last one first. */
    pastDevices: z.array(z.strictObject({ slot: z.int(), boundAt: wireTime, replacedAt: wireTime })),
    plastic: plasticViewSchema.nullable(),
    plasticHistory: z.array(plasticEventSchema),
    previous: otherCardSchema.nullable(),
    next: otherCardSchema.nullable(),
    previousCardId: idSchema.nullable(),
    nextCardId: idSchema.nullable(),
    /** What the asking officer could do next. */
    actions: z.array(z.enum(CARD_ACTIONS)),
    history: z.array(cardEventSchema),
  })
  .meta({ id: 'CardDetail' });
export type CardDetail = z.infer<typeof cardDetailSchema>;

export const cardActionRequestSchema = z
  .strictObject({ action: z.enum(CARD_ACTIONS), reason: reasonSchema })
  .meta({ id: 'CardActionRequest' });
export type CardActionRequest = z.infer<typeof cardActionRequestSchema>;

export const CARDS_IN_BATCH_MAX = 200_000;

export const cardBatchRequestSchema = z
  .strictObject({
    orgId: orgIdSchema,
    cardsMax: z.int().min(1).max(CARDS_IN_BATCH_MAX).optional(),
  })
  .meta({ id: 'CardBatchRequest' });
export type CardBatchRequest = z.infer<typeof cardBatchRequestSchema>;

export const cardBatchAcceptedSchema = z.strictObject({ batchId: idSchema }).meta({ id: 'CardBatchAccepted' });

export const cardBatchViewSchema = z
  .strictObject({
    id: idSchema,
    orgId: z.string(),
    orgName: z.string(),
    state: z.enum(['WAITING', 'RUNNING', 'DONE', 'FAILED']),
    total: z.int(),
    issued: z.int(),
    failure: z.string().nullable(),
    createdAt: wireTime,
    finishedAt: wireTime.nullable(),
  })
  .meta({ id: 'CardBatch' });
export type CardBatchView = z.infer<typeof cardBatchViewSchema>;
export const cardBatchesPageSchema = pageSchema(cardBatchViewSchema).meta({ id: 'CardBatchesPage' });

/** The worker's own card. */
export const workerCardSchema = z
  .strictObject({
    member: z.strictObject({ name: z.string(), orgName: z.string(), memberNo: z.string() }),
    card: z
      .strictObject({
        cardNo: z.string(),
        cardNoGrouped: z.string(),
        state: z.enum(CARD_STATES),
        issuedAt: wireTime.nullable(),
        /** Passes of a lower epoch count no longer: a phone that holds one asks for the next at once. */
        policyEpoch: z.int(),
        /** What codes and short numbers begin with: a phone that holds others asks for its pass anew. */
        codePrefix: z.string(),
        shortPrefix: z.string(),
        device: z.strictObject({ slot: z.int(), boundAt: wireTime }).nullable(),
        /** The last day the card counts. */
        expiresOn: localDay.nullable(),
        /** Little time is left: ask for a new one. */
        renewSoon: z.boolean(),
        /** The number of the card given out before the platform. */
        legacyNo: z.string().nullable(),
        /** The union froze it or reported it lost: only the union takes that back. */
        stoppedByUnion: z.boolean(),
        plastic: workerPlasticSchema.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'WorkerCard' });
export type WorkerCard = z.infer<typeof workerCardSchema>;

const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be a raw Ed25519 public key of 32 bytes as base64url');

export const bindDeviceRequestSchema = z
  .strictObject({
    publicKey,
    proof: proofSchema,
    hardware: z.boolean(),
  })
  .meta({ id: 'BindDeviceRequest' });
export type BindDeviceRequest = z.infer<typeof bindDeviceRequestSchema>;

export const renewPassRequestSchema = z.strictObject({ publicKey }).meta({ id: 'RenewPassRequest' });
export const lossReportSchema = z.strictObject({}).meta({ id: 'LossReport' });
export const lossReportedSchema = z.strictObject({ state: z.enum(CARD_STATES) }).meta({ id: 'LossReported' });

/** What the phone needs to draw its codes, also with no network, until the pass ends. */
export const devicePassSchema = z
  .strictObject({
    cardNo: z.string(),
    slot: z.int(),
    pass: z.string(),
    passExpiresAt: wireTime,
    stepSeconds: z.int(),
    codePrefix: z.string(),
    /** What this phone makes its short numbers with: 32 bytes as base64url, for it alone. */
    shortPrefix: z.string(),
    shortSecret: z.string(),
    serverTime: wireTime,
  })
  .meta({ id: 'DevicePass' });
export type DevicePass = z.infer<typeof devicePassSchema>;
