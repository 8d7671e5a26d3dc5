import { strict as assert } from 'node:assert';
import type { CampaignDefinitionInput } from '../../src/modules/benefits/campaigns/campaign.schemas.js';
import { CampaignBudgetService, CampaignsService } from '../../src/modules/benefits/index.js';
import { Refusal } from '../../src/shared/errors.js';
import type { Model, ModelCampaign } from './model.js';
import type { ModelCity } from './model-city.js';
import { TERMS } from './model-terms.js';

type Which = 0 | 1;

/** What officers do to the campaigns of one seed, on both sides. */
export class ModelOffice {
  constructor(
    private readonly city: ModelCity,
    private readonly model: Model,
  ) {}

  async publish(): Promise<void> {
    for (const which of [0, 1] as const) await this.city.world.publish(this.definition(which, 0));
  }

  /** A next version of other terms, and of more budget; it runs, whether or not the one before it was paused. */
  async edit(which: Which, to: 0 | 1 | 2, moreFen: number): Promise<void> {
    const campaign = this.model.campaigns[which];
    campaign.totalFen += moreFen;
    campaign.terms = TERMS[which][to].terms;
    campaign.paused = false;
    await this.city.world.publishNext(this.definition(which, to));
  }

  async pauseOrResume(which: Which): Promise<void> {
    const campaign = this.model.campaigns[which];
    const action = campaign.paused ? 'RESUME' : 'PAUSE';
    await this.city.get(CampaignsService).act(this.city.world.checker, campaign.id, { action });
    campaign.paused = !campaign.paused;
  }

  async changeBudget(campaign: ModelCampaign, byFen: number): Promise<void> {
    const wanted = Math.max(1, campaign.totalFen + byFen);
    const isPossible = wanted >= campaign.spentFen + campaign.heldFen;
    const error: unknown = await this.city
      .get(CampaignBudgetService)
      .change(this.city.world.checker, campaign.id, wanted)
      .catch((reason: unknown) => reason);
    assert.deepEqual(error instanceof Refusal ? error.entry.code : error, isPossible ? undefined : 'BELOW_COMMITTED');
    if (isPossible) campaign.totalFen = wanted;
  }

  async freezeOrUnfreeze(member: number): Promise<void> {
    const isFrozen = this.model.frozen.delete(member);
    if (!isFrozen) this.model.frozen.add(member);
    await this.city.card(member, isFrozen ? 'UNFREEZE' : 'FREEZE');
  }

  async end(): Promise<void> {
    for (const frozen of this.model.frozen) await this.city.card(frozen, 'UNFREEZE');
    for (const campaign of this.model.campaigns)
      await this.city.get(CampaignsService).act(this.city.world.checker, campaign.id, { action: 'END' });
  }

  private definition(which: Which, version: 0 | 1 | 2): Partial<CampaignDefinitionInput> {
    const { id, totalFen, timesADay, timesInAll } = this.model.campaigns[which];
    return {
      id,
      when: { from: '2016-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
      mechanism: TERMS[which][version].mechanism,
      limits: [
        { per: 'MEMBER', period: 'DAY', times: timesADay },
        ...(timesInAll === Infinity ? [] : [{ per: 'CAMPAIGN' as const, period: 'ALL' as const, times: timesInAll }]),
      ],
      stacking: { group: which === 0 ? 'a' : 'b', exclusive: false, priority: 1 },
      budget: { from: 'city-2017', totalFen },
    };
  }
}
