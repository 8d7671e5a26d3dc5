import { catalogue } from '../../../shared/errors.js';

/** Every way consents and erasures say no. */
export const privacyErrors = catalogue({
  CONSENT_OUTDATED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'There is a newer text. Load it, read it, then answer again.',
  },
  CONSENT_GENERAL_NEEDED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Without this consent there can be no card. Ask for your data to be deleted instead.',
  },
  ERASURE_OPEN: { kind: 'CONFLICT', retryable: false, message: 'A deletion is under way for this member already.' },
  ERASURE_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such deletion in your unions.' },
  ERASURE_ENDED: { kind: 'CONFLICT', retryable: false, message: 'This deletion has ended already.' },
  ERASURE_OF_WORKER: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The worker asked for this deletion and alone can take it back.',
  },
});
