import { z } from 'zod';
import { MEMBERSHIPS } from '../../members.schemas.js';
import { STANDING_STEPS } from '../standing/standing.schemas.js';
import { myTransferSchema } from '../transfers/transfer.schemas.js';
import { myWithdrawalSchema } from '../withdrawals/withdrawal.schemas.js';

const wireTime = z.iso.datetime({ offset: true });

export const MEMBER_EVENT_KINDS = [
  'JOINED',
  'REJOINED',
  'TRANSFERRED',
  'RETAINED',
  'RESUMED',
  'WITHDRAWN',
  'PHONE_CHANGED',
  'PHONE_PASSED_ON',
] as const;
export type MemberEventKind = (typeof MEMBER_EVENT_KINDS)[number];

/** One line of a member's history: a step of standing, `CARD_` and a card's state, or `CATEGORY_` and what became of it. */
export const historyLineSchema = z
  .strictObject({
    kind: z.string(),
    fromOrgName: z.string().nullable(),
    toOrgName: z.string().nullable(),
    /** Grouped as printed; the number before it where a card replaced another one. */
    cardNo: z.string().nullable(),
    previousCardNo: z.string().nullable(),
    category: z.string().nullable(),
    reason: z.string().nullable(),
    /** The last day of a retained standing. */
    untilOn: z.string().nullable(),
    actorKind: z.string(),
    actorName: z.string().nullable(),
    at: wireTime,
  })
  .meta({ id: 'HistoryLine' });
export type HistoryLine = z.infer<typeof historyLineSchema>;
export const historySchema = z
  .strictObject({
    items: z.array(historyLineSchema),
    /** What this officer can do about the member's standing now. */
    steps: z.array(z.enum(STANDING_STEPS)),
  })
  .meta({ id: 'MemberHistory' });
export type MemberHistory = z.infer<typeof historySchema>;

/** A worker's own standing, in short. */
export const myMembershipSchema = z
  .strictObject({
    membership: z.enum(MEMBERSHIPS),
    orgName: z.string(),
    joinedOn: z.string().nullable(),
    events: z.array(
      z.strictObject({
        kind: z.string(),
        fromOrgName: z.string().nullable(),
        toOrgName: z.string().nullable(),
        at: wireTime,
      }),
    ),
    transfer: myTransferSchema.nullable(),
    withdrawal: myWithdrawalSchema.nullable(),
  })
  .meta({ id: 'MyMembership' });
export type MyMembership = z.infer<typeof myMembershipSchema>;
