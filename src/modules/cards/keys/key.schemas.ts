import { z } from 'zod';
import { idSchema } from '../../../shared/ids.js';

const wireTime = z.iso.datetime({ offset: true });

export const listedKeySchema = z
  .strictObject({
    kid: z.int(),
    suite: z.int(),
    /** Raw 32 bytes as base64url. */
    publicKey: z.string(),
    use: z.enum(['PASS', 'STATIC']),
    from: wireTime,
    to: wireTime.nullable(),
    status: z.enum(['ACTIVE', 'RETIRED', 'REVOKED']),
  })
  .meta({ id: 'CodeKey' });

/** What the root's text holds, once its signature fits. */
export const keyListContentSchema = z.strictObject({
  serial: z.int(),
  signedAt: wireTime,
  keys: z.array(listedKeySchema),
});

const signedListSchema = z
  .strictObject({
    serial: z.int(),
    /** The signed text, a JSON object `{serial, signedAt, keys}`; the signature is over `"UCARD/KEYS/v1\0"` and these bytes. */
    content: z.string(),
    signature: z.string(),
    rootKey: z.string(),
    signedAt: wireTime,
  })
  .meta({ id: 'SignedKeyList' });

/**
 * Keys of codes for tills. A key is to be trusted offline only when it stands in the root's list with the same public key; what `keys`
 * says beyond it can only take trust away.
 */
export const codeKeysSchema = z
  .strictObject({
    keys: z.array(listedKeySchema),
    policyEpoch: z.int(),
    /** null until the federation's offline root has signed a list. */
    root: signedListSchema.nullable(),
    serverTime: wireTime,
  })
  .meta({ id: 'CodeKeys' });
export type CodeKeysView = z.infer<typeof codeKeysSchema>;

const revocationSchema = z
  .strictObject({
    id: idSchema,
    kid: z.int(),
    reason: z.string(),
    state: z.enum(['PROPOSED', 'APPROVED', 'REJECTED']),
    proposedByName: z.string().nullable(),
    proposedAt: wireTime,
    decidedByName: z.string().nullable(),
    decidedAt: wireTime.nullable(),
    /** The asking officer may decide it: somebody else proposed it. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'KeyRevocation' });
export type KeyRevocationView = z.infer<typeof revocationSchema>;

export const keyDeskSchema = z
  .strictObject({
    keys: z.array(
      z
        .strictObject({ ...listedKeySchema.shape, signs: z.boolean(), inSignedList: z.boolean() })
        .meta({ id: 'DeskKey' }),
    ),
    revocations: z.array(revocationSchema),
    policyEpoch: z.int(),
    signedList: z.strictObject({ serial: z.int(), signedAt: wireTime }).nullable(),
  })
  .meta({ id: 'KeyDesk' });
export type KeyDeskView = z.infer<typeof keyDeskSchema>;

export const kidSchema = z.coerce.number().int().min(1).max(65_535);

export const proposeRevocationSchema = z
  .strictObject({ reason: z.string().trim().min(5, 'must say what happened').max(300) })
  .meta({ id: 'ProposeKeyRevocation' });
export type ProposeRevocation = z.infer<typeof proposeRevocationSchema>;

export const decideRevocationSchema = z
  .strictObject({ decision: z.enum(['APPROVE', 'REJECT']) })
  .meta({ id: 'DecideKeyRevocation' });
export type DecideRevocation = z.infer<typeof decideRevocationSchema>;
