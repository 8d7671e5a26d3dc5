import { catalogue } from '../../shared/errors.js';

/** Every way imports say no. */
export const importErrors = catalogue({
  IMPORT_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such import in your unions.' },
  FILE_MISSING: {
    kind: 'INVALID',
    retryable: false,
    message: 'Send one CSV or XLSX file in the field "file" and the union in the field "orgId".',
  },
  FILE_EMPTY: {
    kind: 'INVALID',
    retryable: false,
    message: 'The file is empty. Fill in the template and send it again.',
  },
  IMPORT_STEP_WRONG: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The import is not at this step any more. Load the page again.',
  },
  MAPPING_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Every required field needs a column of the file, and no column can be two fields.',
  },
  IMPORT_NOTHING: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'No row would change anything. Mend the file and send it again.',
  },
  IMPORT_NOT_UNDOABLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Only an import that has brought something in can be undone, and only within 30 days.',
  },
});
