import { catalogue } from '../../../shared/errors.js';

/** Every way budget lines say no. */
export const budgetErrors = catalogue({
  BUDGET_LINE_NOT_FOUND: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such budget line in the part of the union you look after.',
  },
  BUDGET_LINE_ID_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another budget line already has this id. Choose another one.',
  },
  BUDGET_ORG_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message:
      'The line must belong to a union organisation you look after, at or below the one that hands the money on.',
  },
  LINE_EXHAUSTED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The budget line has not enough left. Choose a smaller amount or another line.',
  },
});
