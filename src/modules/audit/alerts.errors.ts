import { catalogue } from '../../shared/errors.js';

export const alertErrors = catalogue({
  ALERT_NOT_FOUND: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such open alert in your subtree.' },
  ALERT_UNEXAMINED: {
    kind: 'CONFLICT',
    retryable: false,
    message:
      'The auditor stopped this. Somebody must examine the alert and say what was found; then another person resumes.',
  },
  ALERT_SAME_PERSON: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'You examined this alert yourself. Another person must settle it.',
  },
});
