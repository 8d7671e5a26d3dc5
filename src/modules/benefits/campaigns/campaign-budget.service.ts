import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { AuditService } from '../../audit/index.js';
import { GrantsService } from '../grants/grants.service.js';
import { BudgetsService } from '../budgets/budgets.service.js';
import { campaignErrors } from './campaign.errors.js';
import { lockForOfficer } from './campaign-lock.js';
import { updateDraftBudget, updateRuntime } from './campaigns.repository.js';
import { liveStateAt } from './officer-actions.rules.js';

/** Raises and cuts the budget of a campaign while it runs. */
@Injectable()
export class CampaignBudgetService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly budgets: BudgetsService,
    private readonly grants: GrantsService,
  ) {}

  /**
   * Sets what a running campaign may give in all; the difference comes from its line or returns to it.
   * @throws Refusal CAMPAIGN_NOT_FOUND, CAMPAIGN_NOT_RUNNING, CAMPAIGN_WITHOUT_BUDGET, BELOW_COMMITTED, LINE_EXHAUSTED
   */
  async change(caller: OfficerCaller, campaignId: string, totalFen: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { campaign, runtime } = await lockForOfficer(tx, caller, campaignId);
      if (!runtime || liveStateAt(runtime, this.clock.now()) === 'ENDED')
        throw new Refusal(campaignErrors.CAMPAIGN_NOT_RUNNING);
      const { state, version, budgetLineId: lineId, totalFen: fromFen, committedFen } = runtime;
      if (lineId === null) throw new Refusal(campaignErrors.CAMPAIGN_WITHOUT_BUDGET);
      if (totalFen < committedFen)
        throw new Refusal(campaignErrors.BELOW_COMMITTED, { field: 'totalFen', extra: { committedFen } });

      const detail = { fromFen, toFen: totalFen };
      await this.audit.record(tx, caller, 'campaign.budget-changed', { kind: 'campaign', id: campaignId }, detail);
      await updateRuntime(tx, campaignId, state, totalFen);
      if (campaign.version === version) await updateDraftBudget(tx, campaignId, totalFen, this.clock.now());
      if (state === 'GRANTING') await this.grants.resume(tx, campaignId);
      const move = { lineId, campaignId, reason: 'campaign.budget-changed' };
      if (totalFen > fromFen) await this.budgets.handOut(tx, { ...move, fen: totalFen - fromFen });
      else await this.budgets.giveBack(tx, { ...move, fen: fromFen - totalFen });
    });
  }
}
