import { z } from 'zod';

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

export const memberEventKindSchema = z.enum(MEMBER_EVENT_KINDS);
