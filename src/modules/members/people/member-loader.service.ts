import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { IdentityService } from '../../identity/index.js';
import { type EventActor, insertMemberEvents } from '../membership/history/member-events.repository.js';
import { MemberNumbers } from './member-numbers.js';
import { findByIdNumbers, insertMembers, type KnownMemberRow, type NewMemberRow } from './members.repository.js';

/** A person to add, checked and in stored form: ID number of 18 characters, phone of 11 digits, days as `YYYY-MM-DD`, null for what the union does not know. */
export interface NewMember {
  readonly orgId: string;
  readonly enterpriseId: string | null;
  readonly name: string;
  readonly gender: 'F' | 'M' | null;
  readonly birthOn: string | null;
  readonly joinedOn: string | null;
  readonly idNumber: string;
  readonly phone: string;
}

/** `KNOWN`: a member of the same union already; `ALREADY_MEMBER`: of another one. Only `ADDED` wrote anything. */
export type LoadOutcome =
  | { readonly outcome: 'ADDED' | 'KNOWN' | 'ALREADY_MEMBER'; readonly memberId: string; readonly memberNo: string }
  | { readonly outcome: 'PHONE_TAKEN' };

const REGISTER: EventActor = { kind: 'system', id: 'register' };

/** The one way in for members, one or a thousand at a time: the import, the demo and a single join all come through here. */
@Injectable()
export class MemberLoader {
  private readonly numbers: MemberNumbers;

  constructor(
    keyring: Keyring,
    private readonly identity: IdentityService,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  /**
   * Adds a chunk set-wise, with a sign-in by phone for each; the answer has one outcome a row, in order.
   * The database's unique keys decide who is new, so two imports at once add nobody twice.
   */
  async insertChunk(
    tx: Tx,
    members: readonly NewMember[],
    createdAt = this.clock.now(),
    by: EventActor = REGISTER,
  ): Promise<LoadOutcome[]> {
    if (members.length === 0) return [];
    const rows = members.map((member): NewMemberRow => {
      const id = newId();
      const { orgId, enterpriseId, name, gender, birthOn, joinedOn } = member;
      return {
        ...this.numbers.seal(id, member.idNumber, member.phone),
        id,
        orgId,
        enterpriseId,
        name,
        gender,
        birthOn,
        joinedOn,
      };
    });
    const added = new Map((await insertMembers(tx, rows, createdAt)).map((row) => [row.id, row.member_no]));
    const fresh = rows.filter((row) => added.has(row.id));
    await this.identity.loadWorkerLogins(
      tx,
      fresh.map((row) => ({ memberId: row.id, phoneHash: row.phoneHash, displayName: row.name })),
    );
    const joined = fresh.map(({ id, orgId }) => ({ memberId: id, kind: 'JOINED', toOrgId: orgId }) as const);
    await insertMemberEvents(tx, joined, by, createdAt);

    const left = rows.filter((row) => !added.has(row.id));
    const known = await this.known(tx, left);
    return rows.map((row) => {
      const memberNo = added.get(row.id);
      if (memberNo !== undefined) return { outcome: 'ADDED', memberId: row.id, memberNo };
      const person = known.get(row.idNumberHash.toString('hex'));
      if (person === undefined) return { outcome: 'PHONE_TAKEN' };
      const outcome = person.org_id === row.orgId ? 'KNOWN' : 'ALREADY_MEMBER';
      return { outcome, memberId: person.id, memberNo: person.member_no };
    });
  }

  private async known(tx: Tx, rows: readonly NewMemberRow[]): Promise<Map<string, KnownMemberRow>> {
    if (rows.length === 0) return new Map();
    const found = await findByIdNumbers(
      tx,
      rows.map((row) => row.idNumberHash),
    );
    return new Map(found.map((row) => [row.id_number_hash.toString('hex'), row]));
  }
}
