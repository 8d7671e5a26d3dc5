import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { newId } from '../../../shared/ids.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { OrganizationsService } from '../../organizations/index.js';
import { reportingErrors } from '../reporting.errors.js';
import { deleteGoal, listGoals, putGoal } from './goals.repository.js';
import type { GoalRequest, GoalView } from './indicator.schemas.js';

/** What the federation wants to reach, and who said so. */
@Injectable()
export class GoalsService {
  constructor(
    private readonly database: Database,
    private readonly organizations: OrganizationsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async list(caller: OfficerCaller): Promise<GoalView[]> {
    const rows = await listGoals(this.database.db, caller.scope);
    return rows.map((row) => ({ ...row, setAt: toWireTime(row.setAt) }));
  }

  /** Sets a goal in place of the one before. @throws Refusal NOT_FOUND (of the union), GOAL_DAY_PAST */
  async set(caller: OfficerCaller, request: GoalRequest): Promise<void> {
    const now = this.clock.now();
    if (request.byOn <= shanghaiDate(now.getTime()))
      throw new Refusal(reportingErrors.GOAL_DAY_PAST, { field: 'byOn' });
    await this.database.transaction(async (tx) => {
      await this.organizations.get(tx, caller, request.orgId);
      const before = await putGoal(tx, newId(), request, { loginId: caller.loginId, at: now });
      const { orgId, indicator, goalBps, byOn } = request;
      const detail = { indicator, goalBps, byOn, before };
      await this.audit.record(tx, caller, 'indicator-goal.set', { kind: 'union-org', id: orgId }, detail);
    });
  }

  /** Gives a goal up. @throws Refusal NOT_FOUND */
  async withdraw(caller: OfficerCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const goal = await deleteGoal(tx, id, caller.scope);
      if (!goal) throw new Refusal(commonErrors.NOT_FOUND);
      const { orgId, ...detail } = goal;
      await this.audit.record(tx, caller, 'indicator-goal.withdrawn', { kind: 'union-org', id: orgId }, detail);
    });
  }
}
