import { z } from 'zod';

const wireTime = z.iso.datetime({ offset: true });

/** For a vendor's developer, who reads the document and not this code. */
const LIST_TEXT =
  `The signed list as base64url, big-endian: format u8 (0x22) | kind u8 (0 full, 1 delta) | number u32 | base u32 | madeAt u32
(unix seconds) | policyEpoch u16 | kids u8 | kid u16, so many | four blocks | signerKid u16 | Ed25519 signature 64 over "UCARD/REVOKED/v1\\0" and
every byte before it, by the answer key the terminal was given. Blocks: cards added, cards removed, cards with revoked plastic, their
issues. Each is count u32 | k u8 | length u32 | bits, rising numbers as Rice-coded gaps less one (quotient in unary ones ended by a zero,
then k bits). The issues block holds running sums: the difference to the sum before, 1 to 255, is the last issueNo of that card's plastic
that is refused. Refuse a D code of a listed card (full plus added less removed), an S code of one, and an S code whose issueNo is not above
the last refused issue of its card in full list or delta; the D code of that card counts on. Plastic that was made and not yet activated
is in no list: give an S code only what merchants fund, within your caps. Take no lower number than you have, and a delta only on the very
full list it names.`.replaceAll('\n', ' ');

const listSchema = z
  .strictObject({
    number: z.int(),
    /** The full list this one changes; its own number when it is one. */
    baseNumber: z.int(),
    madeAt: wireTime,
    /** The signed list as base64url; `shared/code/revocation-list.ts` is its layout. */
    list: z.string().meta({ description: LIST_TEXT }),
  })
  .meta({ id: 'RevocationList' });

export const revocationsSchema = z
  .strictObject({
    /** null when the till named the newest one as what it has. */
    full: listSchema.nullable(),
    /** What changed since the newest full list; null before the first quarter of an hour is over. */
    delta: listSchema.nullable(),
    serverTime: wireTime,
  })
  .meta({ id: 'Revocations' });
export type RevocationsView = z.infer<typeof revocationsSchema>;

export const revocationsQuerySchema = z.strictObject({
  /** The number of the full list the till has. */
  have: z.coerce.number().int().min(1).optional(),
});
