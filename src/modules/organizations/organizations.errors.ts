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
