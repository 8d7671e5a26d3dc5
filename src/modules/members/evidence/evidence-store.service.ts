import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { openFile, sealFile } from '../../../platform/crypto/sealed-file.js';
import { EvidenceDatabase, type EvidenceTx } from '../../../platform/database/evidence-database.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import { memberErrors } from '../members.errors.js';
import { decideFile, type EvidenceMedia, FILES_MAX } from './evidence-file.rules.js';
import {
  countPieces,
  deleteApplications,
  deleteFile,
  deleteOfMember,
  type FileRow,
  findApplication,
  findContent,
  findSame,
  insertApplication,
  insertFile,
  insertVisit,
  listFiles,
  listOlder,
  listVisits,
  lockSlots,
} from './evidence.repository.js';
import type { EvidenceFileView, EvidenceView, VisitRequest } from './evidence.schemas.js';

/** The folder of a case: whose it is and what for. */
export interface Folder {
  readonly id: string;
  readonly memberId: string;
  readonly code: string;
  readonly level: string | null;
}

/**
 * What applications rest on, sealed, behind the database role `evidence`. Nothing here decides anything: who may add or open is asked
 * by the service above, which also writes the audit row first, so that there is no look without a trace.
 */
@Injectable()
export class EvidenceStore {
  constructor(
    private readonly evidence: EvidenceDatabase,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {}

  get isOpen(): boolean {
    return this.evidence.isConfigured;
  }

  /** Keeps a worker's own words and consent, before there is a case to see. */
  async apply(folder: Folder, words: { readonly statement: string; readonly consentVersion: string }): Promise<void> {
    const statementCipher = this.cipher.seal(statementPlace(folder.id), words.statement);
    const { consentVersion } = words;
    const row = { ...folder, appliedBy: 'WORKER' as const, statementCipher, consentVersion };
    await this.within((tx) => insertApplication(tx, row, this.clock.now()));
  }

  /**
   * Takes in a file; the same bytes sent again are the same file.
   * @throws Refusal EVIDENCE_FILE_EMPTY, EVIDENCE_FILE_TOO_LARGE, EVIDENCE_FILE_TYPE, EVIDENCE_FILE_UNSAFE, EVIDENCE_FILES_MANY
   */
  async addFile(
    folder: Folder,
    file: { readonly fileName: string; readonly content: Buffer },
    by: string,
  ): Promise<EvidenceFileView> {
    const { content } = file;
    const decided = decideFile(file.fileName, content);
    if ('refusal' in decided) throw new Refusal(memberErrors[decided.refusal], { field: 'file' });
    const id = newId();
    const sha256 = createHash('sha256').update(content).digest();
    const sealed = sealFile(this.cipher, filePlace(id), content);
    return this.within(async (tx) => {
      const now = this.clock.now();
      await insertApplication(tx, ofOfficer(folder), now);
      const taken = await lockSlots(tx, folder.id);
      const same = await findSame(tx, folder.id, sha256);
      if (same !== null) return fileOf(same);
      const slot = SLOTS.find((each) => !taken.includes(each));
      if (slot === undefined) throw new Refusal(memberErrors.EVIDENCE_FILES_MANY);
      const row = { id, applicationId: folder.id, media: decided.media, bytes: content.length, addedAt: now };
      await insertFile(tx, { ...row, slot, sha256, content: sealed, addedBy: by });
      return fileOf(row);
    });
  }

  /** @throws Refusal EVIDENCE_FILE_UNKNOWN */
  async removeFile(caseId: string, fileId: string): Promise<void> {
    const removed = await this.within((tx) => deleteFile(tx, caseId, fileId));
    if (!removed) throw new Refusal(memberErrors.EVIDENCE_FILE_UNKNOWN);
  }

  async addVisit(folder: Folder, visit: VisitRequest, by: string): Promise<void> {
    const id = newId();
    const noteCipher = this.cipher.seal(visitPlace(id), visit.note);
    await this.within(async (tx) => {
      const addedAt = this.clock.now();
      await insertApplication(tx, ofOfficer(folder), addedAt);
      const { visitedOn, visitedBy } = visit;
      await insertVisit(tx, { id, applicationId: folder.id, visitedOn, visitedBy, noteCipher, addedBy: by, addedAt });
    });
  }

  /** The files of many cases at once, by case. */
  async listFiles(caseIds: readonly string[]): Promise<Map<string, EvidenceFileView[]>> {
    const rows = caseIds.length === 0 ? [] : await this.within((tx) => listFiles(tx, caseIds));
    const byCase = new Map<string, EvidenceFileView[]>();
    for (const row of rows) byCase.set(row.applicationId, [...(byCase.get(row.applicationId) ?? []), fileOf(row)]);
    return byCase;
  }

  /** How many files and visits lie in a case's folder; none where no evidence is kept at all. */
  async countPieces(caseId: string): Promise<number> {
    return this.isOpen ? this.within((tx) => countPieces(tx, caseId)) : 0;
  }

  /** Everything but the files' content. */
  async open(caseId: string): Promise<Omit<EvidenceView, 'objections' | 'erased'>> {
    return this.within(async (tx) => {
      const application = await findApplication(tx, caseId);
      const [files, visits] = [await listFiles(tx, [caseId]), await listVisits(tx, caseId)];
      const sealed = application?.statementCipher ?? null;
      return {
        statement: sealed === null ? null : this.cipher.open(statementPlace(caseId), sealed),
        consentVersion: application?.consentVersion ?? null,
        files: files.map(fileOf),
        visits: visits.map(({ id, visitedOn, visitedBy, noteCipher, addedAt }) => ({
          id,
          visitedOn,
          visitedBy,
          note: this.cipher.open(visitPlace(id), noteCipher),
          addedAt: toWireTime(addedAt),
        })),
      };
    });
  }

  /** @throws Refusal EVIDENCE_FILE_UNKNOWN */
  async openFile(caseId: string, fileId: string): Promise<{ media: EvidenceMedia; content: Buffer }> {
    const found = await this.within((tx) => findContent(tx, caseId, fileId));
    if (found === null) throw new Refusal(memberErrors.EVIDENCE_FILE_UNKNOWN);
    return { media: found.media, content: openFile(this.cipher, filePlace(fileId), found.content) };
  }

  /** Erases the folders of some cases; safe to repeat. */
  async erase(caseIds: readonly string[]): Promise<number> {
    return this.isOpen && caseIds.length > 0 ? this.within((tx) => deleteApplications(tx, caseIds)) : 0;
  }

  /** Erases everything of a person; safe to repeat. */
  async eraseMember(memberId: string): Promise<number> {
    return this.isOpen ? this.within((tx) => deleteOfMember(tx, memberId)) : 0;
  }

  async listOlder(before: Date, afterId: string | null, limit: number): Promise<string[]> {
    return this.isOpen ? this.within((tx) => listOlder(tx, before, afterId, limit)) : [];
  }

  private within<T>(work: (tx: EvidenceTx) => Promise<T>): Promise<T> {
    if (!this.isOpen) throw new Refusal(memberErrors.EVIDENCE_NOT_KEPT);
    return this.evidence.transaction(work);
  }
}

const SLOTS = Array.from({ length: FILES_MAX }, (_, at) => at + 1);
const filePlace = (rowId: string) => ({ table: 'evidence.file', column: 'content', rowId });
const statementPlace = (rowId: string) => ({ table: 'evidence.application', column: 'statement_cipher', rowId });
const visitPlace = (rowId: string) => ({ table: 'evidence.visit', column: 'note_cipher', rowId });

const ofOfficer = (folder: Folder) => ({
  ...folder,
  appliedBy: 'OFFICER' as const,
  statementCipher: null,
  consentVersion: null,
});

function fileOf({ id, media, bytes, addedAt }: FileRow): EvidenceFileView {
  return { id, media, bytes, addedAt: toWireTime(addedAt) };
}
