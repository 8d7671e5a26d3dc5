import { catalogue } from '../../shared/errors.js';

/** Every way this module says no. What a stranger could learn from a difference is one entry. */
export const identityErrors = catalogue({
  SIGN_IN_FAILED: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'The username, the password or the one-time code is wrong.',
  },
  TOTP_NEEDED: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'Send the six digits of your authenticator app along.',
  },
  SIGN_IN_DELAYED: {
    kind: 'LIMITED',
    retryable: true,
    message: 'Too many wrong attempts for this account from here. Wait, then try again.',
  },
  SIGN_IN_BUSY: {
    kind: 'UNAVAILABLE',
    retryable: true,
    message: 'Too many people are signing in right now. Try again in a moment.',
  },
  OTP_TOO_OFTEN: {
    kind: 'LIMITED',
    retryable: true,
    message: 'Too many codes were asked for this number. Wait, then ask again.',
  },
  OTP_WRONG: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'The code is wrong or no longer valid. Ask for a new one.',
  },
  SMS_NOT_CONFIGURED: {
    kind: 'UNAVAILABLE',
    retryable: false,
    message: 'This installation cannot send text messages yet. Tell its administrator.',
  },
  SESSION_ENDED: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'The session has ended. Sign in again.',
  },
  PHONE_PASSED_ON: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message:
      'Your number was registered to another person at a union’s desk. Bring your ID card to your union to give your new number.',
  },
  PHONE_CHANGED: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'Your number was changed at your union’s desk. Sign in with the new one and bind this phone again.',
  },
  MEMBERSHIP_ENDED: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'Your membership has ended. Sign in with your number to apply again.',
  },
  TOKEN_INVALID: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'The access token is missing, has ended or is not one of ours. Sign in again.',
  },
  USERNAME_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'There is a login with this username already. Choose another one.',
  },
  USERNAME_INVALID: {
    kind: 'INVALID',
    retryable: false,
    message:
      'A username has 3 to 40 lower-case letters, digits, dots, hyphens or underscores, and starts with a letter.',
  },
  OFFICER_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such officer in your part of the union.',
  },
  OFFICER_SELF: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Nobody changes their own roles or account. Ask another officer.',
  },
  OFFICER_ROLE_TOO_WIDE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message:
      'You can only give or take a role that you could do yourself, in your own part of the union, and no longer than you have it.',
  },
  OFFICER_ROLE_PAST: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The last day of a role is past. Choose today or later.',
  },
  OFFICER_OUT_OF_REACH: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This officer also holds a role that you may not take away. Ask an officer above.',
  },
  ACTIVATION_REFUSED: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'The code is wrong, was used or is no longer valid. Ask the officer who gave it for a new one.',
  },
  ACTIVATION_TOTP_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'These six digits do not fit. Scan the picture once more and type what your authenticator shows now.',
  },
  PASSWORD_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The current password is wrong.',
  },
  PASSWORD_WEAK: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'This password is too easy to guess. Choose at least 12 characters that are no well-known pattern.',
  },
});
