import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import { findReferences } from '../../../platform/database/references.js';
import { Clock } from '../../../shared/clock.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { AuditService } from '../../audit/index.js';
import { IdentityService } from '../../identity/index.js';
import type { Change, ImportContext, UndoBlock } from '../../imports/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { insertMemberEvents } from '../membership/history/member-events.repository.js';
import { lockOpenTransfer, updateEnded } from '../membership/transfers/transfers.repository.js';
import { TransfersService } from '../membership/transfers/transfers.service.js';
import { lockMember } from '../people/members.repository.js';
import type { WantedFields } from './roster-plan.rules.js';
import { listNamed, listUsed, type NamedMember } from './roster.queries.js';
import { emptyUnused, lockMembers, updateFields } from './roster.repository.js';
import type { MoveSeal, UpdateSeal } from './roster-writer.service.js';

/** What everybody has from the moment of joining. */
const FROM_JOINING = ['login', 'member_event'];
const USES: Readonly<Record<string, string>> = {
  card: 'CARD',
  member_category: 'CATEGORY',
  member_list_entry: 'LIST',
  member_transfer: 'TRANSFER',
};
const EMPTY_NAME = '—';
const REASON = '导入撤销';
const EVERYWHERE = ['%'];

/** Takes a roster back, as long as nobody of it has done or got anything since. */
@Injectable()
export class RosterUndo {
  constructor(
    private readonly identity: IdentityService,
    private readonly organizations: OrganizationsService,
    private readonly transfers: TransfersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  lock(tx: Tx, changes: readonly Change[]): Promise<void> {
    return lockMembers(tx, idsOf(changes));
  }

  async findUses(db: Db, context: ImportContext, changes: readonly Change[], limit: number): Promise<UndoBlock[]> {
    const added = idsOf(changes, 'ADDED');
    const referred = await findReferences(db, 'member', added, FROM_JOINING);
    const used = new Map((await listUsed(db, context.importId, added)).map(({ id, use }) => [id, use]));
    const people = new Map((await listNamed(db, idsOf(changes))).map((person) => [person.id, person]));
    const useOf = (change: Change): string | null => {
      const person = people.get(change.subjectId);
      if (person === undefined) return 'CHANGED';
      if (change.outcome === 'ADDED') {
        const table = referred.get(change.subjectId);
        return table === undefined ? (used.get(change.subjectId) ?? null) : (USES[table] ?? 'OTHER');
      }
      return isAsLeft(change, person) ? null : 'CHANGED';
    };
    return changes
      .flatMap((change) => {
        const use = useOf(change);
        const who = maskName(people.get(change.subjectId)?.name ?? '');
        return use === null ? [] : [{ rowNo: change.rowNo, who, use }];
      })
      .slice(0, limit);
  }

  async undo(tx: Tx, context: ImportContext, changes: readonly Change[]): Promise<void> {
    await this.remove(tx, context, idsOf(changes, 'ADDED'));
    for (const change of changes) {
      if (change.outcome === 'UPDATED') await this.restore(tx, context, change);
      if (change.outcome === 'TRANSFERRED') await this.moveBack(tx, context, change);
      if (change.outcome === 'ASKED') await this.takeBackRequest(tx, change);
    }
  }

  private async remove(tx: Tx, { actor }: ImportContext, memberIds: readonly string[]): Promise<void> {
    if (memberIds.length === 0) return;
    const at = this.clock.now();
    await this.identity.removeUnusedLogins(tx, memberIds);
    await emptyUnused(tx, memberIds, EMPTY_NAME, at);
    const events = memberIds.map((memberId) => ({ memberId, kind: 'WITHDRAWN' as const, reason: REASON }));
    await insertMemberEvents(tx, events, { kind: 'system', id: actor.kind === 'system' ? actor.id : 'jobs' }, at);
  }

  private async restore(tx: Tx, { actor, importId }: ImportContext, { subjectId, sealed }: Change): Promise<void> {
    const { before, after } = JSON.parse(sealOf(sealed)) as UpdateSeal;
    await updateFields(tx, [{ id: subjectId, ...before }]);
    if (before.name !== after.name) {
      await this.identity.renameWorkers(tx, [{ memberId: subjectId, displayName: before.name }]);
    }
    await this.audit.record(tx, actor, 'member.update-undone', { kind: 'member', id: subjectId }, { importId });
  }

  private async moveBack(tx: Tx, { actor }: ImportContext, { subjectId, sealed }: Change): Promise<void> {
    const { fromOrgId, enterpriseId } = JSON.parse(sealOf(sealed)) as MoveSeal;
    const member = await lockMember(tx, subjectId, EVERYWHERE);
    const to = await this.organizations.findAnywhere(tx, fromOrgId);
    if (member === null || to === null) throw new Error(`member ${subjectId} cannot be moved back`);
    await this.transfers.move(tx, actor, member, { to, enterpriseId, reason: REASON });
  }

  /** Only a request that still waits: one that was answered has nothing left to take back. */
  private async takeBackRequest(tx: Tx, { subjectId, sealed }: Change): Promise<void> {
    const open = await lockOpenTransfer(tx, subjectId);
    if (open === null || open.id !== sealed) return;
    await updateEnded(tx, open.id, { state: 'CANCELLED', reason: REASON, at: this.clock.now() });
  }
}

function isAsLeft({ outcome, sealed }: Change, person: NamedMember): boolean {
  if (outcome === 'UPDATED') {
    const { after } = JSON.parse(sealOf(sealed)) as UpdateSeal;
    return (['name', 'enterpriseId', 'joinedOn'] as const satisfies readonly (keyof WantedFields)[]).every(
      (field) => after[field] === person[field],
    );
  }
  return outcome === 'ASKED' || (JSON.parse(sealOf(sealed)) as MoveSeal).toOrgId === person.orgId;
}

function sealOf(sealed: string | null): string {
  if (sealed === null) throw new Error('a change of a roster was kept without what was before');
  return sealed;
}

function idsOf(changes: readonly Change[], outcome?: Change['outcome']): string[] {
  return changes
    .filter((change) => outcome === undefined || change.outcome === outcome)
    .map(({ subjectId }) => subjectId);
}
