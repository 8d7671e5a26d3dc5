import { catalogue } from '../../shared/errors.js';

/** Every way cards say no. */
export const cardErrors = catalogue({
  CARD_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such card in your unions.' },
  CARD_NOT_ISSUED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'You have no card yet. Ask your union to issue one.',
  },
  CARD_NOT_USABLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The card is frozen or reported lost. Ask your union.',
  },
  CARD_STEP_IMPOSSIBLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This cannot be done to a card in its present state.',
  },
  CARD_OPEN_ALREADY: { kind: 'CONFLICT', retryable: false, message: 'The member has an open card already.' },
  CARD_REISSUED_TOO_OFTEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The card was replaced 254 times. Ask the federation to look into it.',
  },
  MEMBER_NOT_ACTIVE: { kind: 'CONFLICT', retryable: false, message: 'Only an active member can get a card.' },
  PROOF_WRONG: {
    kind: 'FORBIDDEN',
    retryable: false,
    message: 'These are not the last six characters of your ID number.',
  },
  PROOF_TOO_OFTEN: { kind: 'LIMITED', retryable: true, message: 'Too many wrong tries. Wait, then try again.' },
  DEVICE_KEY_WEAK: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The key of this phone cannot be used. Make a new one.',
  },
  DEVICE_NOT_BOUND: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'No phone is bound to the card. Bind this one first.',
  },
  DEVICE_REPLACED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The card was bound to another phone. Bind this one again if it is yours.',
  },
  DEVICE_SLOTS_USED_UP: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The card was bound too many times. Ask your union to replace it.',
  },
  PIN_WEAK: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message:
      'This PIN is among the first anybody would try. Take six digits that are no run, no date and not on the card.',
  },
  PIN_LOCKED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The PIN was wrong five times and is locked. Bring your ID card to the desk of your union.',
  },
  KEY_NOT_FOUND: { kind: 'NOT_FOUND', retryable: false, message: 'There is no key with this number.' },
  KEY_REVOKED_ALREADY: { kind: 'CONFLICT', retryable: false, message: 'This key was withdrawn before.' },
  KEY_REVOCATION_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Withdrawing this key was proposed before and waits for a second person.',
  },
  KEY_REVOCATION_UNKNOWN: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such proposal, or it was decided before.',
  },
  KEY_REVOCATION_SAME_PERSON: {
    kind: 'FORBIDDEN',
    retryable: false,
    message: 'Who proposed to withdraw a key cannot approve it. Ask a second person.',
  },
  REVOCATION_LIST_MISSING: {
    kind: 'UNAVAILABLE',
    retryable: true,
    message: 'No list of revoked cards has been made yet. Ask again in a minute.',
  },
  CARD_FROZEN_BY_UNION: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Your union froze this card. Ask your union to thaw it.',
  },
  CARD_REISSUED_LATELY: {
    kind: 'LIMITED',
    retryable: true,
    message: 'The card was replaced less than a day ago. Try again tomorrow, or ask your union.',
  },
  PLASTIC_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no plastic card to this card.' },
  PLASTIC_OPEN_ALREADY: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'There is a plastic card to this card already. Void it first, or have it made again.',
  },
  PLASTIC_STEP_IMPOSSIBLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This cannot be done to the plastic card in its present state.',
  },
  PRODUCTION_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such batch in your unions.' },
  PRODUCTION_STEP_IMPOSSIBLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This cannot be done to the batch in its present state. Load the page again.',
  },
  PRODUCTION_OWN: {
    kind: 'FORBIDDEN',
    retryable: false,
    message: 'Who asked for the batch cannot release it. Another officer must.',
  },
  PRODUCTION_FILE_GONE: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'The file is not made yet, or its seven days are over. Have it made again.',
  },
  PRODUCTION_NOT_IN_BATCH: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Some of the cards named are not in this batch. Load the list again.',
  },
  TAKEOVER_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such file in your unions.' },
  TAKEOVER_STEP_IMPOSSIBLE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This cannot be done to the file in its present state. Load the page again.',
  },
  TAKEOVER_FILE_MISSING: {
    kind: 'INVALID',
    retryable: false,
    message: 'Send one file in the field "file" and the union in "orgId".',
  },
  TAKEOVER_FILE_EMPTY: { kind: 'INVALID', retryable: false, message: 'The file is empty. Choose the file again.' },
  BATCH_UNKNOWN: { kind: 'NOT_FOUND', retryable: false, message: 'There is no such bulk issue in your unions.' },
});
