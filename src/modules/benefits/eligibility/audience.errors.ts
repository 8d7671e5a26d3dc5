import { catalogue } from '../../../shared/errors.js';

/** Every way questions about audiences say no. */
export const audienceErrors = catalogue({
  AUDIENCE_OWNER_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The owner must be a union organisation you look after.',
  },
  AUDIENCE_TOO_SLOW: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Counting these rules takes too long. Ask fewer questions, or count a smaller part of the union.',
  },
  COUNTS_BUSY: {
    kind: 'UNAVAILABLE',
    retryable: true,
    message: 'Many officers are counting just now. Try again in a few seconds.',
  },
});
