import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/database.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { AuditService } from '../../audit/index.js';
import { IdentityService } from '../../identity/index.js';
import type { ImportContext, Verdict } from '../../imports/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { endOpenTransfer } from '../membership/transfers/transfers.repository.js';
import { TransferRequests } from '../membership/transfers/transfer-requests.service.js';
import { TransfersService } from '../membership/transfers/transfers.service.js';
import { lockMember } from '../people/members.repository.js';
import type { WantedFields } from './roster-plan.rules.js';
import type { KnownRosterRow } from './roster.queries.js';
import { updateFields } from './roster.repository.js';
import type { RosterRow } from './roster-row.rules.js';

/** A row whose union and employer are found. */
export interface PlacedRow {
  readonly row: RosterRow;
  readonly orgId: string;
  readonly enterpriseId: string | null;
}

/** What an update keeps for its undo. */
export interface UpdateSeal {
  readonly before: WantedFields;
  readonly after: WantedFields;
}

/** What a move keeps for its undo. */
export interface MoveSeal {
  readonly fromOrgId: string;
  readonly enterpriseId: string | null;
  readonly toOrgId: string;
}

const REASON = '名册导入';
const EVERYWHERE = ['%'];

/** Changes people who are known already, one by one: each change has its own trace. A dry run answers alike and writes nothing. */
@Injectable()
export class RosterWriter {
  constructor(
    private readonly identity: IdentityService,
    private readonly organizations: OrganizationsService,
    private readonly transfers: TransfersService,
    private readonly requests: TransferRequests,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async update(
    tx: Tx,
    { writes, actor, importId }: ImportContext,
    known: KnownRosterRow,
    after: WantedFields,
    changed: readonly string[],
  ): Promise<Verdict> {
    if (!writes) return { outcome: 'UPDATED', subjectId: known.id };
    const before = { name: known.name, enterpriseId: known.enterpriseId, joinedOn: known.joinedOn };
    await updateFields(tx, [{ id: known.id, ...after }]);
    if (after.name !== before.name) {
      await this.identity.renameWorkers(tx, [{ memberId: known.id, displayName: after.name }]);
    }
    const subject = { kind: 'member', id: known.id };
    await this.audit.record(tx, actor, 'member.updated', subject, { importId, fields: changed });
    return {
      outcome: 'UPDATED',
      subjectId: known.id,
      sealed: JSON.stringify({ before, after } satisfies UpdateSeal),
    };
  }

  /** Moves a member between unions the officer looks after both. */
  async transfer(tx: Tx, context: ImportContext, known: KnownRosterRow, place: PlacedRow): Promise<Verdict> {
    if (!context.writes) return { outcome: 'TRANSFERRED', subjectId: known.id };
    const member = await lockMember(tx, known.id, EVERYWHERE);
    const to = await this.organizations.findAnywhere(tx, place.orgId);
    // Changed since the look a moment ago: the next import meets them as they are then.
    if (member === null || to === null || member.orgId !== known.orgId || member.membership === 'WITHDRAWN')
      return refused('ALREADY_MEMBER');
    const at = this.clock.now();
    await endOpenTransfer(tx, member.id, { state: 'CANCELLED', reason: 'moved directly', at });
    const move = { to, enterpriseId: place.enterpriseId, reason: REASON };
    await this.transfers.move(tx, context.actor, member, move);
    const seal: MoveSeal = { fromOrgId: member.orgId, enterpriseId: member.enterpriseId, toOrgId: to.id };
    return { outcome: 'TRANSFERRED', subjectId: member.id, sealed: JSON.stringify(seal) };
  }

  /** Asks the other union for the member; which union that is, nobody is told. */
  async ask(tx: Tx, context: ImportContext, known: KnownRosterRow, place: PlacedRow): Promise<Verdict> {
    const errors = [{ field: 'idNumber', reason: 'TRANSFER_STARTED' }];
    if (!context.writes) return { outcome: 'ASKED', subjectId: known.id, errors };
    try {
      const asked = await this.requests.requestTransfer(tx, {
        memberId: known.id,
        toOrgId: place.orgId,
        enterpriseId: place.enterpriseId ?? undefined,
        side: 'TO',
        actor: context.actor,
        loginId: context.loginId,
        reason: REASON,
      });
      if (asked.outcome === 'MOVED') {
        const seal: MoveSeal = { fromOrgId: known.orgId, enterpriseId: known.enterpriseId, toOrgId: place.orgId };
        return { outcome: 'TRANSFERRED', subjectId: known.id, sealed: JSON.stringify(seal) };
      }
      // One that waited already is not this batch's to take back.
      const subjectId = asked.outcome === 'REQUESTED' ? known.id : null;
      return { outcome: 'ASKED', subjectId, sealed: asked.transferId, errors };
    } catch (error) {
      if (error instanceof Refusal) return refused('ALREADY_MEMBER');
      throw error;
    }
  }
}

function refused(reason: string): Verdict {
  return { outcome: 'REFUSED', errors: [{ field: 'idNumber', reason }] };
}
