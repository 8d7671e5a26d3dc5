import { z } from 'zod';
import { PERMISSIONS } from '../../shared/caller.js';

/** The apps people sign in to; tills do not sign in. */
export const signInAppSchema = z.enum(['console', 'merchant', 'worker']);
export type SignInApp = z.infer<typeof signInAppSchema>;

export const usernameSchema = z.string().regex(/^[a-z][a-z0-9._-]{2,39}$/, 'must be a username');
const sixDigitsSchema = z.string().regex(/^[0-9]{6}$/, 'must be six digits');
const deviceSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/, 'must be 16 to 64 letters and digits the page made up');

export const loginRequestSchema = z
  .strictObject({
    // Not the form of a username: what cannot be one gets the same answer as what is none.
    username: z.string().trim().min(1).max(100),
    password: z.string().min(1).max(256),
    totp: sixDigitsSchema.optional(),
  })
  .meta({ id: 'LoginRequest' });
export type LoginRequest = z.infer<typeof loginRequestSchema>;

export const loginViewSchema = z
  .strictObject({
    id: z.string(),
    displayName: z.string(),
    roles: z.array(z.string()),
    /** What an officer may do in some part of the union: what the console offers. Each request is judged anew. */
    permissions: z.array(z.enum(PERMISSIONS)),
    merchantId: z.string().nullable(),
    storeId: z.string().nullable(),
  })
  .meta({ id: 'Login' });
export type LoginView = z.infer<typeof loginViewSchema>;

export const sessionAnswerSchema = z
  .strictObject({ accessToken: z.string(), expiresAt: z.string(), app: signInAppSchema, login: loginViewSchema })
  .meta({ id: 'SessionAnswer' });
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

export const otpRequestSchema = z
  .strictObject({ phone: z.string().min(11).max(20), device: deviceSchema })
  .meta({ id: 'OtpRequest' });
export type OtpRequest = z.infer<typeof otpRequestSchema>;

export const otpAnswerSchema = z
  .strictObject({ challengeId: z.string(), expiresAt: z.string(), demoCode: z.string().optional() })
  .meta({ id: 'OtpAnswer' });
export type OtpAnswer = z.infer<typeof otpAnswerSchema>;

export const otpVerificationSchema = z
  .strictObject({ challengeId: z.uuid(), device: deviceSchema, code: sixDigitsSchema })
  .meta({ id: 'OtpVerification' });
export type OtpVerification = z.infer<typeof otpVerificationSchema>;

export const sessionRequestSchema = z.strictObject({ app: signInAppSchema }).meta({ id: 'SessionRequest' });
export type SessionRequest = z.infer<typeof sessionRequestSchema>;
