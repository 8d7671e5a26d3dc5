const MINUTE_MS = 60_000;

export const OTP_VALID_MS = 5 * MINUTE_MS;
export const OTP_TRIES_MAX = 5;

/** How many codes a phone may ask for in which time. */
export const OTP_LIMITS = [
  { max: 1, withinMs: MINUTE_MS },
  { max: 5, withinMs: 60 * MINUTE_MS },
  { max: 10, withinMs: 24 * 60 * MINUTE_MS },
] as const;

/** As far back as the longest limit looks. */
export const OTP_HISTORY_MS = 24 * 60 * MINUTE_MS;

/** Milliseconds until a phone may ask again, 0 for now; `asked` are the instants of the last day, newest first. */
export function waitBeforeOtp(asked: readonly Date[], now: Date): number {
  const waits = OTP_LIMITS.map(({ max, withinMs }) => {
    // The one that must leave the window before another may enter it.
    const blocking = asked[max - 1];
    return blocking === undefined ? 0 : blocking.getTime() + withinMs - now.getTime();
  });
  return Math.max(0, ...waits);
}

export interface OtpFacts {
  readonly tries: number;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly deviceMatches: boolean;
  readonly codeMatches: boolean;
  /** The number belongs to a login that was blocked. */
  readonly blocked: boolean;
}

/**
 * Whether a code signs in, and whether the attempt counts; the one who asks learns only yes or no. Whose number it is does not
 * matter: who proved one nobody has may apply.
 */
export function decideOtp(facts: OtpFacts, now: Date): { readonly signsIn: boolean; readonly counts: boolean } {
  const open = facts.usedAt === null && now < facts.expiresAt && facts.tries < OTP_TRIES_MAX;
  if (!open) return { signsIn: false, counts: false };
  return { signsIn: facts.deviceMatches && facts.codeMatches && !facts.blocked, counts: true };
}
