import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { commonErrors, type ErrorEntry, type ErrorKind, Refusal, type RefusalDetails } from '../../shared/errors.js';
import { toWireTime } from '../../shared/time.js';
import type { Clock } from '../../shared/clock.js';
import { sqlStateOf } from '../database/database.js';
import { DatabaseSilentError } from '../database/patience.js';
import { logger } from '../logging/logger.js';
import type { CallerRequest } from './access.js';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  INVALID: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNPROCESSABLE: 422,
  TOO_LARGE: 413,
  LIMITED: 429,
  UNAVAILABLE: 503,
};

const RETRY_AFTER_SECONDS = 2;

/** SQLSTATEs and socket errors that mean "the database is not there now", or too slow: 503, never a decision. */
const DATABASE_AWAY = /^(08|53|57014|57P0)/;
/** What the driver says without a code. */
const DRIVER_AWAY = /timeout exceeded when trying to connect|Connection terminated|Query read timeout/;
const SOCKET_AWAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND']);

const brokenEntry: ErrorEntry = {
  code: 'BROKEN',
  kind: 'UNAVAILABLE',
  retryable: true,
  message: 'Something on our side broke. Repeat with the same key; if it stays, tell the federation the request id.',
  cashierMessage: '系统出错，请用同一笔重试；仍不行请联系工会',
};

export interface Problem {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfterSeconds: number | null;
}

/** The problem answer (RFC 9457) of a catalogued refusal; the one place that knows HTTP statuses. */
export function problemOf(entry: ErrorEntry, details: RefusalDetails = {}): Problem {
  const status = STATUS[entry.kind];
  const retryAfterSeconds = details.retryAfterSeconds ?? (status === 503 ? RETRY_AFTER_SECONDS : null);
  return {
    status,
    retryAfterSeconds,
    body: {
      type: `urn:worker-card:problem:${entry.code}`,
      title: entry.message,
      status,
      code: entry.code,
      detail: details.detail ?? entry.message,
      retryable: entry.retryable,
      ...(details.field === undefined ? {} : { field: details.field }),
      ...(entry.cashierMessage === undefined ? {} : { cashierMessage: entry.cashierMessage }),
      ...details.extra,
    },
  };
}

/** A refusal that was decided, stored and is now told as it was stored, byte for byte. */
export class StoredProblem extends Error {
  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(typeof body['code'] === 'string' ? body['code'] : String(status));
  }
}

/** Turns everything thrown into a problem answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly clock: Clock) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<CallerRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.describe(error, request);
    if (problem.retryAfterSeconds !== null) void reply.header('Retry-After', String(problem.retryAfterSeconds));
    // Request id and server time travel as headers: two refusals for different personal reasons must have byte-equal bodies.
    void reply.header('X-Request-Id', request.id).header('X-Server-Time', toWireTime(this.clock.now()));
    void reply
      .status(problem.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .send(problem.body);
  }

  private describe(error: unknown, request: CallerRequest): Problem {
    if (error instanceof StoredProblem)
      return { status: error.status, body: { ...error.body }, retryAfterSeconds: null };
    if (error instanceof Refusal) return problemOf(error.entry, error.details);
    if (isDatabaseAway(error)) return problemOf(commonErrors.UNAVAILABLE);
    const status = statusOf(error);
    if (status === 404) return problemOf(commonErrors.NOT_FOUND, { detail: 'There is no such address.' });
    if (status === 413) return problemOf(commonErrors.BODY_TOO_LARGE);
    if (status === 429) return problemOf(commonErrors.TOO_MANY_REQUESTS);
    if (status !== null && status < 500) return problemOf(commonErrors.REQUEST_INVALID, { detail: sentenceOf(error) });
    logger.error({ requestId: request.id, route: request.routeOptions?.url, error: stackOf(error) }, 'a request broke');
    return { ...problemOf(brokenEntry), status: 500 };
  }
}

/** The database is not there now, or does not answer in time: 503, never a decision. */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (DATABASE_AWAY.test(state) || SOCKET_AWAY.has(state)) return true;
  if (error instanceof DatabaseSilentError) return true;
  return error instanceof Error && DRIVER_AWAY.test(error.message);
}

function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 ? status : null;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'The request cannot be read.';
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
}
