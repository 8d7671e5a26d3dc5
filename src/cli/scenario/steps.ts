import { claim } from './not-yet.js';
import { OfficerSteps } from './officer-steps.js';
import type { Product } from './product.js';
import type { Action, Fields } from './step.schemas.js';
import { known, type Result, Tills } from './tills.js';
import type { World } from './world.js';

/** Does what a step says and answers what came of it; null for what has no result. */
export class StepPlayer {
  private readonly tills: Tills;
  private readonly officers: OfficerSteps;

  constructor(
    private readonly product: Product,
    private readonly world: World,
  ) {
    this.tills = new Tills(product, world);
    this.officers = new OfficerSteps(product, world);
  }

  /** @throws Impossible, NotYet */
  async play(action: Action): Promise<Result | null> {
    switch (action.name) {
      case 'quote':
        return this.tills.quote(action.fields);
      case 'redeem':
        return this.tills.redeem(action.fields);
      case 'authorize':
        return this.tills.authorize(action.fields);
      case 'capture':
        return this.tills.capture(action.fields);
      case 'void':
        return this.tills.void(action.fields);
      case 'reverse':
        return this.tills.reverse(action.fields);
      case 'claim':
        return this.claim(action.fields.member, action.fields.campaign);
      case 'budget':
        return this.officers.budget(action.fields);
      case 'race':
        return this.race(action.fields);
      case 'pause':
      case 'resume':
      case 'end':
        await this.officers.act(action.fields.campaign, LIFE[action.name]);
        return null;
      case 'card':
        await this.officers.card(action.fields);
        return null;
      case 'category':
        await this.officers.category(action.fields);
        return null;
      case 'transfer':
        await this.officers.transfer(action.fields);
        return null;
    }
  }

  private claim(member: string, campaign: string): Promise<Result> {
    return claim(this.product, known(this.world.members.get(member)).memberId, campaign);
  }

  /** All at once, each with a key of its own; answers how many came to what. */
  private async race({ do: { redeem, claim: claimed }, members, times }: Fields<'race'>): Promise<Result> {
    const named = (redeem ?? claimed)?.member ?? '';
    const runners = members ?? Array.from({ length: times ?? 0 }, () => named);
    const results = await Promise.all(
      runners.map((member) =>
        redeem ? this.tills.redeem({ ...redeem, member }) : this.claim(member, claimed?.campaign ?? ''),
      ),
    );
    const counts: Record<string, number> = { REDEEMED: 0, DECLINED: 0, CLAIMED: 0, REFUSED: 0 };
    for (const { outcome } of results) counts[String(outcome)] = (counts[String(outcome)] ?? 0) + 1;
    return counts;
  }
}

const LIFE = { pause: 'PAUSE', resume: 'RESUME', end: 'END' } as const;
