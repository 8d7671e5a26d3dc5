/** What a `application/problem+json` answer tells the page. */
export interface Problem {
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
  readonly field?: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  readonly cashierMessage?: string;
  readonly requestId?: string;
  readonly serverTime?: string;
  /** Further members a code has, such as `left` or `problems`. */
  readonly [member: string]: unknown;
}

/** Whether an answer's body is a problem of ours and not, say, a proxy's page. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

/** The server said no, and why. `code` is also the key of the sentence shown to the person. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail ?? problem.title ?? problem.code);
    this.name = 'ProblemError';
  }

  get code(): string {
    return this.problem.code;
  }
}

/** No answer came: no network, or the server is away. Whether the request had an effect is unknown. */
export class OfflineError extends Error {
  constructor(cause?: unknown) {
    super('no answer', { cause });
    this.name = 'OfflineError';
  }
}

/** The code of an error in the texts: the server's own, or one of ours. */
export function errorCode(error: unknown): string {
  if (error instanceof ProblemError) return error.code;
  if (error instanceof OfflineError) return 'OFFLINE';
  return 'UNEXPECTED';
}
