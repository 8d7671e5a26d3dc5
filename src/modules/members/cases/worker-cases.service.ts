import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { DAY_MS, shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { listCodes } from '../categories/categories.queries.js';
import { findMeaning, findStanding } from '../categories/categories.repository.js';
import { decideProposal } from '../categories/category.rules.js';
import { EvidenceStore } from '../evidence/evidence-store.service.js';
import type { EvidenceFileView } from '../evidence/evidence.schemas.js';
import { memberErrors } from '../members.errors.js';
import { ConsentsService } from '../privacy/consents/consents.service.js';
import type { UploadedFile } from './case-evidence.service.js';
import { daysBetween, decideAction, isOpenCase, kindOf, mayChangeEvidence, reminderDays } from './case.rules.js';
import { listOwnCases, listOwnEntries, type OwnCaseRow } from './cases.queries.js';
import {
  type CaseRow,
  countBegun,
  findOwnCase,
  insertCase,
  lockOwnCase,
  moveCase,
  withdrawOwn,
} from './cases.repository.js';
import { translateOpen } from './cases.service.js';
import type { ApplicationRequest, ApplicationView, MyCategories } from './worker-case.schemas.js';

const SHOWN_MAX = 20;
const BEGUN_MAX = 10;
const BEGUN_WITHIN_MS = 30 * DAY_MS;

/** A member who applies for themselves. */
@Injectable()
export class WorkerCases {
  constructor(
    private readonly database: Database,
    private readonly evidence: EvidenceStore,
    private readonly consents: ConsentsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** What I hold, what I have under way, what I may apply for. */
  async mine(caller: WorkerCaller): Promise<MyCategories> {
    const { memberId } = caller;
    const { db } = this.database;
    const todayOn = shanghaiDate(this.clock.now().getTime());
    const [held, cases, codes] = [
      await listOwnEntries(db, memberId, todayOn),
      await listOwnCases(db, memberId, SHOWN_MAX),
      await listCodes(db),
    ];
    const drafts = cases.filter(({ state, proposedBy }) => state === 'DRAFT' && proposedBy === null);
    const files = await this.evidence.listFiles(drafts.map(({ id }) => id));
    const openCodes = new Set(cases.filter(({ state }) => isOpenCase(state)).map(({ code }) => code));
    const choices = this.evidence.isOpen
      ? codes.filter(({ workerMayApply, retired }) => workerMayApply && !retired)
      : [];
    return {
      held: held.map((one) => {
        const isNear = one.untilOn !== null && reminderDays(one.untilOn, todayOn) !== null;
        const mayRenew = isNear && !openCodes.has(one.code) && choices.some(({ code }) => code === one.code);
        return {
          ...one,
          daysLeft: isNear && one.untilOn !== null ? daysBetween(todayOn, one.untilOn) : null,
          mayRenew,
        };
      }),
      applications: cases.map((one) => viewOf(one, files.get(one.id) ?? [])),
      choices: choices
        .filter(({ code }) => !openCodes.has(code))
        .map(({ code, name, levels, evidenceMin: filesMin, noticeDays, noticeScope, monthsMax }) => ({
          code,
          name,
          levels,
          filesMin,
          noticeDays,
          noticeScope,
          monthsMax,
        })),
      consent: await this.consentText(caller),
    };
  }

  /**
   * Begins an application. The words and the consent are kept first, then the case; a crash between the two leaves a folder that no case
   * shows, the member begins anew, and the clock removes it.
   * @throws Refusal CATEGORY_UNKNOWN, CATEGORY_LEVEL_WRONG, CATEGORY_NOT_FOR_APPLYING, CATEGORY_OPEN, EVIDENCE_NOT_KEPT, CONSENT_OUTDATED, TOO_MANY_REQUESTS
   */
  async apply(caller: WorkerCaller, request: ApplicationRequest): Promise<ApplicationView> {
    const { memberId } = caller;
    const { code, level = null, statement, consent: version } = request;
    const { db } = this.database;
    const now = this.clock.now();
    const todayOn = shanghaiDate(now.getTime());
    const meaning = await findMeaning(db, code);
    const refusal = decideProposal(meaning, level, null, todayOn);
    if (refusal !== null) throw new Refusal(memberErrors[refusal]);
    if (!meaning?.workerMayApply) throw new Refusal(memberErrors.CATEGORY_NOT_FOR_APPLYING);
    const standing = await findStanding(db, memberId, code, todayOn);
    const kind = kindOf(standing.heldId !== null, standing.previousId !== null);

    // The consent is a fact of its own: given, it stays given even if nothing is handed in after all.
    await this.consents.answer(caller, { kind: 'SENSITIVE', version, given: true });
    const id = newId();
    const consentVersion = `SENSITIVE-${version}`;
    await this.evidence.apply({ id, memberId, code, level }, { statement, consentVersion });
    const about = { kind, cause: null, entryId: standing.heldId, fromOn: null, untilOn: null, basis: '' } as const;
    await this.database
      .transaction(async (tx) => {
        if ((await countBegun(tx, memberId, new Date(now.getTime() - BEGUN_WITHIN_MS))) >= BEGUN_MAX)
          throw new Refusal(commonErrors.TOO_MANY_REQUESTS, { retryAfterSeconds: DAY_MS / 1_000 });
        await insertCase(tx, { id, memberId, code, level, ...about, state: 'DRAFT', proposedBy: null }, now);
        await this.audit.record(tx, caller, 'category.begun', { kind: 'member', id: memberId }, { caseId: id, code });
      })
      .catch(translateOpen);
    return this.get(caller, id);
  }

  /** @throws Refusal CASE_UNKNOWN, CASE_STATE, and what the store says of a file */
  async addFile(caller: WorkerCaller, caseId: string, file: UploadedFile): Promise<EvidenceFileView> {
    return this.evidence.addFile(await this.changeable(caller, caseId), file, caller.loginId);
  }

  /** @throws Refusal CASE_UNKNOWN, CASE_STATE, EVIDENCE_FILE_UNKNOWN */
  async removeFile(caller: WorkerCaller, caseId: string, fileId: string): Promise<void> {
    await this.changeable(caller, caseId);
    await this.evidence.removeFile(caseId, fileId);
  }

  /** Hands the application in. @throws Refusal CASE_UNKNOWN, CASE_STATE, EVIDENCE_MISSING */
  async send(caller: WorkerCaller, caseId: string): Promise<ApplicationView> {
    const have = await this.evidence.countPieces(caseId);
    return this.move(caller, caseId, 'SEND', { note: null }, have);
  }

  /** Takes it back, at any time before it is granted; what was handed in is erased by the clock. @throws Refusal CASE_UNKNOWN, CASE_STATE */
  withdraw(caller: WorkerCaller, caseId: string): Promise<ApplicationView> {
    return this.move(caller, caseId, 'WITHDRAW', { closedAt: this.clock.now() }, 0);
  }

  /** Who takes back the consent to sensitive data takes back what rests on it; the clock erases what was handed in. */
  withdrawAll(tx: Tx, memberIds: readonly string[]): Promise<void> {
    return withdrawOwn(tx, memberIds, this.clock.now());
  }

  private async consentText(caller: WorkerCaller): Promise<MyCategories['consent']> {
    const sensitive = (await this.consents.mine(caller)).items.find(({ kind }) => kind === 'SENSITIVE');
    if (sensitive === undefined) throw new Error('there is no text about sensitive data');
    const { version, titleZh, titleEn, bodyZh, bodyEn } = sensitive.text;
    return { version, titleZh, titleEn, bodyZh, bodyEn };
  }

  private async move(
    caller: WorkerCaller,
    caseId: string,
    action: 'SEND' | 'WITHDRAW',
    change: Partial<CaseRow>,
    have: number,
  ): Promise<ApplicationView> {
    await this.database.transaction(async (tx) => {
      const one = await lockOwnCase(tx, caseId, caller.memberId);
      if (one === null) throw new Refusal(memberErrors.CASE_UNKNOWN);
      const need = (await findMeaning(tx, one.code))?.evidenceMin ?? 0;
      const refusal = decideAction(action, one, caller.loginId, { have, need });
      if (refusal !== null) throw new Refusal(memberErrors[refusal]);
      await moveCase(tx, one, { ...change, state: action === 'SEND' ? 'APPLIED' : 'WITHDRAWN' });
      const done = action === 'SEND' ? 'category.applied' : 'category.withdrawn';
      await this.audit.record(tx, caller, done, { kind: 'member', id: caller.memberId }, { caseId, code: one.code });
    });
    return this.get(caller, caseId);
  }

  private async changeable(caller: WorkerCaller, caseId: string): Promise<CaseRow> {
    const one = await findOwnCase(this.database.db, caseId, caller.memberId);
    if (one === null) throw new Refusal(memberErrors.CASE_UNKNOWN);
    if (!mayChangeEvidence(one.state, 'WORKER')) throw new Refusal(memberErrors.CASE_STATE);
    return one;
  }

  private async get({ memberId }: WorkerCaller, caseId: string): Promise<ApplicationView> {
    const found = (await listOwnCases(this.database.db, memberId, SHOWN_MAX)).find(({ id }) => id === caseId);
    if (found === undefined) throw new Refusal(memberErrors.CASE_UNKNOWN);
    const files =
      found.state === 'DRAFT' ? await this.evidence.listFiles([caseId]) : new Map<string, EvidenceFileView[]>();
    return viewOf(found, files.get(caseId) ?? []);
  }
}

/** Once it is handed in, its files are the union's to look at, for a purpose; the member sees how many there were no more. */
function viewOf(row: OwnCaseRow, files: EvidenceFileView[]): ApplicationView {
  const { proposedBy, evidenceMin: filesMin, createdAt, closedAt, ...rest } = row;
  const isMine = proposedBy === null;
  return {
    ...rest,
    createdAt: toWireTime(createdAt),
    closedAt: closedAt === null ? null : toWireTime(closedAt),
    files,
    filesMin,
    maySend: isMine && row.state === 'DRAFT',
    mayWithdraw: isMine && isOpenCase(row.state),
  };
}
