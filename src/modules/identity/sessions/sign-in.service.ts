import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { AuditService } from '../../audit/index.js';
import { identityErrors } from '../identity.errors.js';
import type { LoginRequest } from '../identity.schemas.js';
import { totpPlace } from '../logins/identity.service.js';
import { claimTotpStep, findStaffLogin, type StaffLogin } from '../logins/logins.repository.js';
import { Passwords } from '../logins/passwords.service.js';
import { findTotpStep, nextTotpDigits } from '../logins/totp.js';
import { SessionsService, type SignedIn } from './sessions.service.js';
import { type Attempt, SignInDelays } from './sign-in-delays.service.js';

/** Signs in officers and merchants' people: password, then authenticator. */
@Injectable()
export class SignInService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly passwords: Passwords,
    private readonly delays: SignInDelays,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * An unknown username takes the same work and gets the same answer as a wrong password.
   * @throws Refusal SIGN_IN_FAILED, TOTP_NEEDED (only after the right password), SIGN_IN_DELAYED
   */
  async signIn(request: LoginRequest, address: string): Promise<SignedIn> {
    const username = request.username.toLowerCase();
    const attempt = await this.delays.begin(username, address);

    const login = await findStaffLogin(this.database.db, username);
    const matched = await this.passwords.matches(login?.active ? login.passwordHash : null, request.password);
    if (!login || !matched) throw new Refusal(identityErrors.SIGN_IN_FAILED);
    const step = await this.checkTotp(login, request.totp, attempt);

    const session = await this.database.transaction(async (tx) => {
      // Digits seen over a shoulder work once: their step is used up with the signing-in.
      if (step !== null && !(await claimTotpStep(tx, login.id, step))) return null;
      await this.delays.clear(tx, attempt);
      const [app, kind] =
        login.kind === 'OFFICER' ? (['console', 'officer'] as const) : (['merchant', 'merchant'] as const);
      const opened = await this.sessions.open(tx, login.id, app);
      const actor = { kind, loginId: login.id };
      await this.audit.record(tx, actor, 'login.signed-in', { kind: 'login', id: login.id }, { app });
      return opened;
    });
    if (!session) throw new Refusal(identityErrors.SIGN_IN_FAILED);
    return this.sessions.answerFor(session);
  }

  /** The step the digits belong to; null for a merchant's login, which has no authenticator. */
  private async checkTotp(login: StaffLogin, digits: string | undefined, attempt: Attempt): Promise<number | null> {
    if (login.totpSecret === null) {
      if (login.kind === 'OFFICER') throw new Error(`officer ${login.id} has no authenticator`);
      return null;
    }
    const secret = this.cipher.open(totpPlace(login.id), login.totpSecret);
    const now = this.clock.unixSeconds();
    if (digits === undefined) {
      await this.delays.forgive(attempt);
      // Nobody has an authenticator for a demonstration's officers, so the page shows what it would show.
      const extra = this.config.DEMO ? { demoTotp: nextTotpDigits(secret, now, login.totpLastStep) } : {};
      throw new Refusal(identityErrors.TOTP_NEEDED, { extra });
    }
    const step = findTotpStep(secret, digits, now);
    if (step === null) throw new Refusal(identityErrors.SIGN_IN_FAILED);
    return step;
  }
}
