import { randomInt, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { BlindIndex } from '../../../platform/crypto/blind-index.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { logger } from '../../../platform/logging/logger.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { isPhone, normalisePhone } from '../../../shared/numbers/phone.js';
import { toWireTime } from '../../../shared/time.js';
import { identityErrors } from '../identity.errors.js';
import type { OtpAnswer, OtpRequest, OtpVerification } from '../identity.schemas.js';
import { WorkerLogins } from '../logins/worker-logins.service.js';
import { SessionsService, type SignedIn } from '../sessions/sessions.service.js';
import { decideOtp, OTP_HISTORY_MS, OTP_LIMITS, OTP_VALID_MS, waitBeforeOtp } from './otp.rules.js';
import {
  countTry,
  deleteOldChallenges,
  findPhoneLogin,
  forgetExpiredPhones,
  insertChallenge,
  listAsked,
  lockChallenge,
  lockPhone,
} from './otp.repository.js';
import { SmsSender } from './sms-sender.js';

const ASKED_MAX = Math.max(...OTP_LIMITS.map(({ max }) => max));

/** Signs in workers by a code sent to their phone, and who wants to become one. Every number gets the same answers for the same work. */
@Injectable()
export class OtpService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly index: BlindIndex,
    private readonly cipher: FieldCipher,
    private readonly sms: SmsSender,
    private readonly sessions: SessionsService,
    private readonly logins: WorkerLogins,
  ) {}

  /** @throws Refusal OTP_TOO_OFTEN, SMS_NOT_CONFIGURED */
  async ask(request: OtpRequest): Promise<OtpAnswer> {
    if (!isPhone(request.phone))
      throw new Refusal(commonErrors.REQUEST_INVALID, {
        field: 'phone',
        detail: 'This is no Chinese mobile number: 11 digits that begin with 1.',
      });
    if (!this.sms.ready) throw new Refusal(identityErrors.SMS_NOT_CONFIGURED);
    const phone = normalisePhone(request.phone);
    const phoneHash = this.index.of('phone', phone);
    const id = newId();
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + OTP_VALID_MS);

    await this.database.transaction(async (tx) => {
      await lockPhone(tx, phoneHash);
      const asked = await listAsked(
        tx,
        this.index.all('phone', phone),
        new Date(now.getTime() - OTP_HISTORY_MS),
        ASKED_MAX,
      );
      const waitMs = waitBeforeOtp(asked, now);
      if (waitMs > 0) throw new Refusal(identityErrors.OTP_TOO_OFTEN, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
      const codeHash = this.codeHash(id, code);
      const deviceHash = this.deviceHash(id, request.device);
      const phoneCipher = this.cipher.seal(placeOf(id), phone);
      await insertChallenge(tx, { id, phoneHash, phoneCipher, codeHash, deviceHash, createdAt: now, expiresAt });
    });

    // To every number: who has none of ours may apply, and nobody learns which numbers are known.
    this.sendLater(phone, code);
    return { challengeId: id, expiresAt: toWireTime(expiresAt), ...(this.config.DEMO ? { demoCode: code } : {}) };
  }

  /** @throws Refusal OTP_WRONG, whatever it is that is wrong */
  async verify(request: OtpVerification): Promise<SignedIn> {
    // Refused outside the transaction: throwing inside would take the counted try back.
    const session = await this.database.transaction(async (tx) => {
      const challenge = await lockChallenge(tx, request.challengeId);
      // Without its number the code was used already, or is too old.
      if (!challenge?.phoneCipher) return null;
      const now = this.clock.now();
      const phone = this.cipher.open(placeOf(request.challengeId), challenge.phoneCipher);
      // Under every key: who proved this number may have done so before the index key was changed.
      const known = await findPhoneLogin(tx, this.index.all('phone', phone));
      const decision = decideOtp(
        {
          ...challenge,
          deviceMatches: this.matches('otp-device', challenge.deviceHash, request.challengeId, request.device),
          codeMatches: this.matches('otp-code', challenge.codeHash, request.challengeId, request.code),
          blocked: known?.active === false,
        },
        now,
      );
      if (decision.counts) await countTry(tx, request.challengeId, decision.signsIn ? now : null);
      if (!decision.signsIn) return null;
      const loginId = known?.kind === 'WORKER' ? known.id : await this.logins.ensureApplicant(tx, phone, known?.id);
      return this.sessions.open(tx, loginId, 'worker');
    });
    if (!session) throw new Refusal(identityErrors.OTP_WRONG);
    return this.sessions.answerFor(session);
  }

  /** Forgets codes of before an instant, but none that a limit looks back to. */
  async clear(tx: Tx, before: Date): Promise<number> {
    const now = this.clock.now();
    await forgetExpiredPhones(tx, now);
    const lookedAt = now.getTime() - OTP_HISTORY_MS;
    return deleteOldChallenges(tx, new Date(Math.min(before.getTime(), lookedAt)));
  }

  // Not awaited: a provider's second would tell a member's number from a stranger's.
  private sendLater(phone: string, code: string): void {
    this.sms
      .send(phone, `【南昌职工卡】验证码 ${code}，5 分钟内有效。请勿告诉他人。`)
      .catch((error: unknown) =>
        logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'sms failed'),
      );
  }

  // Under the installation's key: six digits alone are guessed from a plain hash at once.
  private codeHash(challengeId: string, code: string): Buffer {
    return this.index.of('otp-code', `${challengeId}\0${code}`);
  }

  // Under any key: a code sent just before a key was changed still counts.
  private matches(kind: 'otp-code' | 'otp-device', hash: Buffer, challengeId: string, text: string): boolean {
    return this.index.all(kind, `${challengeId}\0${text}`).some((each) => timingSafeEqual(hash, each));
  }

  private deviceHash(challengeId: string, device: string): Buffer {
    return this.index.of('otp-device', `${challengeId}\0${device}`);
  }
}

/** Where the number a code was sent to is sealed. */
function placeOf(challengeId: string): { table: string; column: string; rowId: string } {
  return { table: 'otp_challenge', column: 'phone_cipher', rowId: challengeId };
}
