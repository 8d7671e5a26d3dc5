import { Injectable } from '@nestjs/common';
import { Database, type Tx, violatedConstraint } from '../../../../platform/database/database.js';
import { Outbox } from '../../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../../shared/caller.js';
import { Clock } from '../../../../shared/clock.js';
import { Refusal } from '../../../../shared/errors.js';
import { scopeLike } from '../../../../shared/org-path.js';
import { toWireTime } from '../../../../shared/time.js';
import { type AuditActor, AuditService } from '../../../audit/index.js';
import { OrganizationsService } from '../../../organizations/index.js';
import { memberErrors } from '../../members.errors.js';
import { memberTransferred } from '../../members.events.js';
import { lockMember, type PlacedMember, updatePlace } from '../../people/members.repository.js';
import { eventActorOf } from '../history/event-actor.js';
import { insertMemberEvents } from '../history/member-events.repository.js';
import { membershipErrors } from '../membership.errors.js';
import { endOpenTransfer } from './transfers.repository.js';

/** Where somebody goes; without an enterprise the employer stays what it was. */
export interface Transfer {
  readonly orgId: string;
  readonly enterpriseId?: string | undefined;
}

export interface Move {
  readonly to: { readonly id: string; readonly path: string };
  readonly enterpriseId: string | null;
  readonly reason: string | null;
}

/** Standing follows the person: a member moves between unions and keeps number, card and history. */
@Injectable()
export class TransfersService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly audit: AuditService,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Moves a member within the part of the tree the officer looks after; both unions must lie in it.
   * @throws Refusal MEMBER_UNKNOWN, NOT_FOUND (of the union), ENTERPRISE_UNKNOWN, MEMBER_WITHDRAWN
   */
  async transfer(
    caller: OfficerCaller,
    memberId: string,
    { orgId, enterpriseId }: Transfer,
    reason: string | null = null,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const member = await lockMember(tx, memberId, scopeLike(caller.scope));
      if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
      if (member.membership === 'WITHDRAWN') throw new Refusal(membershipErrors.MEMBER_WITHDRAWN);
      const to = await this.organizations.get(tx, caller, orgId);
      // Whoever looks after both unions decides; what waited for their word is overtaken.
      await endOpenTransfer(tx, memberId, { state: 'CANCELLED', reason: 'moved directly', at: this.clock.now() });
      await this.move(tx, caller, member, { to, enterpriseId: enterpriseId ?? member.enterpriseId, reason });
    });
  }

  /** Moves a locked member: the one door for every transfer. Who was between jobs is active again. @throws Refusal ENTERPRISE_UNKNOWN */
  async move(tx: Tx, actor: AuditActor, member: PlacedMember, { to, enterpriseId, reason }: Move): Promise<void> {
    const now = this.clock.now();
    await updatePlace(tx, member.id, to.id, enterpriseId).catch((error: unknown) => {
      if (violatedConstraint(error) === 'member_enterprise_id_fkey')
        throw new Refusal(memberErrors.ENTERPRISE_UNKNOWN, { field: 'enterpriseId' });
      throw error;
    });
    const step = { memberId: member.id, kind: 'TRANSFERRED', fromOrgId: member.orgId, toOrgId: to.id, reason } as const;
    await insertMemberEvents(tx, [step], eventActorOf(actor), now);
    const places = { fromOrgPath: member.orgPath, toOrgPath: to.path };
    await this.audit.record(tx, actor, 'member.transferred', { kind: 'member', id: member.id }, places);
    await this.outbox.append(tx, memberTransferred, { memberId: member.id, ...places, occurredAt: toWireTime(now) });
  }
}
