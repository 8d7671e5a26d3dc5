import { Injectable } from '@nestjs/common';
import { Keyring } from '../../../platform/crypto/keyring.js';
import { Database, type Db, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { maskIdNumber } from '../../../shared/numbers/masks.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors } from '../members.errors.js';
import type { MemberPageQuery } from '../members.schemas.js';
import { MemberNumbers } from '../people/member-numbers.js';
import { readListRows } from './list-rows.rules.js';
import {
  LIST_ROWS_MAX,
  type ListChange,
  type ListMember,
  type ListPeopleRequest,
  type ListRowError,
  type ListsQuery,
  type ListView,
  type NewListRequest,
} from './list.schemas.js';
import {
  findList,
  findMembersBelow,
  isOrgWithin,
  listListMembers,
  listLists,
  type ListRowView,
} from './lists.queries.js';
import { deleteEntries, insertEntries, insertList, lockList, moveSize } from './lists.repository.js';

/** Named lists of members that audiences ask about; each belongs to a union and holds members of its subtree. */
@Injectable()
export class ListsService {
  private readonly numbers: MemberNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.numbers = new MemberNumbers(keyring.fields, keyring.index);
  }

  /** @throws Refusal LIST_OWNER_UNKNOWN, LIST_ID_TAKEN */
  async create(caller: OfficerCaller, request: NewListRequest): Promise<ListView> {
    await this.database
      .transaction(async (tx) => {
        if (!(await isOrgWithin(tx, request.ownerOrgId, scopeLike(caller.scope))))
          throw new Refusal(memberErrors.LIST_OWNER_UNKNOWN, { field: 'ownerOrgId' });
        await insertList(tx, request, caller.loginId, this.clock.now());
        const { id, ownerOrgId } = request;
        await this.audit.record(tx, caller, 'member-list.created', { kind: 'member-list', id }, { ownerOrgId });
      })
      .catch((error: unknown) => {
        if (violatedConstraint(error) === 'member_list_pkey')
          throw new Refusal(memberErrors.LIST_ID_TAKEN, { field: 'id' });
        throw error;
      });
    return this.get(caller, request.id);
  }

  async list(caller: OfficerCaller, { limit, cursor }: ListsQuery): Promise<Page<ListView>> {
    const rows = await listLists(this.database.db, scopeLike(caller.scope), { afterId: cursor ?? '', limit });
    const page = pageOf(rows, limit, (row) => row.id);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }

  /** @throws Refusal LIST_UNKNOWN, also for a list of another subtree */
  async get(caller: OfficerCaller, id: string): Promise<ListView> {
    const row = await findList(this.database.db, scopeLike(caller.scope), id);
    if (row === null) throw new Refusal(memberErrors.LIST_UNKNOWN);
    return viewOf(row);
  }

  /** @throws Refusal LIST_UNKNOWN */
  async listMembers(caller: OfficerCaller, id: string, { limit, cursor }: MemberPageQuery): Promise<Page<ListMember>> {
    await this.get(caller, id);
    const from = { afterId: cursor ?? null, limit };
    const rows = await listListMembers(this.database.db, scopeLike(caller.scope), id, from);
    return pageOf(rows, limit, (row) => row.memberId);
  }

  /** Puts people on a list. @throws Refusal LIST_UNKNOWN, LIST_TOO_MANY_ROWS, LIST_FULL */
  add(caller: OfficerCaller, id: string, request: ListPeopleRequest): Promise<ListChange> {
    return this.change(caller, id, request, 'added', async (tx, memberIds) => {
      const changed = await insertEntries(tx, id, memberIds, caller.loginId, this.clock.now());
      return { changed, size: await moveSize(tx, id, changed) };
    });
  }

  /** Takes people off a list. @throws Refusal LIST_UNKNOWN, LIST_TOO_MANY_ROWS */
  remove(caller: OfficerCaller, id: string, request: ListPeopleRequest): Promise<ListChange> {
    return this.change(caller, id, request, 'removed', async (tx, memberIds) => {
      const changed = await deleteEntries(tx, id, memberIds);
      return { changed, size: await moveSize(tx, id, -changed) };
    });
  }

  private async change(
    caller: OfficerCaller,
    id: string,
    request: ListPeopleRequest,
    verb: 'added' | 'removed',
    write: (tx: Tx, memberIds: readonly string[]) => Promise<{ changed: number; size: number }>,
  ): Promise<ListChange> {
    return this.database
      .transaction(async (tx) => {
        const list = await lockList(tx, id, scopeLike(caller.scope));
        if (list === null) throw new Refusal(memberErrors.LIST_UNKNOWN);
        // Whoever has left the owner's unions can still be taken off, by an officer who sees them.
        const below = verb === 'added' ? [list.ownerPath] : caller.scope;
        const { memberIds, refused } = await this.resolve(tx, below, request);
        const { changed, size } = await write(tx, memberIds);
        await this.audit.record(tx, caller, `member-list.${verb}`, { kind: 'member-list', id }, { changed, size });
        return { changed, unchanged: memberIds.length - changed, size, refused };
      })
      .catch((error: unknown) => {
        if (violatedConstraint(error) === 'member_list_size_range') throw new Refusal(memberErrors.LIST_FULL);
        throw error;
      });
  }

  /** Who is meant, each once. Somebody of another subtree is as unknown as nobody at all. */
  private async resolve(
    db: Db,
    below: readonly string[],
    { memberIds, text }: ListPeopleRequest,
  ): Promise<{ memberIds: string[]; refused: ListRowError[] }> {
    const read = readListRows(text);
    if (read.rows.length + read.refused.length + memberIds.length > LIST_ROWS_MAX)
      throw new Refusal(memberErrors.LIST_TOO_MANY_ROWS);
    const wanted = read.rows.map(({ row, idNumber }) => ({
      row,
      idNumber,
      hashes: this.numbers.idNumberHashes(idNumber),
    }));
    const found = await findMembersBelow(
      db,
      scopeLike(below),
      memberIds,
      wanted.flatMap((each) => each.hashes),
    );
    const [ids, hashes] = [
      new Set(found.map((member) => member.id)),
      new Set(found.flatMap((member) => member.hashes)),
    ];
    const lines = text === '' ? 0 : text.split(/\r\n|\n|\r/).length;
    const unknown = [
      ...wanted
        .filter((each) => !each.hashes.some((hash) => hashes.has(hash.toString('hex'))))
        .map(({ row, idNumber }) => ({ row, maskedValue: maskIdNumber(idNumber) })),
      ...memberIds.flatMap((id, at) => (ids.has(id) ? [] : [{ row: lines + at + 1, maskedValue: id }])),
    ];
    const refused = [...read.refused, ...unknown.map((each) => ({ ...each, reason: 'MEMBER_UNKNOWN' as const }))];
    return { memberIds: [...ids], refused: refused.sort((a, b) => a.row - b.row) };
  }
}

function viewOf({ createdAt, ...row }: ListRowView): ListView {
  return { ...row, createdAt: toWireTime(createdAt) };
}
