import { catalogue } from '../../../shared/errors.js';

export const templateErrors = catalogue({
  TEMPLATE_NOT_FOUND: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such campaign template. Choose one of the list.',
  },
});
