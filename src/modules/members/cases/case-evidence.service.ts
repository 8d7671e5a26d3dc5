import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { scopeLike } from '../../../shared/org-path.js';
import { AuditService } from '../../audit/index.js';
import type { EvidenceMedia } from '../evidence/evidence-file.rules.js';
import { EvidenceStore } from '../evidence/evidence-store.service.js';
import type { EvidenceFileView, EvidenceView, VisitRequest } from '../evidence/evidence.schemas.js';
import { memberErrors } from '../members.errors.js';
import { listCaseIds } from './case-clock.queries.js';
import { mayChangeEvidence } from './case.rules.js';
import { type CaseRow, emptyCases, findCase, forgetObjections, markErased } from './cases.repository.js';
import { ObjectionsService } from './objections.service.js';

export interface UploadedFile {
  readonly fileName: string;
  readonly content: Buffer;
}

/**
 * Evidence from the officers' side. The audit row is committed before evidence is read or written: a crash between the two databases
 * leaves a look on record that was not taken, never one that was taken and is on no record.
 */
@Injectable()
export class CaseEvidence {
  constructor(
    private readonly database: Database,
    private readonly store: EvidenceStore,
    private readonly objections: ObjectionsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Whether this installation keeps evidence. */
  get isOpen(): boolean {
    return this.store.isOpen;
  }

  /** Everything in a case's folder but the files' content. @throws Refusal CASE_UNKNOWN */
  async open(caller: OfficerCaller, caseId: string, purpose: string): Promise<EvidenceView> {
    const one = await this.get(caller, caseId);
    await this.note(caller, one, 'evidence.opened', { purpose });
    const objections = await this.objections.listSaid(caseId);
    const opened = this.store.isOpen
      ? await this.store.open(caseId)
      : { statement: null, consentVersion: null, files: [], visits: [] };
    return { ...opened, objections, erased: one.erased };
  }

  /** One file, for the stated purpose. @throws Refusal CASE_UNKNOWN, EVIDENCE_FILE_UNKNOWN */
  async openFile(
    caller: OfficerCaller,
    caseId: string,
    fileId: string,
    purpose: string,
  ): Promise<{ media: EvidenceMedia; content: Buffer }> {
    const one = await this.get(caller, caseId);
    await this.note(caller, one, 'evidence.file-viewed', { purpose, fileId });
    return this.store.openFile(caseId, fileId);
  }

  /** @throws Refusal CASE_UNKNOWN, CASE_STATE, and what the store says of a file */
  async addFile(caller: OfficerCaller, caseId: string, file: UploadedFile): Promise<EvidenceFileView> {
    const one = await this.changeable(caller, caseId);
    await this.note(caller, one, 'evidence.file-added', { bytes: file.content.length });
    return this.store.addFile(one, file, caller.loginId);
  }

  /** @throws Refusal CASE_UNKNOWN, CASE_STATE, EVIDENCE_FILE_UNKNOWN */
  async removeFile(caller: OfficerCaller, caseId: string, fileId: string): Promise<void> {
    const one = await this.changeable(caller, caseId);
    await this.note(caller, one, 'evidence.file-removed', { fileId });
    await this.store.removeFile(caseId, fileId);
  }

  /** @throws Refusal CASE_UNKNOWN, CASE_STATE */
  async addVisit(caller: OfficerCaller, caseId: string, visit: VisitRequest): Promise<void> {
    const one = await this.changeable(caller, caseId);
    await this.note(caller, one, 'evidence.visit-added', { visitedOn: visit.visitedOn });
    await this.store.addVisit(one, visit, caller.loginId);
  }

  /**
   * Erases everything evidence holds of a person, what was objected and every word of their cases; safe to repeat. The folders go first: a crash before the mark
   * leaves a case that looks as if it had evidence and has none, and the next run marks it.
   */
  async eraseEvidence(memberId: string): Promise<void> {
    await this.store.eraseMember(memberId);
    const ids = await listCaseIds(this.database.db, memberId);
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      await emptyCases(tx, memberId, now);
      await forgetObjections(tx, ids);
      await markErased(tx, ids, now);
    });
  }

  private async get(caller: OfficerCaller, caseId: string): Promise<CaseRow> {
    const one = await findCase(this.database.db, caseId, scopeLike(caller.scope));
    if (one === null) throw new Refusal(memberErrors.CASE_UNKNOWN);
    return one;
  }

  private async changeable(caller: OfficerCaller, caseId: string): Promise<CaseRow> {
    const one = await this.get(caller, caseId);
    if (!mayChangeEvidence(one.state, 'OFFICER')) throw new Refusal(memberErrors.CASE_STATE);
    return one;
  }

  private note(caller: OfficerCaller, one: CaseRow, action: string, detail: Record<string, unknown>): Promise<void> {
    const subject = { kind: 'member', id: one.memberId };
    return this.database.transaction((tx) =>
      this.audit.record(tx, caller, action, subject, { caseId: one.id, ...detail }),
    );
  }
}
