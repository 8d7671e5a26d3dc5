import { Injectable } from '@nestjs/common';
import { BlindIndex, type HashPair } from '../../../platform/crypto/blind-index.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import {
  clearApplicants,
  deleteLogin,
  insertApplicant,
  lockApplicant,
  lockPhoneLogins,
  moveSessions,
  type PhoneLoginRow,
  revokeSessionsOf,
  sealApplicant,
  updatePhoneLogin,
} from './worker-logins.repository.js';
import type { NewWorkerLogin } from './identity.service.js';

/** Whose number it was until now: a member's, or an applicant's login. */
export type FormerHolder = { readonly memberId: string } | { readonly applicantId: string };

type PhoneLogin = Parameters<typeof updatePhoneLogin>[2] & { readonly phone: HashPair };

/** Who signs in with which phone: one number is one person's at a time, the database sees to that. */
@Injectable()
export class WorkerLogins {
  constructor(
    private readonly index: BlindIndex,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever proved a phone no member signs in with: they may apply, and nothing else. Answers the login of that phone, the known one
   * brought up to date.
   */
  async ensureApplicant(tx: Tx, phone: string, knownId?: string): Promise<string> {
    const id = knownId ?? newId();
    const pair = this.index.pair('phone', phone);
    const sealed = this.cipher.seal(applicantPlace(id), phone);
    if (knownId === undefined) return insertApplicant(tx, id, pair, sealed, this.clock.now());
    await sealApplicant(tx, id, pair, sealed);
    return id;
  }

  /** Whether this is an applicant's login that proved this number; locked, so that two applications of one login wait for each other. */
  lockApplicant(tx: Tx, loginId: string, phoneHashes: readonly Buffer[]): Promise<boolean> {
    return lockApplicant(tx, loginId, phoneHashes);
  }

  /** Forgets who proved a phone long ago and neither applied nor is signed in. */
  clear(tx: Tx, before: Date, limit: number): Promise<number> {
    return clearApplicants(tx, before, limit);
  }

  /** Ends the sign-in of a member who left; the number is free. */
  async end(tx: Tx, memberId: string): Promise<void> {
    for (const { id } of await lockPhoneLogins(tx, memberId)) {
      await updatePhoneLogin(tx, id, { kind: 'WORKER', memberId, phone: null, displayName: null, active: false });
      await revokeSessionsOf(tx, id, 'MEMBERSHIP_ENDED', this.clock.now());
    }
  }

  /**
   * Makes a number the sign-in of a member who is back. Who proved it as an applicant goes on as the member without signing in again.
   * False when another member signs in with it.
   */
  async join(tx: Tx, { memberId, phone, displayName }: NewWorkerLogin): Promise<boolean> {
    const { own, holder } = await this.lock(tx, memberId, phone);
    const isTaken = holder !== null && holder.id !== own?.id;
    if (isTaken && holder.kind !== 'APPLICANT') return false;
    if (isTaken && own !== null) {
      await moveSessions(tx, holder.id, own.id);
      await deleteLogin(tx, holder.id);
    }
    await this.give(tx, own ?? holder, { kind: 'WORKER', memberId, phone, displayName, active: true });
    return true;
  }

  /** Changes a member's number at the desk; whoever had it loses it, and both sign in anew. */
  async change(tx: Tx, { memberId, phone, displayName }: NewWorkerLogin): Promise<FormerHolder | null> {
    const { own, holder } = await this.lock(tx, memberId, phone);
    const isTaken = holder !== null && holder.id !== own?.id;
    if (isTaken) await this.takeFrom(tx, holder);
    await this.give(tx, own, { kind: 'WORKER', memberId, phone, displayName, active: true });
    if (own !== null) await revokeSessionsOf(tx, own.id, 'PHONE_CHANGED', this.clock.now());
    if (!isTaken) return null;
    return holder.memberId === null ? { applicantId: holder.id } : { memberId: holder.memberId };
  }

  private async takeFrom(tx: Tx, { id, kind, memberId }: PhoneLoginRow): Promise<void> {
    await updatePhoneLogin(tx, id, { kind, memberId, phone: null, displayName: null, active: memberId !== null });
    await revokeSessionsOf(tx, id, 'PHONE_PASSED_ON', this.clock.now());
  }

  private async give(tx: Tx, own: PhoneLoginRow | null, login: PhoneLogin): Promise<void> {
    const id = own?.id ?? (await insertApplicant(tx, newId(), login.phone, null, this.clock.now()));
    await updatePhoneLogin(tx, id, login);
  }

  private async lock(
    tx: Tx,
    memberId: string,
    phone: HashPair,
  ): Promise<{ own: PhoneLoginRow | null; holder: PhoneLoginRow | null }> {
    const logins = await lockPhoneLogins(tx, memberId, phone);
    return {
      own: logins.find((login) => login.memberId === memberId) ?? null,
      holder: logins.find(({ hasPhone }) => hasPhone) ?? null,
    };
  }
}

/** Where an applicant's number is sealed. */
export function applicantPlace(loginId: string): { table: string; column: string; rowId: string } {
  return { table: 'login', column: 'phone_cipher', rowId: loginId };
}
