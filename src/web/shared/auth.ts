import type { OtpAnswer } from '../../modules/identity/identity.schemas.js';
import { request } from './http.js';
import type { SessionAnswer } from './session.js';

/** Signs in an officer or a merchant's staff. */
export function signIn(username: string, password: string, totp: string): Promise<SessionAnswer> {
  const body = totp ? { username, password, totp } : { username, password };
  return request('POST', '/auth/v1/login', { body });
}

/** Sends a one-time code to a phone; the answer is the same for a number nobody has. */
export function askOtp(phone: string, device: string): Promise<OtpAnswer> {
  return request('POST', '/auth/v1/otp', { body: { phone, device } });
}

export function verifyOtp(challengeId: string, device: string, code: string): Promise<SessionAnswer> {
  return request('POST', '/auth/v1/otp/verify', { body: { challengeId, device, code } });
}
