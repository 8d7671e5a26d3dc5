import { catalogue } from '../../../shared/errors.js';

export const retentionErrors = catalogue({
  RETENTION_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such period.' },
  RETENTION_OUT_OF_RANGE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The period is shorter or longer than the rules allow. Choose a number within its range.',
  },
});
