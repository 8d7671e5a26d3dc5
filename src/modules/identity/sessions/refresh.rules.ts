import type { SignInApp } from '../identity.schemas.js';

const HOUR_MS = 3_600_000;

/** How long one signing-in lasts at most: a working day for officers, a week for tills, a month for a worker's own phone. */
export const SESSION_MS: Readonly<Record<SignInApp, number>> = {
  console: 12 * HOUR_MS,
  merchant: 7 * 24 * HOUR_MS,
  worker: 30 * 24 * HOUR_MS,
};

/** For so long a replaced token still leads to its successor: the answer that carried it may have been lost. */
export const GRACE_MS = 10_000;

/** Why a worker's sessions ended, told to the page that held one. */
export const SESSION_ENDS = ['PHONE_PASSED_ON', 'PHONE_CHANGED', 'MEMBERSHIP_ENDED'] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

export interface RefreshFacts {
  readonly app: SignInApp;
  readonly sessionExpiresAt: Date;
  readonly revokedAt: Date | null;
  readonly loginActive: boolean;
  readonly replacedAt: Date | null;
}

/** `ROTATE`: give the successor for the first time; `REPEAT`: give it again; `REVOKE`: someone else has used this token. */
export type RefreshDecision = 'ROTATE' | 'REPEAT' | 'REVOKE' | 'ENDED';

/** What a refresh token is worth now. */
export function decideRefresh(facts: RefreshFacts, app: SignInApp, now: Date): RefreshDecision {
  if (facts.app !== app || facts.revokedAt !== null || !facts.loginActive) return 'ENDED';
  if (now >= facts.sessionExpiresAt) return 'ENDED';
  if (facts.replacedAt === null) return 'ROTATE';
  return now.getTime() - facts.replacedAt.getTime() <= GRACE_MS ? 'REPEAT' : 'REVOKE';
}
