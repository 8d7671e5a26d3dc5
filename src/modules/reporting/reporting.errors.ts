import { catalogue } from '../../shared/errors.js';

/** Every way a request for figures or repairs is told no. */
export const reportingErrors = catalogue({
  DEAD_LETTER_CLOSED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This dead letter was replayed or discarded before.',
  },
  GOAL_DAY_PAST: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'A goal is to be reached on a day to come. Choose a later day.',
  },
  EXPORT_UNDER_WAY: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Your file is being made. Come back in a minute.',
  },
  EXPORT_TOO_SOON: {
    kind: 'LIMITED',
    retryable: true,
    message: 'You asked for a file a short while ago. Fetch that one, or ask again in an hour.',
  },
  EXPORT_GONE: { kind: 'NOT_FOUND', retryable: false, message: 'This file is gone or not yours. Ask for a new one.' },
  EVENT_GONE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The event is no longer kept, so it cannot be replayed. Discard it.',
  },
});
