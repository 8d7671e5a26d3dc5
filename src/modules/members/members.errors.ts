import { catalogue } from '../../shared/errors.js';

/** Every way members say no. */
export const memberErrors = catalogue({
  MEMBER_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such member in your unions.' },
  MEMBER_ALREADY: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This person is a member already. Look the person up instead of adding them again.',
  },
  PHONE_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another member has this phone number. Ask the person for their own number.',
  },
  CATEGORY_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'There is no such category. Choose one of the list.',
  },
  CATEGORY_LEVEL_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'This category has other levels. Choose one of the list, or none where it has none.',
  },
  CATEGORY_DATES_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The end date lies in the past. Give a later one.',
  },
  CATEGORY_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The member has this category already, or it waits for a decision.',
  },
  PROPOSAL_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such proposal in your unions.' },
  PROPOSAL_DECIDED: { kind: 'CONFLICT', retryable: false, message: 'The proposal was decided already.' },
  SAME_PERSON: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Whoever proposed this cannot decide it. Ask another officer.',
  },
  CATEGORY_NOT_HELD: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The member does not have this category.',
  },
  ENTERPRISE_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'There is no such enterprise. Choose one of the census.',
  },
  LIST_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such list in your unions.' },
  LIST_ID_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another list already has this id. Choose another one.',
  },
  LIST_OWNER_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The owner must be a union organisation you look after.',
  },
  LIST_TOO_MANY_ROWS: {
    kind: 'TOO_LARGE',
    retryable: false,
    message: 'At most 5,000 people at once. Send them in several parts.',
  },
  LIST_FULL: { kind: 'CONFLICT', retryable: false, message: 'A list holds 200,000 people at most. Use a second one.' },
});
