import { catalogue } from '../../shared/errors.js';

/** Every way this module says no. */
export const organizationErrors = catalogue({
  ORG_EXISTS: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'There is a union organisation with this id already. Choose another id.',
  },
  ORG_PARENT_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'There is no such union organisation to stand under. Give the id of an existing one.',
  },
  ORG_LEVEL_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'A union organisation stands under one of a higher level: city, park, grassroots, group.',
  },
  ORG_NAME_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another union right under the same one has this name. Give them names that tell them apart.',
  },
  PARK_NAME_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'There is a park of this name already. Give it a name that tells them apart.',
  },
  ORG_FIXED: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The city and the unions of parks stay where they are.',
  },
  ORG_TOP_OF_SCOPE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'You answer for this union, but not for the one above it. Ask an officer who answers for both.',
  },
  ORG_UNDER_ITSELF: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'A union cannot go under itself or under one of its own. Choose another one.',
  },
  ORG_STANDS_THERE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The union stands right under that one already.',
  },
  ORG_MOVE_BLOCKED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Money from a union it would leave is still at work below it. Close what is named, then move it.',
  },
  ORG_DISSOLVE_BLOCKED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The union still has what is named. Move or end all of it, then dissolve the union.',
  },
  STANDARD_OF_GRASSROOTS: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Only grassroots unions are assessed. Choose one of them.',
  },
  ASSESSED_AHEAD: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The day of the assessment lies ahead. Give the day it was made.',
  },
  DISTRICT_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'There is no such district. Choose one of the list.',
  },
});
