import { catalogue } from '../../../shared/errors.js';

/** Every way joining, moving, resting and leaving say no. */
export const membershipErrors = catalogue({
  TRANSFER_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such transfer in your unions.' },
  TRANSFER_SAME_UNION: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The person belongs to this union already. Choose another one.',
  },
  TRANSFER_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'A transfer of this person waits already. Let it end first.',
  },
  TRANSFER_ENDED: { kind: 'CONFLICT', retryable: false, message: 'This transfer has ended already.' },
  TRANSFER_CONFIRMED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Your side has confirmed this transfer already; the other union is asked now.',
  },
  TRANSFER_NOT_YOURS: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Only who asked for this transfer can take it back. Refuse it with a reason instead.',
  },
  TRANSFER_UNION_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'There is no such union to move to. Choose one from the search.',
  },
  STANDING_STEP_IMPOSSIBLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This step cannot be taken from the standing the member has now. Load the page again.',
  },
  STANDING_UNTIL_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Give a last day between tomorrow and five years from now, and only where the membership is retained.',
  },
  WITHDRAWAL_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such wish to leave in your unions. Load the page again.',
  },
  WITHDRAWAL_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'You asked to leave already. Your union will get in touch with you.',
  },
  WITHDRAWAL_ENDED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This wish was answered or taken back already. Load the page again.',
  },
  APPLICATION_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such application in your unions.' },
  APPLICATION_DECIDED: { kind: 'CONFLICT', retryable: false, message: 'This application was decided already.' },
  APPLICATION_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'An application of this person waits already. Wait for the union to decide.',
  },
  APPLICATION_TOO_OFTEN: {
    kind: 'LIMITED',
    retryable: false,
    message: 'At most five applications a day. Ask your union at its desk, or try again tomorrow.',
  },
  PHONE_NOT_PROVED: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Apply with the phone number you signed in with.',
  },
  PHONE_SAME: { kind: 'CONFLICT', retryable: false, message: 'The member has this number already.' },
  MEMBER_WITHDRAWN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The person has left the union. Let them join again instead.',
  },
});
