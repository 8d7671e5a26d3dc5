import { generateSecret, generateURI, verifySync } from 'otplib';

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
