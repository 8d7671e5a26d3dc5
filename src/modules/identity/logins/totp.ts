import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';

export const TOTP_STEP_SECONDS = 30;

/** A new secret, 32 base32 characters. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** What an authenticator app scans. */
export function totpUrl(secret: string, username: string): string {
  return generateURI({ issuer: '南昌职工卡', label: username, secret });
}

/** The step whose six digits these are, one step of clock difference allowed either way; null when they are wrong. */
export function findTotpStep(secret: string, digits: string, unixSeconds: number): number | null {
  const result = verifySync({
    secret,
    token: digits,
    epoch: unixSeconds,
    period: TOTP_STEP_SECONDS,
    epochTolerance: TOTP_STEP_SECONDS,
  });
  return result.valid ? Math.floor(unixSeconds / TOTP_STEP_SECONDS) + result.delta : null;
}

/** Digits that sign in now: the current step's, or the next one's when the current step was used already. */
export function nextTotpDigits(secret: string, unixSeconds: number, lastStep: number): string {
  const step = Math.floor(unixSeconds / TOTP_STEP_SECONDS);
  const next = lastStep === step ? step + 1 : step;
  return generateSync({ secret, epoch: next * TOTP_STEP_SECONDS, period: TOTP_STEP_SECONDS });
}
