import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInApp } from './identity.schemas.js';
import type { SignedIn } from './sessions/sessions.service.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

const nameFor = (app: SignInApp): string => `ucard_refresh_${app}`;

/** The refresh token of an app in the request's cookies; null when there is none of the right form. */
export function readRefreshCookie(request: FastifyRequest, app: SignInApp): string | null {
  const wanted = `${nameFor(app)}=`;
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  const token = cookies.find((cookie) => cookie.startsWith(wanted))?.slice(wanted.length);
  return token !== undefined && TOKEN.test(token) ? token : null;
}

/** Keeps the refresh token where no script reads it and no other site's request carries it. */
export function setRefreshCookie(request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn, now: Date): void {
  const { refreshToken, refreshExpiresAt, answer } = signedIn;
  const seconds = Math.max(0, Math.floor((refreshExpiresAt.getTime() - now.getTime()) / 1000));
  writeCookie(request, reply, answer.app, refreshToken, seconds);
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply, app: SignInApp): void {
  writeCookie(request, reply, app, '', 0);
}

function writeCookie(request: FastifyRequest, reply: FastifyReply, app: SignInApp, value: string, seconds: number) {
  // Plain http is localhost alone, where a browser would drop a Secure cookie.
  const secure = request.protocol === 'https' ? '; Secure' : '';
  const cookie = `${nameFor(app)}=${value}; Path=/auth/v1; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure}`;
  void reply.header('Set-Cookie', cookie);
}
