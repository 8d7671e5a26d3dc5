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
  EVENT_GONE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The event is no longer kept, so it cannot be replayed. Discard it.',
  },
});
