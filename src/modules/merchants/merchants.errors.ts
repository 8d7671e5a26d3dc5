import { catalogue } from '../../shared/errors.js';

/** Every way merchants, stores and tills are told no. */
export const merchantErrors = catalogue({
  MERCHANT_EXISTS: { kind: 'CONFLICT', retryable: false, message: 'There is a merchant with this id already.' },
  STORE_EXISTS: { kind: 'CONFLICT', retryable: false, message: 'There is a store with this id already.' },
  CATEGORY_UNKNOWN: { kind: 'UNPROCESSABLE', retryable: false, message: 'There is no such merchant category.' },
  PARK_UNKNOWN: { kind: 'UNPROCESSABLE', retryable: false, message: 'There is no park with this code.' },
  ENROLMENT_REFUSED: {
    kind: 'FORBIDDEN',
    retryable: false,
    message: 'The code is wrong, used or expired. Ask the merchant for a new one.',
    cashierMessage: '配对码无效或已过期，请重新获取',
  },
  ENROLMENT_TOO_OFTEN: {
    kind: 'LIMITED',
    retryable: true,
    message: 'Too many enrolments from this address. Wait, then try again.',
    cashierMessage: '尝试次数过多，请稍后再试',
  },
  KEY_UNSUITABLE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'The public key cannot be used, or its own signature does not fit it. Make a new Ed25519 pair.',
  },
  KEY_KNOWN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This public key is in use. Make a new pair for each till.',
  },
  KEYS_OVERLAP: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Two keys are active already. Retire one of them first.',
  },
  KEY_LAST: { kind: 'CONFLICT', retryable: false, message: 'A till keeps at least one key. Add the next one first.' },
  TERMINALS_FULL: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The store has as many tills as allowed. Revoke one first.',
  },
  SIGNATURE_MISSING: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'Sign the request: Authorization: UCARD1-ED25519 key="tk_…", ts="…", nonce="…", sig="…".',
    cashierMessage: '收银机未登记，请联系管理员',
  },
  KEY_UNKNOWN: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'No active till has this key. Enrol again.',
    cashierMessage: '收银机未登记或已停用，请联系管理员',
  },
  SIGNATURE_WRONG: {
    kind: 'UNAUTHENTICATED',
    retryable: false,
    message: 'The signature does not fit the request. Sign method, path, ts, nonce, key and the raw body as sent.',
    cashierMessage: '收银机签名有误，请联系管理员',
  },
  CLOCK_SKEW: {
    kind: 'UNAUTHENTICATED',
    retryable: true,
    message: 'The clock of the till is more than 300 s off. Set it to serverTime.',
    cashierMessage: '收银机时间不准，请校准后重试',
  },
  NONCE_REUSED: {
    kind: 'UNAUTHENTICATED',
    retryable: true,
    message: 'This signed request was sent before. Sign again with a new nonce; keep the idempotency key.',
    cashierMessage: '请求重复，请重试',
  },
  MERCHANT_NOT_SERVING: {
    kind: 'FORBIDDEN',
    retryable: false,
    message: 'The store is closed or its merchant is suspended.',
    cashierMessage: '本店暂不能办理，请联系管理员',
  },
});
