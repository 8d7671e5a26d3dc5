import { z } from 'zod';

/** What a `application/problem+json` answer tells the page; unknown members are kept for the page that knows them. */
export const problemSchema = z.looseObject({
  code: z.string(),
  title: z.string().optional(),
  detail: z.string().optional(),
  status: z.number().optional(),
  retryable: z.boolean().optional(),
  retryAfterSeconds: z.number().optional(),
  field: z.string().optional(),
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  cashierMessage: z.string().optional(),
  requestId: z.string().optional(),
  serverTime: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

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
