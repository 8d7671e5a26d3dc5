import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { AuditService } from '../../audit/index.js';
import { identityErrors } from '../identity.errors.js';
import { totpPlace } from '../logins/identity.service.js';
import { findStaffLogin } from '../logins/logins.repository.js';
import { Passwords } from '../logins/passwords.service.js';
import { findTotpStep, newTotpSecret, nextTotpDigits, totpUrl } from '../logins/totp.js';
import { revokeSessionsOf } from '../sessions/sessions.repository.js';
import type { Activation, OpenedActivation } from './officer.schemas.js';
import { finishActivation, lockActivation, setEnrolling, takeProof, upsertActivation } from './officers.repository.js';

/** Long enough to be handed over in person, too short to lie in a drawer. */
const CODE_LIFE_MS = 3 * 24 * 3_600_000;

export interface NewCode {
  /** Shown once; kept only as its hash. */
  readonly code: string;
  readonly expiresAt: Date;
}

/** Codes with which an officer chooses a password and enrols an authenticator: the first time, and after either was lost. */
@Injectable()
export class Activations {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly passwords: Passwords,
    private readonly audit: AuditService,
  ) {}

  /** A new code for a login; one given before is worthless from now on. */
  async make(tx: Tx, loginId: string): Promise<NewCode> {
    const code = randomBytes(24).toString('base64url');
    const madeAt = this.clock.now();
    const expiresAt = new Date(madeAt.getTime() + CODE_LIFE_MS);
    await upsertActivation(tx, { loginId, codeHash: hashOf(code), madeAt, expiresAt });
    return { code, expiresAt };
  }

  /** Takes away what proved an officer, ends every session, and gives a code to begin anew. */
  async beginAnew(tx: Tx, loginId: string): Promise<NewCode> {
    await takeProof(tx, loginId, await this.passwords.unknown());
    await revokeSessionsOf(tx, loginId, 'RESET', this.clock.now());
    return this.make(tx, loginId);
  }

  /** For the operator of an installation whose last administrator is locked out. @throws Refusal OFFICER_UNKNOWN */
  async resetByOperator(username: string): Promise<NewCode> {
    return this.database.transaction(async (tx) => {
      const login = await findStaffLogin(tx, username.toLowerCase());
      if (login?.kind !== 'OFFICER') throw new Refusal(identityErrors.OFFICER_UNKNOWN);
      const operator = { kind: 'system', id: 'operator' } as const;
      await this.audit.record(tx, operator, 'officer.reset', { kind: 'login', id: login.id }, { by: 'command line' });
      return this.beginAnew(tx, login.id);
    });
  }

  /** Whose code this is, and the authenticator to enrol; the same each time it is opened. @throws Refusal ACTIVATION_REFUSED */
  async open(code: string): Promise<OpenedActivation> {
    return this.database.transaction(async (tx) => {
      const found = await lockActivation(tx, hashOf(code), this.clock.now());
      if (!found) throw new Refusal(identityErrors.ACTIVATION_REFUSED);
      const { loginId, username, displayName } = found;
      const secret = found.totpSecret ? this.cipher.open(placeOf(loginId), found.totpSecret) : newTotpSecret();
      if (!found.totpSecret) await setEnrolling(tx, loginId, this.cipher.seal(placeOf(loginId), secret));
      const demo = this.config.DEMO ? { demoTotp: nextTotpDigits(secret, this.clock.unixSeconds(), 0) } : {};
      return { username, displayName, totpSecret: secret, otpauthUrl: totpUrl(secret, username), ...demo };
    });
  }

  /** Sets the password and the authenticator the officer has just proved. @throws Refusal ACTIVATION_REFUSED, ACTIVATION_TOTP_WRONG, PASSWORD_WEAK */
  async finish({ code, password, totp }: Activation): Promise<void> {
    const { username } = await this.open(code);
    const passwordHash = await this.passwords.hash(password, username);
    await this.database.transaction(async (tx) => {
      const found = await lockActivation(tx, hashOf(code), this.clock.now());
      if (!found?.totpSecret) throw new Refusal(identityErrors.ACTIVATION_REFUSED);
      const { loginId } = found;
      const secret = this.cipher.open(placeOf(loginId), found.totpSecret);
      const totpStep = findTotpStep(secret, totp, this.clock.unixSeconds());
      if (totpStep === null) throw new Refusal(identityErrors.ACTIVATION_TOTP_WRONG, { field: 'totp' });
      await finishActivation(tx, loginId, {
        passwordHash,
        totpSecret: this.cipher.seal(totpPlace(loginId), secret),
        totpStep,
      });
      const actor = { kind: 'officer', loginId } as const;
      await this.audit.record(tx, actor, 'login.activated', { kind: 'login', id: loginId });
    });
  }
}

const placeOf = (loginId: string) => ({ table: 'login_activation', column: 'totp_secret', rowId: loginId });

// 192 random bits need no slow hash.
function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
