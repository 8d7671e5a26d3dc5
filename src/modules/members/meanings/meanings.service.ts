import { Injectable } from '@nestjs/common';
import { Database, violatedConstraint } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { memberErrors } from '../members.errors.js';
import { codeFrom, decideMeaning, decideOnMeaning } from './meaning.rules.js';
import type {
  Meaning,
  MeaningDecision,
  MeaningProposalView,
  MeaningRequest,
  MeaningVersionView,
} from './meaning.schemas.js';
import {
  appendVersion,
  findCurrent,
  findVersion,
  insertProposal,
  listProposals,
  listVersions,
  lockProposal,
  type ProposalRow,
  settleProposal,
  type VersionRow,
} from './meanings.repository.js';

const PROPOSALS_MAX = 50;
const VERSIONS_MAX = 200;

/** What categories mean: the federation's officers change it in twos, and every version stays. */
@Injectable()
export class MeaningsService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Versions of a category, the newest first. @throws Refusal CATEGORY_UNKNOWN */
  async versions(code: string): Promise<MeaningVersionView[]> {
    const rows = await listVersions(this.database.db, code, VERSIONS_MAX);
    if (rows.length === 0) throw new Refusal(memberErrors.CATEGORY_UNKNOWN);
    return rows.map(versionView);
  }

  /** The version by which something was decided. */
  async version(code: string, version: number): Promise<MeaningVersionView> {
    const row = await findVersion(this.database.db, code, version);
    if (row === null) throw new Error(`version ${version} of category ${code} is gone`);
    return versionView(row);
  }

  /** What was asked for: what waits first, then the newest. */
  async proposals(caller: OfficerCaller): Promise<MeaningProposalView[]> {
    const rows = await listProposals(this.database.db, { id: null, limit: PROPOSALS_MAX });
    return rows.map((row) => viewOf(row, caller));
  }

  /** @throws Refusal CATEGORY_UNKNOWN, MEANING_SAME, MEANING_NEW_RETIRED, MEANING_OPEN */
  async propose(caller: OfficerCaller, { code: known, meaning, reason }: MeaningRequest): Promise<MeaningProposalView> {
    const id = newId();
    const code = known ?? codeFrom(id);
    const row = { id, code, isNew: known === undefined, meaning, reason };
    await this.translate(() =>
      this.database.transaction(async (tx) => {
        const before = await findCurrent(tx, code);
        if (known !== undefined && before === null) throw new Refusal(memberErrors.CATEGORY_UNKNOWN);
        const refusal = decideMeaning(before?.meaning ?? null, meaning);
        if (refusal !== null) throw new Refusal(memberErrors[refusal]);
        await insertProposal(tx, row, caller.loginId, this.clock.now());
        await this.note(caller, tx, 'category-meaning.proposed', { code, meaning, reason });
      }),
    );
    return this.get(caller, id);
  }

  /**
   * Lets a meaning through, so that it holds for whatever is decided from now on, or turns it down.
   * @throws Refusal MEANING_UNKNOWN, MEANING_DECIDED, SAME_PERSON, CATEGORY_NAME_TAKEN
   */
  async decide(caller: OfficerCaller, id: string, { approve, note }: MeaningDecision): Promise<MeaningProposalView> {
    await this.translate(() =>
      this.database.transaction(async (tx) => {
        const proposal = await lockProposal(tx, id);
        if (proposal === null) throw new Refusal(memberErrors.MEANING_UNKNOWN);
        const refusal = decideOnMeaning(proposal, caller.loginId, approve);
        if (refusal !== null) throw new Refusal(memberErrors[refusal]);
        const now = this.clock.now();
        const state = approve ? 'APPROVED' : 'REJECTED';
        await settleProposal(tx, id, { state, by: caller.loginId, note: note ?? null }, now);
        const { code, meaning } = proposal;
        if (!approve)
          return this.note(caller, tx, 'category-meaning.rejected', { code, meaning, reason: note ?? null });
        const version = await appendVersion(tx, proposal, caller.loginId, now);
        return this.note(caller, tx, 'category-meaning.approved', { code, meaning, version });
      }),
    );
    return this.get(caller, id);
  }

  private note(
    caller: OfficerCaller,
    tx: Parameters<AuditService['record']>[0],
    action: string,
    { code, meaning, ...detail }: { readonly code: string; readonly meaning: Meaning } & Record<string, unknown>,
  ): Promise<void> {
    const { name, retired } = meaning;
    return this.audit.record(tx, caller, action, { kind: 'category', id: code }, { name, retired, ...detail });
  }

  private async get(caller: OfficerCaller, id: string): Promise<MeaningProposalView> {
    const [row] = await listProposals(this.database.db, { id, limit: 1 });
    if (row === undefined) throw new Refusal(memberErrors.MEANING_UNKNOWN);
    return viewOf(row, caller);
  }

  private async translate(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      switch (violatedConstraint(error)) {
        case 'category_meaning_proposal_one_open':
          throw new Refusal(memberErrors.MEANING_OPEN);
        case 'category_name_unique':
          throw new Refusal(memberErrors.CATEGORY_NAME_TAKEN, { field: 'name' });
        default:
          throw error;
      }
    }
  }
}

function versionView(row: VersionRow): MeaningVersionView {
  return { ...row, fromAt: row.fromAt === null ? null : toWireTime(row.fromAt) };
}

function viewOf({ proposedById, ...row }: ProposalRow, caller: OfficerCaller): MeaningProposalView {
  return {
    ...row,
    proposedBy: row.proposedBy ?? '',
    proposedAt: toWireTime(row.proposedAt),
    decidedAt: row.decidedAt === null ? null : toWireTime(row.decidedAt),
    mayDecide:
      caller.permissions.has('categories.define') &&
      decideOnMeaning({ state: row.state, proposedBy: proposedById }, caller.loginId, true) === null,
  };
}
