import { Injectable } from '@nestjs/common';
import { Database, violatedConstraint } from '../../../platform/database/database.js';
import { Outbox } from '../../../platform/outbox/outbox.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { scopeLike } from '../../../shared/org-path.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { memberErrors } from '../members.errors.js';
import { memberTransferred } from '../members.events.js';
import { lockMember, updatePlace } from './members.repository.js';

/** Where somebody goes; without an enterprise the employer stays what it was. */
export interface Transfer {
  readonly orgId: string;
  readonly enterpriseId?: string | undefined;
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
   * @throws Refusal MEMBER_UNKNOWN, NOT_FOUND (of the union), ENTERPRISE_UNKNOWN
   */
  async transfer(caller: OfficerCaller, memberId: string, { orgId, enterpriseId }: Transfer): Promise<void> {
    const work = this.database.transaction(async (tx) => {
      const member = await lockMember(tx, memberId, scopeLike(caller.scope));
      if (member === null) throw new Refusal(memberErrors.MEMBER_UNKNOWN);
      const to = await this.organizations.get(tx, caller, orgId);
      await updatePlace(tx, memberId, orgId, enterpriseId ?? member.enterpriseId);
      const places = { fromOrgPath: member.orgPath, toOrgPath: to.path };
      await this.audit.record(tx, caller, 'member.transferred', { kind: 'member', id: memberId }, places);
      const occurredAt = toWireTime(this.clock.now());
      await this.outbox.append(tx, memberTransferred, { memberId, ...places, occurredAt });
    });
    await work.catch((error: unknown) => {
      if (violatedConstraint(error) === 'member_enterprise_id_fkey')
        throw new Refusal(memberErrors.ENTERPRISE_UNKNOWN, { field: 'enterpriseId' });
      throw error;
    });
  }
}
