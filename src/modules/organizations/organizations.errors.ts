import { catalogue } from '../../shared/errors.js';

export const organizationErrors = catalogue({
  ORG_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such union in your part of the tree. Choose one from the list.' },
});
