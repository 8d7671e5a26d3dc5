import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal, type RefusalDetails } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { shanghaiDate } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import {
  type EntryRow,
  findEntry,
  findMeaning,
  findStanding,
  type MeaningRow,
} from '../categories/categories.repository.js';
import { decideCorrection, decideProposal } from '../categories/category.rules.js';
import { EvidenceStore } from '../evidence/evidence-store.service.js';
import { memberErrors } from '../members.errors.js';
import { MeaningsService } from '../meanings/meanings.service.js';
import { MembersService } from '../people/members.service.js';
import { CaseEffects } from './case-effects.service.js';
import { caseView, objectionView } from './case-view.js';
import {
  type CaseAction,
  type CaseRefusal,
  decideAction,
  evidenceNeeded,
  kindOf,
  needsNotice,
  nextState,
  noticePeriod,
} from './case.rules.js';
import type { CaseDecision, CaseDetail, CaseRequest, CasesQuery, CaseView, EntryChange } from './case.schemas.js';
import { listCases, listObjections } from './cases.queries.js';
import { type CaseRow, findCase, insertCase, lockCase, moveCase, type NewCase } from './cases.repository.js';

const WAITING = ['APPLIED', 'PROPOSED', 'IN_REVIEW', 'NOTICE'] as const;

/** How a category is granted, reviewed, put right and ended: what one officer prepares, another decides. */
@Injectable()
export class CasesService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly evidence: EvidenceStore,
    private readonly effects: CaseEffects,
    private readonly meanings: MeaningsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async list(caller: OfficerCaller, query: CasesQuery): Promise<Page<CaseView>> {
    const { state, orgId, memberId, cursor, limit } = query;
    const filter = {
      limit,
      ...(state === undefined ? {} : { states: state === 'WAITING' ? WAITING : [state] }),
      ...(orgId === undefined ? {} : { orgId }),
      ...(memberId === undefined ? {} : { memberId }),
      ...(cursor === undefined ? {} : { beforeId: cursor }),
    };
    const rows = await listCases(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, limit, (row) => row.id);
    return { items: page.items.map((row) => caseView(row, caller)), nextCursor: page.nextCursor };
  }

  /** @throws Refusal CASE_UNKNOWN */
  async get(caller: OfficerCaller, id: string): Promise<CaseDetail> {
    const [row] = await listCases(this.database.db, scopeLike(caller.scope), { id, limit: 1 });
    if (row === undefined) throw new Refusal(memberErrors.CASE_UNKNOWN);
    const objections = await listObjections(this.database.db, id);
    const { code, meaningVersion } = row;
    const decidedBy = meaningVersion === null ? null : await this.meanings.version(code, meaningVersion);
    return { case: caseView(row, caller), decidedBy, objections: objections.map((one) => objectionView(one, caller)) };
  }

  /**
   * Proposes a grant, or the review of what the member holds. Evidence is added to it before it is complete.
   * @throws Refusal MEMBER_UNKNOWN, CATEGORY_UNKNOWN, CATEGORY_LEVEL_WRONG, CATEGORY_DATES_WRONG, CATEGORY_OPEN
   */
  async propose(caller: OfficerCaller, memberId: string, request: CaseRequest): Promise<CaseView> {
    // Load the facts: a member of another subtree is unknown.
    await this.members.get(caller, memberId);
    const { db } = this.database;
    const { code, basis, level = null, untilOn = null } = request;
    const todayOn = shanghaiDate(this.clock.now().getTime());
    const refusal = decideProposal(await findMeaning(db, code), level, untilOn, todayOn);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    const standing = await findStanding(db, memberId, code, todayOn);
    const kind = kindOf(standing.heldId !== null, standing.previousId !== null);
    const about = { kind, cause: null, entryId: standing.heldId, fromOn: null } as const;
    return this.begin(caller, { memberId, code, level, untilOn, basis, ...about });
  }

  /** Proposes to end an entry, or to put its record right. @throws Refusal ENTRY_UNKNOWN, CATEGORY_DATES_WRONG, CATEGORY_LEVEL_WRONG, CATEGORY_OPEN */
  async change(caller: OfficerCaller, entryId: string, change: EntryChange): Promise<CaseView> {
    const entry = await findEntry(this.database.db, entryId, scopeLike(caller.scope));
    if (entry === null || (change.kind === 'EXIT' && entry.state !== 'GRANTED'))
      throw new Refusal(memberErrors.ENTRY_UNKNOWN);
    const meaning = await findMeaning(this.database.db, entry.code);
    const todayOn = shanghaiDate(this.clock.now().getTime());
    return this.begin(caller, changeOf(entry, change, known(meaning), todayOn));
  }

  /** Says that the evidence is complete; from then on another officer decides. @throws Refusal CASE_UNKNOWN, CASE_STATE, EVIDENCE_MISSING */
  async complete(caller: OfficerCaller, id: string): Promise<CaseView> {
    const { db } = this.database;
    const found = await findCase(db, id, scopeLike(caller.scope));
    if (found === null) throw new Refusal(memberErrors.CASE_UNKNOWN);
    const meaning = known(await findMeaning(db, found.code));
    // Counted before the lock: two databases have no common transaction. Should a file go in between, the checker sees what is left.
    const evidence = { have: await this.evidence.countPieces(id), need: evidenceNeeded(found.kind, meaning) };
    return this.move(caller, id, 'COMPLETE', (tx, one) =>
      this.step(tx, caller, one, 'COMPLETE', { preparedBy: caller.loginId }, evidence),
    );
  }

  /** Sends it back to whoever began it, with what is missing. @throws Refusal CASE_UNKNOWN, CASE_STATE */
  sendBack(caller: OfficerCaller, id: string, note: string): Promise<CaseView> {
    return this.move(caller, id, 'RETURN', (tx, one) =>
      this.step(tx, caller, one, 'RETURN', { note, preparedBy: null }),
    );
  }

  /** Takes back what officers proposed. @throws Refusal CASE_UNKNOWN, CASE_STATE, also for what a worker applied for */
  withdraw(caller: OfficerCaller, id: string, note: string): Promise<CaseView> {
    return this.move(caller, id, 'WITHDRAW', async (tx, one) => {
      if (one.proposedBy === null) throw new Refusal(memberErrors.CASE_STATE);
      await this.step(tx, caller, one, 'WITHDRAW', { note, closedAt: this.clock.now() });
    });
  }

  /**
   * The second pair of eyes: refuses, or approves: what needs posting is posted, everything else takes effect at once.
   * @throws Refusal CASE_UNKNOWN, CASE_STATE, SAME_PERSON, EVIDENCE_MISSING, CATEGORY_LEVEL_WRONG
   */
  async decide(caller: OfficerCaller, id: string, { approve, note }: CaseDecision): Promise<CaseView> {
    const action = approve ? 'APPROVE' : 'REFUSE';
    // Counted before the lock, as where the evidence is complete: while a case is in review nobody adds to it.
    const have = approve ? await this.evidence.countPieces(id) : 0;
    return this.move(caller, id, action, async (tx, one) => {
      const now = this.clock.now();
      const meaning = known(await findMeaning(tx, one.code));
      const decided = {
        decidedBy: caller.loginId,
        decidedAt: now,
        note: note ?? null,
        meaningVersion: meaning.version,
      };
      const evidence = { have, need: evidenceNeeded(one.kind, meaning) };
      const refusal = decideAction(action, one, caller.loginId, evidence);
      if (refusal !== null) throw new Refusal(memberErrors[refusal], detailsOf(refusal, evidence));
      if (!approve) return moveCase(tx, one, { ...decided, state: 'REFUSED', closedAt: now });
      const todayOn = shanghaiDate(now.getTime());
      if (one.kind !== 'EXIT' && one.kind !== 'CORRECTION') refuseLevelGone(meaning, one.level, todayOn);
      const standing = await findStanding(tx, one.memberId, one.code, todayOn);
      const posts = needsNotice(one.kind, meaning, standing.heldId === null || standing.level !== one.level);
      const state = nextState('APPROVE', one, posts);
      if (posts) {
        const { fromOn, untilOn } = noticePeriod(todayOn, meaning.noticeDays);
        return moveCase(tx, one, { ...decided, state, noticeFromOn: fromOn, noticeUntilOn: untilOn });
      }
      await moveCase(tx, one, { ...decided, state, closedAt: now });
      return this.effects.apply(tx, { ...one, ...decided }, now);
    });
  }

  private async begin(
    caller: OfficerCaller,
    proposed: Omit<NewCase, 'id' | 'state' | 'proposedBy'>,
  ): Promise<CaseView> {
    const id = newId();
    const subject = { kind: 'member', id: proposed.memberId };
    const { code, kind } = proposed;
    await this.database
      .transaction(async (tx) => {
        await insertCase(tx, { ...proposed, id, state: 'PROPOSED', proposedBy: caller.loginId }, this.clock.now());
        await this.audit.record(tx, caller, 'category.proposed', subject, { caseId: id, code, kind });
      })
      .catch(translateOpen);
    return (await this.get(caller, id)).case;
  }

  private async move(
    caller: OfficerCaller,
    id: string,
    action: CaseAction,
    work: (tx: Tx, one: CaseRow) => Promise<void>,
  ): Promise<CaseView> {
    await this.database.transaction(async (tx) => {
      const one = await lockCase(tx, id, scopeLike(caller.scope));
      if (one === null) throw new Refusal(memberErrors.CASE_UNKNOWN);
      await work(tx, one);
      const subject = { kind: 'member', id: one.memberId };
      await this.audit.record(tx, caller, AUDITED[action], subject, { caseId: id, code: one.code, kind: one.kind });
    });
    return (await this.get(caller, id)).case;
  }

  private async step(
    tx: Tx,
    caller: OfficerCaller,
    one: CaseRow,
    action: CaseAction,
    change: Partial<CaseRow>,
    evidence?: { have: number; need: number },
  ): Promise<void> {
    const refusal = decideAction(action, one, caller.loginId, evidence);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    await moveCase(tx, one, { ...change, state: nextState(action, one, false) });
  }
}

const AUDITED: Readonly<Record<CaseAction, string>> = {
  SEND: 'category.applied',
  RETURN: 'category.sent-back',
  COMPLETE: 'category.prepared',
  APPROVE: 'category.approved',
  REFUSE: 'category.refused',
  WITHDRAW: 'category.withdrawn',
  UPHOLD: 'category.objection-upheld',
};

/** A second officer adds no files: what they can do about missing ones is said. */
function detailsOf(refusal: CaseRefusal, { have, need }: { have: number; need: number }): RefusalDetails {
  if (refusal !== 'EVIDENCE_MISSING') return {};
  const detail = `The category asks for ${need} files or visits by now and has ${have}. Send it back for what is missing.`;
  return { field: 'approve', detail };
}

/** One open case a member and category. */
export function translateOpen(error: unknown): never {
  if (violatedConstraint(error) === 'category_case_one_open') throw new Refusal(memberErrors.CATEGORY_OPEN);
  throw error;
}

function changeOf(
  entry: EntryRow,
  change: EntryChange,
  meaning: MeaningRow,
  todayOn: string,
): Omit<NewCase, 'id' | 'state' | 'proposedBy'> {
  const { memberId, code } = entry;
  const { basis } = change;
  if (change.kind === 'EXIT') {
    const untilOn = change.untilOn ?? null;
    // It ends at once or ended already; an end that lies ahead is a correction of its last day.
    if (untilOn !== null && untilOn >= todayOn)
      throw new Refusal(memberErrors.CATEGORY_DATES_WRONG, { field: 'untilOn' });
    const { level } = entry;
    return {
      memberId,
      code,
      level,
      kind: 'EXIT',
      cause: change.cause,
      entryId: entry.id,
      fromOn: null,
      untilOn,
      basis,
    };
  }
  const refusal = decideCorrection(meaning, entry, change, todayOn);
  if (refusal !== null) throw new Refusal(memberErrors[refusal]);
  const { level, fromOn, untilOn } = change;
  return { memberId, code, level, kind: 'CORRECTION', cause: null, entryId: entry.id, fromOn, untilOn, basis };
}

/** The level may have gone since it was proposed. A category retired meanwhile still decides what was begun under it. */
function refuseLevelGone({ levels }: MeaningRow, level: string | null, todayOn: string): void {
  const refusal = decideProposal({ levels }, level, null, todayOn);
  if (refusal !== null) throw new Refusal(memberErrors[refusal]);
}

function known(meaning: MeaningRow | null): MeaningRow {
  if (meaning === null) throw new Error('a category of an entry is gone');
  return meaning;
}
