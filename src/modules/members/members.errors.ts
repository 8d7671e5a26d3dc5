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
  CATEGORY_RETIRED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This category is retired: what is held goes on to its end, nothing new is begun. Choose another one.',
  },
  CATEGORY_NAME_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another category has this name. Give it one that tells them apart.',
  },
  MEANING_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'Nobody asked for such a change of a category.' },
  MEANING_SAME: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'This is what the category means already. Change something first.',
  },
  MEANING_NEW_RETIRED: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'A new category is there to be granted. Retire it once it is no more.',
  },
  MEANING_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'A change of this category waits to be decided. Decide it first.',
  },
  MEANING_DECIDED: { kind: 'CONFLICT', retryable: false, message: 'This change was decided already.' },
  CATEGORY_LEVEL_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'This category has other levels. Choose one of the list, or none where it has none.',
  },
  CATEGORY_DATES_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'These days cannot be: the end lies in the past, or the days are out of order.',
  },
  CATEGORY_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The member has this category already, or it waits for a decision.',
  },
  CASE_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such case in your unions.' },
  CASE_STATE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The case is no longer where this can be done. Load it again.',
  },
  CATEGORY_NOT_FOR_APPLYING: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'This category is proposed by the union, not applied for.',
  },
  ENTRY_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such entry in your unions.' },
  OBJECTION_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such open objection in your unions.',
  },
  EVIDENCE_MISSING: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Something that proves it is missing. Add a file, or an officer a home visit.',
  },
  EVIDENCE_FILE_EMPTY: { kind: 'INVALID', retryable: false, message: 'The file is empty. Choose another one.' },
  EVIDENCE_FILE_TOO_LARGE: {
    kind: 'TOO_LARGE',
    retryable: false,
    message: 'A file has 5 MB at most. Send a smaller picture, or scan at a lower resolution.',
  },
  EVIDENCE_FILE_TYPE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Only PDF, JPEG and PNG are taken, under the ending that fits. Take a photo instead.',
  },
  EVIDENCE_FILE_UNSAFE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The file is damaged or holds more than a picture or document. Take a photo of it instead.',
  },
  EVIDENCE_FILES_MANY: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'There are 10 files already. Remove one before you add another.',
  },
  EVIDENCE_FILE_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such file in this case.' },
  EVIDENCE_FILE_MISSING: {
    kind: 'INVALID',
    retryable: false,
    message: 'Send one file in the field "file", nothing else.',
  },
  EVIDENCE_NOT_KEPT: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This installation keeps no evidence yet. Its operator must set DATABASE_EVIDENCE_URL.',
  },
  SAME_PERSON: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Whoever proposed or prepared this cannot decide it. Ask another officer.',
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
