import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import {
  deleteLogin,
  insertApplicant,
  lockApplicant,
  lockPhoneLogins,
  moveSessions,
  type PhoneLoginRow,
  revokeSessionsOf,
  updatePhoneLogin,
} from './worker-logins.repository.js';
import type { NewWorkerLogin } from './identity.service.js';

/** Whose number it was until now: a member's, or an applicant's login. */
export type FormerHolder = { readonly memberId: string } | { readonly applicantId: string };

export type PhoneGiven =
  | { readonly given: true; readonly former: FormerHolder | null }
  /** Another member signs in with this number, and it was not to be taken from them. */
  | { readonly given: false };

/** Who signs in with which phone: one number is one person's at a time, the database sees to that. */
@Injectable()
export class WorkerLogins {
  constructor(private readonly clock: Clock) {}

  /** Whoever proved a phone nobody signs in with: they may apply, and nothing else. Answers the login of that phone. */
  ensureApplicant(tx: Tx, phoneHash: Buffer): Promise<string> {
    return insertApplicant(tx, newId(), phoneHash, this.clock.now());
  }

  /** Whether this is an applicant's login that proved this number; locked, so that two applications of one login wait for each other. */
  lockApplicant(tx: Tx, loginId: string, phoneHash: Buffer): Promise<boolean> {
    return lockApplicant(tx, loginId, phoneHash);
  }

  /** Ends the sign-in of a member who left; the number is free. */
  async end(tx: Tx, memberId: string): Promise<void> {
    const logins = await lockPhoneLogins(tx, { memberId });
    for (const { id } of logins) {
      await updatePhoneLogin(tx, id, { kind: 'WORKER', memberId, phoneHash: null, displayName: null, active: false });
      await revokeSessionsOf(tx, id, 'MEMBERSHIP_ENDED', this.clock.now());
    }
  }

  /**
   * Makes a number the member's own. Who proved the number as an applicant becomes the member without signing in again; another
   * member keeps it unless it is to be taken over, and then has none.
   */
  async join(tx: Tx, { memberId, phoneHash, displayName }: NewWorkerLogin): Promise<PhoneGiven> {
    const { own, holder } = await this.lock(tx, memberId, phoneHash);
    if (holder !== null && holder.id !== own?.id && holder.kind !== 'APPLICANT') return { given: false };
    const login = { kind: 'WORKER', memberId, phoneHash, displayName, active: true } as const;
    if (own === null && holder !== null) await updatePhoneLogin(tx, holder.id, login);
    else {
      if (holder !== null && own !== null && holder.id !== own.id) {
        await moveSessions(tx, holder.id, own.id);
        await deleteLogin(tx, holder.id);
      }
      await this.give(tx, own, login);
    }
    return { given: true, former: null };
  }

  /** Changes a member's number at the desk; whoever had it loses it, and both sign in anew. */
  async change(tx: Tx, { memberId, phoneHash, displayName }: NewWorkerLogin): Promise<FormerHolder | null> {
    const { own, holder } = await this.lock(tx, memberId, phoneHash);
    const isTaken = holder !== null && holder.id !== own?.id;
    if (isTaken) await this.takeFrom(tx, holder);
    await this.give(tx, own, { kind: 'WORKER', memberId, phoneHash, displayName, active: true });
    if (own !== null) await revokeSessionsOf(tx, own.id, 'PHONE_CHANGED', this.clock.now());
    if (!isTaken) return null;
    return holder.memberId === null ? { applicantId: holder.id } : { memberId: holder.memberId };
  }

  private async takeFrom(tx: Tx, { id, kind, memberId }: PhoneLoginRow): Promise<void> {
    await updatePhoneLogin(tx, id, { kind, memberId, phoneHash: null, displayName: null, active: memberId !== null });
    await revokeSessionsOf(tx, id, 'PHONE_PASSED_ON', this.clock.now());
  }

  private async give(
    tx: Tx,
    own: PhoneLoginRow | null,
    login: Parameters<typeof updatePhoneLogin>[2] & { memberId: string; phoneHash: Buffer },
  ): Promise<void> {
    const id = own?.id ?? (await insertApplicant(tx, newId(), login.phoneHash, this.clock.now()));
    await updatePhoneLogin(tx, id, login);
  }

  private async lock(
    tx: Tx,
    memberId: string,
    phoneHash: Buffer,
  ): Promise<{ own: PhoneLoginRow | null; holder: PhoneLoginRow | null }> {
    const logins = await lockPhoneLogins(tx, { memberId, phoneHash });
    return {
      own: logins.find((login) => login.memberId === memberId) ?? null,
      holder: logins.find((login) => login.phoneHash?.equals(phoneHash) === true) ?? null,
    };
  }
}
