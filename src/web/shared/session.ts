import type { LoginView, SessionAnswer } from '../../modules/identity/identity.schemas.js';
import { request, type Method, type RequestOptions } from './http.js';
import { OfflineError, ProblemError } from './problem.js';

export type { LoginView, SessionAnswer };
export type AppName = 'worker' | 'merchant' | 'console';

/** `starting`: the refresh cookie is being tried. `offline`: it could not be tried; stored things may still be shown. */
export type SessionState =
  | { readonly status: 'starting' | 'offline' }
  /** `why`: the session was ended by somebody else, who left word. */
  | { readonly status: 'signed-out'; readonly why?: ProblemError }
  | { readonly status: 'signed-in'; readonly login: LoginView };

/**
 * Who is signed in to one app. The access token lives in memory only; the refresh token is a cookie no script can read.
 * One refresh runs at a time, across tabs too, because each refresh token works once.
 */
export class Session {
  private answer: SessionAnswer | null = null;
  private current: SessionState = { status: 'starting' };
  private refreshing: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(readonly app: AppName) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): SessionState => this.current;

  begin(answer: SessionAnswer): void {
    this.answer = answer;
    this.set({ status: 'signed-in', login: answer.login });
  }

  /** Tries the cookie; never throws. */
  refresh(): Promise<void> {
    this.refreshing ??= this.exclusively(() => this.tryCookie()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async end(): Promise<void> {
    this.answer = null;
    this.set({ status: 'signed-out' });
    await request('POST', '/auth/v1/logout', { body: { app: this.app } }).catch(() => undefined);
  }

  /** Sends with the access token, renewing it when it is about to end or was refused. */
  async request<Answer = void, Body = unknown>(
    method: Method,
    path: string,
    options: RequestOptions<Answer, Body> = {},
  ): Promise<Answer> {
    const token = await this.token();
    try {
      return await request(method, path, { ...options, token });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error;
      this.answer = null;
      return request(method, path, { ...options, token: await this.token() });
    }
  }

  /** An access token good for at least 20 s more. */
  async token(): Promise<string> {
    if (!this.answer || Date.parse(this.answer.expiresAt) - Date.now() < 20_000) await this.refresh();
    if (this.answer) return this.answer.accessToken;
    if (this.current.status === 'offline') throw new OfflineError();
    throw new ProblemError(401, { code: 'NOT_SIGNED_IN' });
  }

  private async tryCookie(): Promise<void> {
    try {
      this.begin(await request<SessionAnswer>('POST', '/auth/v1/refresh', { body: { app: this.app } }));
    } catch (error) {
      this.answer = null;
      if (error instanceof OfflineError) this.set({ status: 'offline' });
      else this.set({ status: 'signed-out', ...(leftWord(error) ? { why: error } : {}) });
    }
  }

  private exclusively(work: () => Promise<void>): Promise<void> {
    // The locks API needs a secure context; without it a second tab may have to sign in again, nothing worse.
    if (!('locks' in navigator) || !navigator.locks) return work();
    return navigator.locks.request(`refresh-${this.app}`, work);
  }

  private set(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

/** What the page of a worker is told when the desk ended its session. */
const words: ReadonlySet<string> = new Set(['PHONE_PASSED_ON', 'PHONE_CHANGED', 'MEMBERSHIP_ENDED']);

function leftWord(error: unknown): error is ProblemError {
  return error instanceof ProblemError && words.has(error.code);
}
