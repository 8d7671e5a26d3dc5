/** What a refusal means to the one who asked; the problem filter alone turns it into an HTTP status. */
export type ErrorKind =
  | 'INVALID'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'UNPROCESSABLE'
  | 'TOO_LARGE'
  | 'LIMITED'
  | 'UNAVAILABLE';

export interface ErrorEntry<Code extends string = string> {
  /** Stable for ever; reason, code and translation key are this one literal. */
  readonly code: Code;
  readonly kind: ErrorKind;
  /** Worth trying again with a new idempotency key. */
  readonly retryable: boolean;
  /** One English sentence: what is wrong and what to do. */
  readonly message: string;
  /** One Chinese sentence a cashier can read out; only where a till can meet the error. */
  readonly cashierMessage?: string;
}

type Entries<T> = { readonly [Code in keyof T & string]: ErrorEntry<Code> };

/** Declares a module's refusals; the key is the code. */
export function catalogue<const T extends Record<string, Omit<ErrorEntry, 'code'>>>(entries: T): Entries<T> {
  return Object.fromEntries(Object.entries(entries).map(([code, entry]) => [code, { code, ...entry }])) as Entries<T>;
}

export interface RefusalDetails {
  /** The request field at fault, as a path such as `items[0].amountFen`. */
  readonly field?: string;
  /** Replaces the catalogue's sentence where this case can be said better. */
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  /** Further members of the problem answer. Never personal data. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A catalogued "no". Anything else thrown is a broken invariant of ours and becomes a 500. */
export class Refusal extends Error {
  constructor(
    readonly entry: ErrorEntry,
    readonly details: RefusalDetails = {},
  ) {
    super(details.detail ?? entry.message);
    this.name = entry.code;
  }
}

/** Errors every route can answer with. */
export const commonErrors = catalogue({
  REQUEST_INVALID: { kind: 'INVALID', retryable: false, message: 'The request does not have the expected form.' },
  NOT_SIGNED_IN: { kind: 'UNAUTHENTICATED', retryable: false, message: 'Sign in first.' },
  NOT_ALLOWED: { kind: 'FORBIDDEN', retryable: false, message: 'Your role does not allow this.' },
  NOT_FOUND: { kind: 'NOT_FOUND', retryable: false, message: 'There is nothing here that you may see.' },
  BODY_TOO_LARGE: { kind: 'TOO_LARGE', retryable: false, message: 'The request is larger than the limit.' },
  TOO_MANY_REQUESTS: {
    kind: 'LIMITED',
    retryable: true,
    message: 'Too many requests. Wait, then try again.',
    cashierMessage: '操作太频繁，请稍等再试',
  },
  UNAVAILABLE: {
    kind: 'UNAVAILABLE',
    retryable: true,
    message: 'The service is not ready. Repeat with the same key in a moment.',
    cashierMessage: '系统繁忙，请稍后用同一笔重试',
  },
});
