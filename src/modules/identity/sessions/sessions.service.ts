import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { Caller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { AccessTokens } from '../access/access-tokens.service.js';
import { findOfficerFacts } from '../access/callers.queries.js';
import { permissionsOf } from '../access/permissions.rules.js';
import { identityErrors } from '../identity.errors.js';
import type { LoginView, SessionAnswer, SignInApp } from '../identity.schemas.js';
import { decideRefresh, GRACE_MS, SESSION_ENDS, SESSION_MS, type SessionEnd } from './refresh.rules.js';
import {
  deleteEndedSessions,
  findKnownToken,
  getLogin,
  insertSession,
  insertToken,
  isReplaced,
  type LockedToken,
  lockToken,
  markReplaced,
  revokeSession,
} from './sessions.repository.js';

/** What a page gets when somebody is signed in: the answer, and the refresh token for its cookie. */
export interface SignedIn {
  readonly answer: SessionAnswer;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

export interface OpenSession {
  readonly sessionId: string;
  readonly loginId: string;
  readonly app: SignInApp;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

const SYSTEM = { kind: 'system', id: 'identity' } as const;
// More successors than this in ten seconds are no page.
const CHAIN_MAX = 50;

/** Sessions: opened, renewed by a token that works once, ended. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly index: BlindIndex,
    private readonly tokens: AccessTokens,
    private readonly audit: AuditService,
  ) {}

  /** Opens a session for a login that has proved itself. */
  async open(tx: Tx, loginId: string, app: SignInApp): Promise<OpenSession> {
    const now = this.clock.now();
    const session = { id: newId(), loginId, app, createdAt: now, expiresAt: new Date(now.getTime() + SESSION_MS[app]) };
    const refreshToken = randomBytes(32).toString('base64url');
    await insertSession(tx, session);
    await insertToken(tx, hashOf(refreshToken), session.id, now, session.expiresAt);
    return { sessionId: session.id, loginId, app, refreshToken, expiresAt: session.expiresAt };
  }

  /** The answer for an open session; after the transaction that opened it. */
  async answerFor(session: OpenSession): Promise<SignedIn> {
    const { loginId, sessionId, app, refreshToken, expiresAt } = session;
    const access = await this.tokens.issue({ loginId, sessionId, app });
    const login = await this.viewOf(loginId);
    return {
      answer: { accessToken: access.token, expiresAt: toWireTime(access.expiresAt), app, login },
      refreshToken,
      refreshExpiresAt: expiresAt,
    };
  }

  /**
   * Gives the successor of a refresh token. A token used again after the grace was stolen or copied: its whole family ends.
   * @throws Refusal SESSION_ENDED, or why it was ended, to the page that held it
   */
  async refresh(app: SignInApp, refreshToken: string | null): Promise<SignedIn> {
    if (refreshToken === null) throw new Refusal(identityErrors.SESSION_ENDED);
    // Refused outside the transaction: throwing inside would take the revocation back.
    const session = await this.database.transaction((tx) => this.rotate(tx, app, refreshToken));
    if (!session) throw new Refusal(identityErrors.SESSION_ENDED);
    if (typeof session === 'string') throw new Refusal(identityErrors[session]);
    return this.answerFor(session);
  }

  /** Ends the session a refresh token belongs to; nothing to say when there is none. */
  async end(app: SignInApp, refreshToken: string | null): Promise<void> {
    if (refreshToken === null) return;
    await this.database.transaction(async (tx) => {
      const token = await lockToken(tx, hashOf(refreshToken));
      if (token?.app === app) await revokeSession(tx, token.sessionId, 'SIGNED_OUT', this.clock.now());
    });
  }

  describe(caller: Caller): Promise<LoginView> {
    if (caller.kind === 'terminal') throw new Refusal(commonErrors.NOT_ALLOWED);
    return this.viewOf(caller.loginId);
  }

  /** Forgets sessions that ended long ago; until then an old token still betrays who copied it. */
  clear(tx: Tx, before: Date): Promise<number> {
    return deleteEndedSessions(tx, before);
  }

  private async rotate(tx: Tx, app: SignInApp, refreshToken: string): Promise<OpenSession | SessionEnd | null> {
    const tokenHash = hashOf(refreshToken);
    const token = await lockToken(tx, tokenHash);
    const now = this.clock.now();
    if (!token) return null;
    switch (decideRefresh(token, app, now)) {
      case 'ENDED':
        return SESSION_ENDS.find((reason) => reason === token.revokedReason) ?? null;
      case 'REVOKE':
        await this.revokeFamily(tx, token, now);
        return null;
      case 'REPEAT':
        return sessionOf(token, await this.latestAfter(tx, refreshToken));
      case 'ROTATE': {
        const successor = this.successorOf(refreshToken);
        await markReplaced(tx, tokenHash, now);
        await insertToken(tx, hashOf(successor), token.sessionId, now, token.sessionExpiresAt);
        return sessionOf(token, successor);
      }
    }
  }

  // Within the grace the successor may have been replaced in turn; the newest one is what the page should keep.
  private async latestAfter(tx: Tx, refreshToken: string): Promise<string> {
    let latest = await this.knownSuccessorOf(tx, refreshToken);
    for (let step = 0; step < CHAIN_MAX && (await isReplaced(tx, hashOf(latest))); step += 1) {
      latest = await this.knownSuccessorOf(tx, latest);
    }
    return latest;
  }

  // The key may have been changed since the successor was given.
  private async knownSuccessorOf(tx: Tx, refreshToken: string): Promise<string> {
    const candidates = this.index
      .all('refresh-token-successor', refreshToken)
      .map((each) => each.toString('base64url'));
    const known = await findKnownToken(tx, candidates.map(hashOf));
    return candidates.find((each) => known !== null && hashOf(each).equals(known)) ?? this.successorOf(refreshToken);
  }

  private async revokeFamily(tx: Tx, { sessionId, loginId, replacedAt }: LockedToken, now: Date): Promise<void> {
    await revokeSession(tx, sessionId, 'TOKEN_REUSED', now);
    const lateMs = now.getTime() - (replacedAt?.getTime() ?? 0) - GRACE_MS;
    await this.audit.record(tx, SYSTEM, 'session.revoked', { kind: 'login', id: loginId }, { sessionId, lateMs });
  }

  // Derived, so that it can be given again without keeping it: only who has the installation's key can make it.
  private successorOf(refreshToken: string): string {
    return this.index.of('refresh-token-successor', refreshToken).toString('base64url');
  }

  private async viewOf(loginId: string): Promise<LoginView> {
    const todayOn = shanghaiDate(this.clock.now().getTime());
    const login = await getLogin(this.database.db, loginId, todayOn);
    const officer = await findOfficerFacts(this.database.db, loginId, todayOn);
    return { ...login, permissions: permissionsOf(officer?.roles ?? []) };
  }
}

function sessionOf(token: LockedToken, refreshToken: string): OpenSession {
  const { sessionId, loginId, app, sessionExpiresAt } = token;
  return { sessionId, loginId, app, refreshToken, expiresAt: sessionExpiresAt };
}

// 256 random bits need no slow hash.
function hashOf(refreshToken: string): Buffer {
  return createHash('sha256').update(refreshToken).digest();
}
