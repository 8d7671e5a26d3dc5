import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import { Keyring } from '../../../platform/crypto/keyring.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Refusal } from '../../../shared/errors.js';
import { maskIdNumber, maskPhone } from '../../../shared/numbers/masks.js';
import { isWithin, scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors } from '../members.errors.js';
import type { MembersQuery, MemberView, Revealed } from '../members.schemas.js';
import { type MemberAttributes, listMemberAttributes } from './member-attributes.queries.js';
import { MemberLoader, type NewMember } from './member-loader.service.js';
import { MemberNumbers } from './member-numbers.js';
import { likePrefix, readSearch } from './member-search.rules.js';
import { listHolders, listMembers, type MemberRow, type MemberSearch } from './members.queries.js';
import { findNumbers } from './members.repository.js';

/** People: joining, looking up, showing their numbers to who may see them, and telling benefits what they may ask. */
@Injectable()
export class MembersService {
  private readonly numbers: MemberNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly loader: MemberLoader,
    private readonly audit: AuditService,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  /**
   * Adds one person, with their sign-in by phone.
   * @throws Refusal MEMBER_ALREADY, PHONE_TAKEN
   */
  async join(tx: Tx, member: NewMember): Promise<{ memberId: string; memberNo: string }> {
    const [result] = await this.loader.insertChunk(tx, [member]);
    if (result === undefined || result.outcome === 'PHONE_TAKEN') throw new Refusal(memberErrors.PHONE_TAKEN);
    if (result.outcome !== 'ADDED') throw new Refusal(memberErrors.MEMBER_ALREADY);
    return { memberId: result.memberId, memberNo: result.memberNo };
  }

  async search(caller: OfficerCaller, query: MembersQuery): Promise<Page<MemberView>> {
    const search = { ...this.meaningOf(query.q), ...(query.orgId === undefined ? {} : { orgId: query.orgId }) };
    const rows = await this.listInScope(caller, search, query.limit, query.cursor ?? null);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map((row) => this.viewOf(row)), nextCursor: page.nextCursor };
  }

  /** @throws Refusal MEMBER_UNKNOWN, also for a member of another subtree */
  async get(caller: OfficerCaller, memberId: string): Promise<MemberView> {
    const [row] = await this.listInScope(caller, { id: memberId }, 1, null);
    if (row === undefined) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
    return this.viewOf(row);
  }

  /** Shows both numbers in full; the audit row is written in the same transaction, so there is no look without a trace. */
  async reveal(caller: OfficerCaller, memberId: string, purpose: string): Promise<Revealed> {
    return this.database.transaction(async (tx) => {
      const row = await findNumbers(tx, memberId, scopeLike(caller.scope));
      if (row === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
      await this.audit.record(tx, caller, 'member.revealed', { kind: 'member', id: memberId }, { purpose });
      return {
        idNumber: this.numbers.openIdNumber(memberId, row.id_number_cipher),
        phone: row.phone_cipher === null ? null : this.numbers.openPhone(memberId, row.phone_cipher),
      };
    });
  }

  /** What benefits may ask about these people, in one query; unknown ids are absent. */
  getAttributes(db: Db, memberIds: readonly string[]): Promise<MemberAttributes[]> {
    return listMemberAttributes(db, memberIds);
  }

  /** Who these ID numbers belong to, within a subtree; those of others are absent, as are those of nobody. */
  async findHolders(
    db: Db,
    orgPath: string,
    idNumbers: readonly string[],
  ): Promise<Map<string, { readonly memberId: string; readonly name: string; readonly isActive: boolean }>> {
    const asked = idNumbers.flatMap((idNumber) =>
      this.numbers.idNumberHashes(idNumber).map((hash) => [hash.toString('hex'), idNumber] as const),
    );
    const idNumberOf = new Map(asked);
    const rows = await listHolders(
      db,
      orgPath,
      [...idNumberOf.keys()].map((hash) => Buffer.from(hash, 'hex')),
    );
    return new Map(
      rows.flatMap(({ hashes, memberId, name, membership }) => {
        const idNumber = hashes.map((hash) => idNumberOf.get(hash ?? '')).find((found) => found !== undefined);
        return idNumber === undefined
          ? []
          : [[idNumber, { memberId, name, isActive: membership === 'ACTIVE' }] as const];
      }),
    );
  }

  /** A member's own numbers, for that person's file; null when there is nobody any more. */
  async findOwnNumbers(db: Db, memberId: string): Promise<Revealed | null> {
    const row = await findNumbers(db, memberId, ['%']);
    if (row === null) return null;
    return {
      idNumber: this.numbers.openIdNumber(memberId, row.id_number_cipher),
      phone: row.phone_cipher === null ? null : this.numbers.openPhone(memberId, row.phone_cipher),
    };
  }

  /** Whether a text is the last six characters of the member's ID number: the second proof when a phone is bound. */
  async isLastSix(db: Db, memberId: string, text: string): Promise<boolean> {
    const row = await findNumbers(db, memberId, ['%']);
    if (row === null) return false;
    return this.numbers.openIdNumber(memberId, row.id_number_cipher).slice(-6) === text.toUpperCase();
  }

  /**
   * A search by name passes the policies: PostgreSQL asks them before any operator that is not leakproof, and LIKE is none, so under them
   * it could not use the index of names and would read the whole scope. Its statement carries the scope itself, and each row is asked once more.
   */
  private async listInScope(
    caller: OfficerCaller,
    search: MemberSearch,
    limit: number,
    beforeId: string | null,
  ): Promise<MemberRow[]> {
    const { db } = this.database;
    const list = (): Promise<MemberRow[]> => listMembers(db, scopeLike(caller.scope), search, limit, beforeId);
    if (search.namePattern === undefined) return list();
    const rows = await beyondScope(db, 'a name is found by its index, which a policy would forbid', list);
    if (!rows.every((row) => caller.scope.some((subtree) => isWithin(row.org_path, subtree))))
      throw new Error('the search of members left the scope of the officer');
    return rows;
  }

  private meaningOf(text: string | undefined): MemberSearch {
    if (text === undefined) return {};
    const { phone, idNumber, memberNo, namePrefix } = readSearch(text);
    return {
      ...(phone === undefined ? {} : { phoneHashes: this.numbers.phoneHashes(phone) }),
      ...(idNumber === undefined ? {} : { idNumberHashes: this.numbers.idNumberHashes(idNumber) }),
      ...(memberNo === undefined ? {} : { memberNo }),
      ...(namePrefix === undefined ? {} : { namePattern: likePrefix(namePrefix) }),
    };
  }

  private viewOf(row: MemberRow): MemberView {
    return {
      id: row.id,
      memberNo: row.member_no,
      name: row.name,
      idNumberMasked: maskIdNumber(this.numbers.openIdNumber(row.id, row.id_number_cipher)),
      phoneMasked: row.phone_cipher === null ? null : maskPhone(this.numbers.openPhone(row.id, row.phone_cipher)),
      orgId: row.org_id,
      orgName: row.org_name,
      enterpriseName: row.enterprise_name,
      gender: row.gender,
      joinedOn: row.joined_on,
      membership: row.membership,
      categories: row.categories,
      cardState: row.card_state,
    };
  }
}
