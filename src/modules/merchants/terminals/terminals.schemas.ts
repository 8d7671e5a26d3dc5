import { z } from 'zod';
import { TERMINAL_SCOPES } from '../../../shared/caller.js';
import { publicKeySchema, signatureSchema } from '../../../shared/pos-signature.js';

/** Ids of merchants and stores: chosen by people, fit for addresses. */
export const placeIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'must be letters, digits, hyphens and underscores, at most 64');
/** One line of readable text: no control characters, no halves of characters, which the database would not take. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{C}*$/u, 'must be one line of readable text');

const labelSchema = lineSchema(50);
const scopeSchema = z.enum(TERMINAL_SCOPES);

/** Ids of tills and of their keys, as we give them. */
export const terminalIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const keyIdSchema = z.string().regex(/^tk_[A-Za-z0-9_-]{6,40}$/);

/** A code as typed: spaces, hyphens and lower case are forgiven. */
export const enrolmentCodeTextSchema = z.string().min(8).max(16);

/** The key our answers are signed with; a till keeps it and checks every answer. */
export const answerKeySchema = z.strictObject({ kid: z.int(), publicKey: publicKeySchema }).meta({ id: 'AnswerKey' });

export const enrolmentSchema = z
  .strictObject({ code: enrolmentCodeTextSchema, publicKey: publicKeySchema, proof: signatureSchema })
  .meta({ id: 'Enrolment' });
export type Enrolment = z.infer<typeof enrolmentSchema>;

export const enrolledSchema = z
  .strictObject({ terminalId: z.string(), keyId: keyIdSchema, storeId: z.string(), answerKey: answerKeySchema })
  .meta({ id: 'EnrolledTerminal' });
export type Enrolled = z.infer<typeof enrolledSchema>;

export const pairBrowserSchema = z
  .strictObject({
    storeId: placeIdSchema,
    label: labelSchema,
    publicKey: publicKeySchema,
    /** Fewer than a browser till gets by itself, never more. */
    scopes: z.array(scopeSchema).min(1).max(TERMINAL_SCOPES.length).optional(),
  })
  .meta({ id: 'PairBrowser' });
export type PairBrowser = z.infer<typeof pairBrowserSchema>;

export const newEnrolmentCodeSchema = z.strictObject({ label: labelSchema }).meta({ id: 'NewEnrolmentCode' });
export const newStoreEnrolmentCodeSchema = z
  .strictObject({ storeId: placeIdSchema, label: labelSchema })
  .meta({ id: 'NewStoreEnrolmentCode' });
export type NewStoreEnrolmentCode = z.infer<typeof newStoreEnrolmentCodeSchema>;

export const enrolmentCodeViewSchema = z
  .strictObject({ code: z.string(), expiresAt: z.string() })
  .meta({ id: 'EnrolmentCode' });
export type EnrolmentCodeView = z.infer<typeof enrolmentCodeViewSchema>;

export const terminalViewSchema = z
  .strictObject({
    id: z.string(),
    storeId: z.string(),
    label: z.string(),
    kind: z.enum(['POS', 'BROWSER']),
    scopes: z.array(scopeSchema),
    state: z.enum(['ACTIVE', 'REVOKED']),
    keys: z.array(
      z.strictObject({ keyId: z.string(), algorithm: z.enum(['ED25519', 'HMAC-SHA256']), createdAt: z.string() }),
    ),
    createdAt: z.string(),
  })
  .meta({ id: 'Terminal' });
export type TerminalView = z.infer<typeof terminalViewSchema>;

export const terminalListSchema = z.strictObject({ items: z.array(terminalViewSchema) }).meta({ id: 'TerminalList' });

export const posTimeSchema = z.strictObject({ serverTime: z.string(), unixSeconds: z.int() }).meta({ id: 'PosTime' });
export type PosTime = z.infer<typeof posTimeSchema>;

export const posTerminalSchema = z
  .strictObject({
    terminalId: z.string(),
    storeId: z.string(),
    storeName: z.string(),
    merchantName: z.string(),
    scopes: z.array(scopeSchema),
    keys: z.array(keyIdSchema),
    answerKey: answerKeySchema,
    serverTime: z.string(),
  })
  .meta({ id: 'PosTerminal' });
export type PosTerminal = z.infer<typeof posTerminalSchema>;

export const newTerminalKeySchema = z
  .strictObject({ publicKey: publicKeySchema, proof: signatureSchema })
  .meta({ id: 'NewTerminalKey' });
export type NewTerminalKey = z.infer<typeof newTerminalKeySchema>;

export const terminalKeyViewSchema = z.strictObject({ keyId: keyIdSchema }).meta({ id: 'TerminalKey' });

/** A shared secret is shown this once. */
export const hmacKeySchema = z
  .strictObject({ keyId: keyIdSchema, secret: publicKeySchema })
  .meta({ id: 'TerminalHmacKey' });
