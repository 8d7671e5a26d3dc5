import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { identityErrors } from '../identity.errors.js';
import { findPassword, setPassword } from '../logins/logins.repository.js';
import { Passwords } from '../logins/passwords.service.js';
import { SignInDelays } from '../sessions/sign-in-delays.service.js';
import { listSessionsOf, revokeOwnSession, revokeSessionsOf } from '../sessions/sessions.repository.js';
import type { PasswordChange, SessionList } from './account.schemas.js';

/** One's own password and sessions. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly passwords: Passwords,
    private readonly delays: SignInDelays,
    private readonly audit: AuditService,
  ) {}

  /**
   * A stolen session must not be able to try passwords out, so attempts are slowed down as at signing in.
   * @throws Refusal PASSWORD_WRONG, PASSWORD_WEAK, SIGN_IN_DELAYED, NOT_ALLOWED for a login without a password
   */
  async changePassword(
    caller: Caller,
    sessionId: string | null,
    address: string,
    { current, next }: PasswordChange,
  ): Promise<void> {
    const loginId = loginOf(caller);
    const login = await findPassword(this.database.db, loginId);
    if (!login) throw new Refusal(commonErrors.NOT_ALLOWED);
    const attempt = await this.delays.begin(login.username, address);
    if (!(await this.passwords.matches(login.passwordHash, current)))
      throw new Refusal(identityErrors.PASSWORD_WRONG, { field: 'current' });
    const passwordHash = await this.passwords.hash(next, login.username);
    await this.database.transaction(async (tx) => {
      await this.delays.clear(tx, attempt);
      await setPassword(tx, loginId, passwordHash);
      await revokeSessionsOf(tx, loginId, 'PASSWORD_CHANGED', this.clock.now(), sessionId);
      await this.audit.record(tx, caller, 'login.password-changed', { kind: 'login', id: loginId });
    });
  }

  async listSessions(caller: Caller, sessionId: string | null): Promise<SessionList> {
    const rows = await listSessionsOf(this.database.db, loginOf(caller), this.clock.now());
    return {
      items: rows.map(({ id, createdAt, expiresAt }) => ({
        id,
        createdAt: toWireTime(createdAt),
        expiresAt: toWireTime(expiresAt),
        isThis: id === sessionId,
      })),
    };
  }

  /** @throws Refusal NOT_FOUND, also for somebody else's */
  async endSession(caller: Caller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (!(await revokeOwnSession(tx, loginOf(caller), id, this.clock.now())))
        throw new Refusal(commonErrors.NOT_FOUND);
      await this.audit.record(tx, caller, 'login.session-ended', { kind: 'session', id });
    });
  }
}

function loginOf(caller: Caller): string {
  if (caller.kind === 'terminal') throw new Refusal(commonErrors.NOT_ALLOWED);
  return caller.loginId;
}
