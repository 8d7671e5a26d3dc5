import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Clock } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { IdentityService } from '../../identity/index.js';
import { type EventActor, insertMemberEvents } from '../membership/history/member-events.repository.js';
import { MemberNumbers } from './member-numbers.js';
import {
  findByIdNumbers,
  insertMembers,
  type KnownMemberRow,
  lockErased,
  type NewMemberRow,
  reviveMember,
} from './members.repository.js';

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
   * The database's unique keys decide who is new, so two imports at once add nobody twice. Who was a member before and had their data
   * erased gets the same row again, so that joining anew resets no limit.
   */
  async insertChunk(
    tx: Tx,
    members: readonly NewMember[],
    createdAt = this.clock.now(),
    by: EventActor = REGISTER,
  ): Promise<LoadOutcome[]> {
    if (members.length === 0) return [];
    const hashes = members.map(({ idNumber }) => this.numbers.idNumberHashes(idNumber));
    const gone = byHash(await lockErased(tx, hashes.flat()));
    const rows = members.map((member, at) => this.rowOf(member, find(gone, hashes[at])?.id ?? newId()));
    const isBack = (at: number): boolean => find(gone, hashes[at]) !== undefined;
    const inserted = new Map(
      (
        await insertMembers(
          tx,
          rows.filter((_, at) => !isBack(at)),
          createdAt,
        )
      ).map((row) => [row.id, row.member_no]),
    );
    const added = rows.map((row, at) => (isBack(at) ? null : (inserted.get(row.id) ?? null)));
    for (const [at, row] of rows.entries()) if (isBack(at)) added[at] = await reviveMember(tx, row);
    await this.letIn(
      tx,
      rows.flatMap((row, at) => (added[at] === null ? [] : [{ row, back: isBack(at) }])),
      by,
      createdAt,
    );

    const left = hashes.filter((_, at) => added[at] === null);
    const known = byHash(left.length === 0 ? [] : await findByIdNumbers(tx, left.flat()));
    return rows.map((row, at) => {
      const memberNo = added[at];
      if (memberNo) return { outcome: 'ADDED', memberId: row.id, memberNo };
      const person = find(known, hashes[at]);
      // Erased and not filled again: somebody else has the phone.
      if (person === undefined || person.erased) return { outcome: 'PHONE_TAKEN' };
      const outcome = person.org_id === row.orgId ? 'KNOWN' : 'ALREADY_MEMBER';
      return { outcome, memberId: person.id, memberNo: person.member_no };
    });
  }

  /** A sign-in by phone and the event of joining for everybody who came in. */
  private async letIn(
    tx: Tx,
    people: readonly { readonly row: NewMemberRow; readonly back: boolean }[],
    by: EventActor,
    createdAt: Date,
  ): Promise<void> {
    await this.identity.loadWorkerLogins(
      tx,
      people.map(({ row }) => ({ memberId: row.id, phone: row.phone, displayName: row.name })),
    );
    const events = people.map(({ row: { id, orgId }, back }) => {
      const kind = back ? ('REJOINED' as const) : ('JOINED' as const);
      return { memberId: id, kind, toOrgId: orgId };
    });
    await insertMemberEvents(tx, events, by, createdAt);
  }

  private rowOf(member: NewMember, id: string): NewMemberRow {
    const { orgId, enterpriseId, name, gender, birthOn, joinedOn } = member;
    const sealed = this.numbers.seal(id, member.idNumber, member.phone);
    return { ...sealed, id, orgId, enterpriseId, name, gender, birthOn, joinedOn };
  }
}

function byHash(rows: readonly KnownMemberRow[]): ReadonlyMap<string, KnownMemberRow> {
  return new Map(rows.flatMap((row) => row.hashes.map((hash) => [hash, row])));
}

function find(
  known: ReadonlyMap<string, KnownMemberRow>,
  hashes: readonly Buffer[] | undefined,
): KnownMemberRow | undefined {
  for (const hash of hashes ?? []) {
    const row = known.get(hash.toString('hex'));
    if (row !== undefined) return row;
  }
  return undefined;
}
