import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { DAY_MS, shanghaiDate, startOfShanghaiDay, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors } from '../members.errors.js';
import { MembersService } from '../people/members.service.js';
import { heldOn } from './as-of.rules.js';
import { type HolderRow, listCodes, listFacts, listHolders } from './categories.queries.js';
import {
  endEntry,
  expirePast,
  findMeaning,
  insertGrants,
  lockHeld,
  type NewCategoryRow,
} from './categories.repository.js';
import { decideProposal } from './category.rules.js';
import type {
  AsOfQuery,
  CategoryCodeView,
  CategoryFactView,
  HoldersQuery,
  HolderView,
  MemberCategoriesView,
} from './category.schemas.js';

export type NewGrant = Omit<NewCategoryRow, 'id' | 'caseId' | 'previousId' | 'reviewOn'>;

const EXPIRED_AT_ONCE = 1_000;

/** Named groups: what they mean, who holds them, and what was known of that on any day. How one is granted is a case's matter. */
@Injectable()
export class CategoriesService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  listCodes(): Promise<CategoryCodeView[]> {
    return listCodes(this.database.db);
  }

  /** What we knew of a member at the end of a day, about that day or another. @throws Refusal MEMBER_UNKNOWN */
  async ofMember(caller: OfficerCaller, memberId: string, query: AsOfQuery): Promise<MemberCategoriesView> {
    await this.members.get(caller, memberId);
    const { asOf, on, before } = this.momentOf(query);
    const facts = await listFacts(this.database.db, memberId, before);
    return {
      asOf,
      on,
      held: heldOn(facts, on).map(({ entryId, code, codeName, level, fromOn, untilOn }) => ({
        entryId,
        code,
        codeName,
        level,
        fromOn,
        untilOn,
      })),
      facts: facts.map((fact) => ({
        ...fact,
        cause: fact.cause as CategoryFactView['cause'],
        recordedAt: toWireTime(fact.recordedAt),
        supersededAt: fact.supersededAt === null ? null : toWireTime(fact.supersededAt),
      })),
    };
  }

  /**
   * Who of a union held what on a day, as we knew it at the end of a day; the union as it was made up on that day, as far as it was
   * known. Who has gone to a union elsewhere since is counted, with a masked name: the list of that day was this union's to know.
   */
  async holders(caller: OfficerCaller, query: HoldersQuery): Promise<Page<HolderView>> {
    const { on, before } = this.momentOf(query);
    const { orgId, code = null, cursor: afterId = null, limit } = query;
    const endOfDay = new Date(startOfShanghaiDay(on) + DAY_MS);
    const placedBefore = endOfDay < before ? endOfDay : before;
    const filter = { orgId, code, before, placedBefore, on, afterId, limit };
    const { db } = this.database;
    const rows = await beyondScope(db, 'who left since was of the union on that day; masked in the answer', () =>
      listHolders(db, scopeLike(caller.scope), filter),
    );
    const page = pageOf(rows, limit, (row) => row.entryId);
    return { items: page.items.map(holderOf), nextCursor: page.nextCursor };
  }

  /** Takes over grants that two officers decided elsewhere, such as an earlier register; answers how many are new. */
  async loadGrants(
    tx: Tx,
    grants: readonly NewGrant[],
    by: { readonly proposedBy: string; readonly decidedBy: string },
  ): Promise<number> {
    const rows = grants.map((grant) => ({ ...grant, id: newId() }));
    return (await insertGrants(tx, rows, by, { cause: 'LOADED', now: this.clock.now() })).length;
  }

  /** Takes a category away at once, for rehearsals; officers do it by a case. @throws Refusal MEMBER_UNKNOWN, CATEGORY_NOT_HELD */
  async end(caller: OfficerCaller, memberId: string, code: string): Promise<void> {
    await this.members.get(caller, memberId);
    await this.database.transaction(async (tx) => {
      if (!(await this.endHeld(tx, memberId, code, 'REVOKED'))) throw new Refusal(memberErrors.CATEGORY_NOT_HELD);
      await this.audit.record(tx, caller, 'category.ended', { kind: 'member', id: memberId }, { code });
    });
  }

  /**
   * The whole way for rehearsals: what the member had of this category ends and the new entry holds from today, by two officers.
   * Here a level may be left open, as in registers that know none.
   * @throws Refusal MEMBER_UNKNOWN, CATEGORY_UNKNOWN, CATEGORY_LEVEL_WRONG, CATEGORY_DATES_WRONG
   */
  async replaceDirectly(given: {
    readonly memberId: string;
    readonly entry: Pick<NewGrant, 'code' | 'level' | 'untilOn' | 'basis'>;
    readonly maker: OfficerCaller;
    readonly checker: OfficerCaller;
  }): Promise<void> {
    const { memberId, entry, maker, checker } = given;
    await this.members.get(maker, memberId);
    const category = await findMeaning(this.database.db, entry.code);
    const fromOn = shanghaiDate(this.clock.now().getTime());
    const levels = entry.level === null ? [] : (category?.levels ?? []);
    const refusal = decideProposal(category && { levels }, entry.level, entry.untilOn, fromOn);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    await this.database.transaction(async (tx) => {
      await this.endHeld(tx, memberId, entry.code, 'REPLACED');
      await this.loadGrants(tx, [{ ...entry, memberId, fromOn }], {
        proposedBy: maker.loginId,
        decidedBy: checker.loginId,
      });
      const { code, level, untilOn } = entry;
      const subject = { kind: 'member', id: memberId };
      await this.audit.record(tx, checker, 'category.granted', subject, { code, level, untilOn });
    });
  }

  /** Ends what has passed its last day; nobody's standing changes by it, since every reader compares days. */
  async expirePast(): Promise<number> {
    const todayOn = shanghaiDate(this.clock.now().getTime());
    return this.database.transaction((tx) => expirePast(tx, todayOn, EXPIRED_AT_ONCE));
  }

  private async endHeld(tx: Tx, memberId: string, code: string, reason: 'REVOKED' | 'REPLACED'): Promise<boolean> {
    const held = await lockHeld(tx, memberId, code);
    if (held === null) return false;
    const now = this.clock.now();
    await endEntry(tx, held, { reason, lastOn: shanghaiDate(now.getTime() - DAY_MS), now });
    return true;
  }

  private momentOf({ asOf, on }: AsOfQuery): { asOf: string; on: string; before: Date } {
    const day = asOf ?? shanghaiDate(this.clock.now().getTime());
    return { asOf: day, on: on ?? day, before: new Date(startOfShanghaiDay(day) + DAY_MS) };
  }
}

function holderOf(row: HolderRow): HolderView {
  const { memberId, memberNo, memberName, movedOn, entryId, orgName, code, codeName, level, fromOn, untilOn } = row;
  const person = movedOn
    ? { memberId: null, memberNo: null, memberName: maskName(memberName) }
    : { memberId, memberNo, memberName };
  return { entryId, ...person, orgName, code, codeName, level, fromOn, untilOn };
}
