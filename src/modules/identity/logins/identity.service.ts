import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { HashPair } from '../../../platform/crypto/blind-index.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerRole } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { identityErrors } from '../identity.errors.js';
import { usernameSchema } from '../identity.schemas.js';
import {
  deleteUnusedLogins,
  deleteWorkerLogin,
  fillPhoneHashes,
  insertRoles,
  insertStaffLogin,
  insertWorkerLogins,
  renameWorkers,
  type NewStaffRow,
} from './logins.repository.js';
import { promoteApplicants } from './worker-logins.repository.js';
import { type PasswordHash, Passwords } from './passwords.service.js';
import { newTotpSecret, totpUrl } from './totp.js';

export interface NewOfficer {
  readonly username: string;
  readonly displayName: string;
  /** From `hashPassword`. */
  readonly passwordHash: PasswordHash;
  readonly roles: readonly { readonly role: OfficerRole; readonly orgId: string; readonly untilOn?: string | null }[];
  /** Base32; made up when none is given. */
  readonly totpSecret?: string;
}

export interface NewMerchantLogin {
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: PasswordHash;
  readonly role: 'OWNER' | 'CASHIER';
  readonly merchantId: string;
  /** A cashier's store; null for an owner. */
  readonly storeId: string | null;
}

export interface NewWorkerLogin {
  readonly memberId: string;
  /** Blind index of kind `phone`. */
  readonly phone: HashPair;
  readonly displayName: string;
}

export interface FirstOfficer {
  readonly username: string;
  readonly password: string;
  readonly totpSecret: string;
  readonly otpauthUrl: string;
}

const SYSTEM = { kind: 'system', id: 'identity' } as const;

/** Makes logins, one or thousands at a time. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly passwords: Passwords,
    private readonly organizations: OrganizationsService,
    private readonly audit: AuditService,
  ) {}

  /** Hashes a new password, before the transaction that stores it. @throws Refusal PASSWORD_WEAK */
  hashPassword(password: string, username: string): Promise<PasswordHash> {
    return this.passwords.hash(password, username);
  }

  /** An officer with password and authenticator. @throws Refusal USERNAME_TAKEN, USERNAME_INVALID */
  async createOfficer(tx: Tx, officer: NewOfficer): Promise<{ loginId: string; totpSecret: string }> {
    const totpSecret = officer.totpSecret ?? newTotpSecret();
    const { username, displayName, passwordHash } = officer;
    const loginId = await this.insertStaff(
      tx,
      { kind: 'OFFICER', username, displayName, passwordHash, merchantId: null, storeId: null, merchantRole: null },
      totpSecret,
    );
    const roles = officer.roles.map(({ role, orgId, untilOn }) => ({ role, orgId, untilOn: untilOn ?? null }));
    await insertRoles(tx, loginId, roles);
    await this.audit.record(tx, SYSTEM, 'login.created', { kind: 'login', id: loginId }, { kind: 'OFFICER', roles });
    return { loginId, totpSecret };
  }

  /** An officer who has neither password nor authenticator yet. @throws Refusal USERNAME_TAKEN, USERNAME_INVALID */
  createWaitingOfficer(
    tx: Tx,
    given: { readonly username: string; readonly displayName: string; readonly passwordHash: PasswordHash },
  ): Promise<string> {
    return this.insertStaff(
      tx,
      { ...given, kind: 'OFFICER', merchantId: null, storeId: null, merchantRole: null },
      null,
    );
  }

  /** A merchant's owner or cashier; the caller has checked that the place exists. @throws Refusal USERNAME_TAKEN, USERNAME_INVALID */
  async createMerchantLogin(tx: Tx, login: NewMerchantLogin): Promise<{ loginId: string }> {
    const { username, displayName, passwordHash, role, merchantId, storeId } = login;
    const loginId = await this.insertStaff(
      tx,
      { kind: 'MERCHANT', username, displayName, passwordHash, merchantId, storeId, merchantRole: role },
      null,
    );
    const detail = { kind: 'MERCHANT', role, merchantId, storeId };
    await this.audit.record(tx, SYSTEM, 'login.created', { kind: 'login', id: loginId }, detail);
    return { loginId };
  }

  async createWorkerLogin(tx: Tx, login: NewWorkerLogin): Promise<void> {
    await this.loadWorkerLogins(tx, [login]);
  }

  /** Sign-ins by phone for many members at once; unique keys of member and phone are the database's. */
  async loadWorkerLogins(tx: Tx, logins: readonly NewWorkerLogin[]): Promise<void> {
    if (logins.length === 0) return;
    const rows = logins.map((login) => ({ id: newId(), ...login }));
    const made = await insertWorkerLogins(tx, rows, this.clock.now());
    // Who proved the number as an applicant is signed in already.
    if (made < rows.length) await promoteApplicants(tx, rows);
  }

  /** Workers are greeted by the name their union knows. */
  async renameWorkers(tx: Tx, rows: readonly { memberId: string; displayName: string }[]): Promise<void> {
    if (rows.length > 0) await renameWorkers(tx, rows);
  }

  /** Removes sign-ins nobody has used; one that was used is an error of the database. */
  async removeUnusedLogins(tx: Tx, memberIds: readonly string[]): Promise<void> {
    await deleteUnusedLogins(tx, memberIds);
  }

  /** Ends a worker's sign-in for good; a page that is open is refused at its next request. */
  async eraseWorkerLogin(tx: Tx, memberId: string): Promise<void> {
    await deleteWorkerLogin(tx, memberId);
  }

  /** Blind indexes of phones while the index key is changed: only who can open the number can make them. */
  async fillPhoneHashes(
    tx: Tx,
    column: 'phone_hash' | 'phone_hash_even',
    hashes: readonly { readonly memberId: string; readonly hash: Buffer }[],
  ): Promise<void> {
    await fillPhoneHashes(tx, column, hashes);
  }

  /**
   * The first officer of an installation, who may do everything; makes the city's own union when there is none yet.
   * The password, made up unless given, is in the answer only.
   */
  async createFirstOfficer(request: {
    readonly username: string;
    readonly displayName: string;
    readonly password?: string | undefined;
  }): Promise<FirstOfficer> {
    const { username, displayName } = request;
    const password = request.password ?? randomBytes(15).toString('base64url');
    const passwordHash = await this.hashPassword(password, username);
    const totpSecret = await this.database.transaction(async (tx) => {
      const city = await this.organizations.ensureCity(tx);
      const roles = [{ role: 'CITY_ADMIN', orgId: city.id } as const];
      const made = await this.createOfficer(tx, { username, displayName, passwordHash, roles });
      return made.totpSecret;
    });
    return { username, password, totpSecret, otpauthUrl: totpUrl(totpSecret, username) };
  }

  private async insertStaff(
    tx: Tx,
    login: Omit<NewStaffRow, 'id' | 'totpSecret' | 'createdAt'>,
    totpSecret: string | null,
  ): Promise<string> {
    if (!usernameSchema.safeParse(login.username).success)
      throw new Refusal(identityErrors.USERNAME_INVALID, { field: 'username' });
    const id = newId();
    const sealed = totpSecret === null ? null : this.cipher.seal(totpPlace(id), totpSecret);
    try {
      await insertStaffLogin(tx, { ...login, id, totpSecret: sealed, createdAt: this.clock.now() });
    } catch (error) {
      const taken = violatedConstraint(error) === 'login_username_unique';
      throw taken ? new Refusal(identityErrors.USERNAME_TAKEN, { field: 'username' }) : error;
    }
    return id;
  }
}

/** Where an authenticator's secret is sealed. */
export function totpPlace(loginId: string): { table: string; column: string; rowId: string } {
  return { table: 'login', column: 'totp_secret', rowId: loginId };
}
