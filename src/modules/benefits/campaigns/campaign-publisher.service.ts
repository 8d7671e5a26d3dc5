import { Injectable } from '@nestjs/common';
import type { Db, Tx } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { OrganizationsService } from '../../organizations/index.js';
import { BudgetsService } from '../budgets/budgets.service.js';
import { costOf, type GrantPlan, planGrant } from '../grants/grant.rules.js';
import { countTiers } from '../grants/grants.repository.js';
import { GrantsService } from '../grants/grants.service.js';
import { type CampaignDefinition, campaignDefinitionSchema } from './campaign.schemas.js';
import { campaignErrors } from './campaign.errors.js';
import { loadPublishFacts } from './campaign-facts.queries.js';
import type { CampaignProblem } from './campaign-views.schemas.js';
import {
  type CampaignRecord,
  endRuntime,
  endWorkingCopy,
  insertVersion,
  type RuntimeRecord,
  upsertRuntime,
} from './campaigns.repository.js';
import { listPlanProblems, severityOf } from './plan.rules.js';
import { loadPlanFacts } from './plan-facts.queries.js';
import { listPublishProblems } from './publish.rules.js';

/** Puts versions into force and takes campaigns out of it, with the money that goes along. */
@Injectable()
export class CampaignPublisher {
  constructor(
    private readonly clock: Clock,
    private readonly budgets: BudgetsService,
    private readonly grants: GrantsService,
    private readonly organizations: OrganizationsService,
  ) {}

  /** Everything that would stop publishing this definition now, and what a checker should weigh, all at once. */
  async listProblems(
    db: Db,
    definition: CampaignDefinition,
    runtime: RuntimeRecord | null,
  ): Promise<CampaignProblem[]> {
    return (await this.examine(db, definition, runtime)).problems;
  }

  /** The same with what publishing would give to how many people; null where nothing is given beforehand. */
  async examine(
    db: Db,
    definition: CampaignDefinition,
    runtime: RuntimeRecord | null,
  ): Promise<{ problems: CampaignProblem[]; gift: { people: number; fen: number } | null }> {
    const now = this.clock.now();
    const plan = runtime ? null : planGrant(definition);
    const facts = await loadPublishFacts(db, definition, runtime, now);
    const gift = plan && (await this.costOfGift(db, definition, plan, facts.ownerPath));
    const found: Omit<CampaignProblem, 'severity'>[] = [
      ...listPublishProblems(definition, { ...facts, giftFen: gift?.fen ?? 0 }),
      ...listPlanProblems(definition, await loadPlanFacts(db, definition, now)),
    ];
    const lineId = runtime?.budgetLineId ?? null;
    if (lineId !== null && definition.budget?.from !== lineId) {
      // What was spent and what comes back from reversals belongs to the line it was taken from.
      const message = `The campaign was published with budget line ${lineId} and keeps it`;
      found.push({ field: 'budget.from', code: 'BUDGET_LINE_FIXED', message });
    }
    const problems = found.map((problem) => ({ ...problem, severity: severityOf(problem.code) }));
    return {
      problems: problems.toSorted((a, b) => Number(a.severity === 'WARNING') - Number(b.severity === 'WARNING')),
      gift,
    };
  }

  /** @throws Refusal CAMPAIGN_PROBLEMS with every error at once; what is only to be weighed the checker has seen */
  async checkPublishable(db: Db, definition: CampaignDefinition, runtime: RuntimeRecord | null): Promise<void> {
    const problems = (await this.listProblems(db, definition, runtime)).filter(({ severity }) => severity === 'ERROR');
    if (problems.length > 0) throw new Refusal(campaignErrors.CAMPAIGN_PROBLEMS, { extra: { problems } });
  }

  /**
   * Freezes the working copy as a version, makes it the one that runs and takes its budget from the line, all or nothing.
   * @throws Refusal CAMPAIGN_PROBLEMS with the list, BUDGET_LINE_NOT_FOUND when the line is not the publisher's to give from,
   *   LINE_EXHAUSTED when it was emptied meanwhile
   */
  async publish(
    tx: Tx,
    checker: OfficerCaller,
    campaign: CampaignRecord,
    runtime: RuntimeRecord | null,
  ): Promise<void> {
    const { id, version, checkedBy } = campaign;
    const definition = campaignDefinitionSchema.parse(campaign.definition);
    if (checkedBy === null) throw new Error(`campaign ${id} is to be published without having been checked`);
    const lineId = definition.budget?.from;
    // Neither its own union nor the line's moves from the check on until the money is handed out.
    if (lineId !== undefined) await this.organizations.holdTree(tx);
    await this.checkPublishable(tx, definition, runtime);
    if (lineId !== undefined) await this.budgets.checkMayHandOut(tx, checker, lineId);
    const plan = runtime ? null : planGrant(definition);
    await insertVersion(tx, campaign, definition, checkedBy, this.clock.now());
    await upsertRuntime(tx, definition, version, plan ? 'GRANTING' : 'PUBLISHED');
    if (plan) {
      const { people } = await this.costOfGift(tx, definition, plan, campaign.ownerPath);
      await this.grants.start(tx, id, people);
    }
    if (lineId === undefined) return;
    const fen = (definition.budget?.totalFen ?? 0) - (runtime?.totalFen ?? 0);
    const move = { lineId, campaignId: id, reason: 'campaign.published' };
    if (fen >= 0) await this.budgets.handOut(tx, { ...move, fen });
    else await this.budgets.giveBack(tx, { ...move, fen: -fen });
  }

  /** Ends what runs: nothing new is given, what was never committed returns to the line. */
  async end(
    tx: Tx,
    { campaignId, version, totalFen, committedFen, promisedFen, budgetLineId }: RuntimeRecord,
  ): Promise<void> {
    await endWorkingCopy(tx, campaignId, version, this.clock.now());
    await endRuntime(tx, campaignId);
    if (budgetLineId === null) return;
    const fen = totalFen - committedFen + promisedFen;
    await this.budgets.giveBack(tx, { lineId: budgetLineId, campaignId, fen, reason: 'campaign.ended' });
  }

  /** How many people a campaign would be given to now, and the UNION money that must be there for all of them. */
  private async costOfGift(
    db: Db,
    definition: CampaignDefinition,
    plan: GrantPlan,
    ownerPath: string | null,
  ): Promise<{ people: number; fen: number }> {
    if (ownerPath === null) return { people: 0, fen: 0 };
    const counts = await countTiers(db, plan, { definition, ownerPath, asOf: this.clock.now() });
    return { people: counts.reduce((sum, { people }) => sum + people, 0), fen: costOf(plan, counts) };
  }
}
