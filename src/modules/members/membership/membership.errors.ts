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
  MEMBER_WITHDRAWN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The person has left the union. Let them join again instead.',
  },
});
