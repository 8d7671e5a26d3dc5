import { isProblem, OfflineError, ProblemError } from './problem.js';
import { noteServerTime } from './server-clock.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A zod schema, seen from here: the phone pages do without zod's weight. */
export interface Parser<T> {
  parse(value: unknown): T;
}

export interface RequestOptions<Answer, Body = unknown> {
  /** Parses the answer where it must be checked; the server has held its answers against the same schemas already. */
  readonly schema?: Parser<Answer>;
  readonly body?: Body;
  /** The server's own request schema: a mistake is shown before it is sent. */
  readonly bodySchema?: Parser<Body>;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const timeoutMs = 15_000;

/** Sends and waits at most 15 s; throws `OfflineError` when no answer came. */
export async function send(path: string, init: RequestInit): Promise<RawAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init, signal });
    const date = response.headers.get('date');
    if (date) noteServerTime(Date.parse(date), 1500);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new OfflineError(error);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The refusal inside an answer; an answer that is not ours (a proxy's page) counts as the server being away. */
export function refusalOf(answer: RawAnswer): Error {
  const problem = jsonOf(answer.text);
  if (!isProblem(problem))
    return answer.status >= 500 ? new OfflineError(answer.status) : new Error(`HTTP ${answer.status}`);
  if (problem.serverTime) noteServerTime(Date.parse(problem.serverTime), 0);
  const retryAfterSeconds = Number(answer.headers.get('retry-after'));
  return new ProblemError(answer.status, retryAfterSeconds > 0 ? { ...problem, retryAfterSeconds } : problem);
}

/** The body of a successful answer; an answer without one is `undefined`. */
export function bodyOf<Answer>(answer: RawAnswer, schema?: Parser<Answer>): Answer {
  if (answer.status >= 400) throw refusalOf(answer);
  if (schema) return schema.parse(answer.text === '' ? undefined : jsonOf(answer.text));
  const body: Answer = answer.text === '' ? undefined : JSON.parse(answer.text);
  return body;
}

/** One call to the API. Refusals are thrown as `ProblemError`, a missing answer as `OfflineError`. */
export async function request<Answer = void, Body = unknown>(
  method: Method,
  path: string,
  options: RequestOptions<Answer, Body> = {},
): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (options.token) headers['authorization'] = `Bearer ${options.token}`;
  const init: RequestInit = { method, headers };
  if (options.body instanceof FormData) {
    init.body = options.body;
  } else if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
    init.body = JSON.stringify(options.bodySchema ? options.bodySchema.parse(options.body) : options.body);
  }
  if (options.signal) init.signal = options.signal;
  return bodyOf(await send(path, init), options.schema);
}

/** A path with its query; parameters that are absent or empty are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}
