import { CampaignBudgetService, CampaignsService } from '../../modules/benefits/index.js';
import { CardsService, DevicesService } from '../../modules/cards/index.js';
import { CategoriesService, TransfersService } from '../../modules/members/index.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { refused } from './campaigns.js';
import { MemberPhone } from './phone.js';
import type { Person } from './people.js';
import type { Product } from './product.js';
import type { Fields } from './step.schemas.js';
import { Impossible, known, type Result } from './tills.js';
import type { World } from './world.js';

const REASON = 'scenario';
/** What a budget may be refused for; everything else is a mistake of the scenario. */
const BUDGET_REASONS = new Set(['BELOW_COMMITTED', 'LINE_EXHAUSTED', 'CAMPAIGN_NOT_RUNNING']);

/** What officers do while a scenario plays. */
export class OfficerSteps {
  constructor(
    private readonly product: Product,
    private readonly world: World,
  ) {}

  /** @throws Impossible for a step the campaign cannot take */
  act(campaign: string, action: 'PAUSE' | 'RESUME' | 'END'): Promise<void> {
    const { maker } = this.world;
    return possible(() => this.product.get(CampaignsService).act(maker, campaign, { action }));
  }

  async budget({ campaign, totalFen }: Fields<'budget'>): Promise<Result> {
    try {
      await this.product.get(CampaignBudgetService).change(this.world.maker, campaign, totalFen);
      return { outcome: 'CHANGED' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!BUDGET_REASONS.has(error.entry.code)) throw new Impossible(refused(error));
      return { outcome: 'REFUSED', reason: error.entry.code };
    }
  }

  /** @throws Impossible for a step the card cannot take */
  async card({ member, action }: Fields<'card'>): Promise<void> {
    const person = known(this.world.members.get(member));
    const { maker } = this.world;
    await possible(() => this.product.get(CardsService).act(maker, person.card.cardId, action, REASON));
    if (action === 'REPLACE') await this.takeNewCard(person);
  }

  /** Replaces a member's entry of a category, or takes it away. @throws Impossible */
  async category({ member, code, level, until, remove }: Fields<'category'>): Promise<void> {
    const { memberId } = known(this.world.members.get(member));
    const { maker, checker } = this.world;
    const categories = this.product.get(CategoriesService);
    const entry = { code, level: level ?? null, untilOn: until ?? null, basis: REASON };
    await possible(() =>
      remove === true
        ? categories.end(maker, memberId, code)
        : categories.replaceDirectly({ memberId, entry, maker, checker }),
    );
  }

  async transfer({ member, org: orgId, enterprise }: Fields<'transfer'>): Promise<void> {
    const { memberId } = known(this.world.members.get(member));
    const enterpriseId = enterprise === undefined ? undefined : known(this.world.places.enterpriseIds.get(enterprise));
    await possible(() =>
      this.product.get(TransfersService).transfer(this.world.maker, memberId, { orgId, enterpriseId }),
    );
  }

  /** The new card becomes active when its owner binds a phone to it. */
  private async takeNewCard(person: Person): Promise<void> {
    const { database, get } = this.product;
    const rows: { id: string; cardNo: number }[] = await database.db.query(
      'SELECT id, card_no AS "cardNo" FROM card WHERE previous_card_id = $1',
      [person.card.cardId],
    );
    const { id: cardId, cardNo } = known(rows[0]);
    person.card = { cardId, cardNo };
    person.phone = new MemberPhone(person.card);
    const { slot } = await get(DevicesService).bind(
      { kind: 'worker', loginId: newId(), memberId: person.memberId },
      { publicKey: person.phone.publicKeyText, proof: person.idNumber.slice(-6), hardware: false },
    );
    person.phone.isBound(slot);
  }
}

/** A refusal where the scenario says it happens is a mistake of the scenario. */
async function possible(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof Refusal ? new Impossible(refused(error)) : error;
  }
}
