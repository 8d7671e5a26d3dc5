import { z } from 'zod';
import { request } from './http.js';
import { sessionAnswerSchema, type SessionAnswer } from './session.js';

export const otpAnswerSchema = z.object({
  challengeId: z.string(),
  expiresAt: z.string(),
  demoCode: z.string().optional(),
});
export type OtpAnswer = z.infer<typeof otpAnswerSchema>;

/** Signs in an officer or a merchant's staff. */
export function signIn(username: string, password: string, totp: string): Promise<SessionAnswer> {
  const body = totp ? { username, password, totp } : { username, password };
  return request('POST', '/auth/v1/login', { body, schema: sessionAnswerSchema });
}

/** Sends a one-time code to a phone; the answer is the same for a number nobody has. */
export function askOtp(phone: string, device: string): Promise<OtpAnswer> {
  return request('POST', '/auth/v1/otp', { body: { phone, device }, schema: otpAnswerSchema });
}

export function verifyOtp(challengeId: string, device: string, code: string): Promise<SessionAnswer> {
  return request('POST', '/auth/v1/otp/verify', { body: { challengeId, device, code }, schema: sessionAnswerSchema });
}
