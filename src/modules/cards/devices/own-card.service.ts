import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { WorkerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { DAY_MS } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { MembersService } from '../../members/index.js';
import { cardErrors } from '../cards.errors.js';
import { type Actor, type CardRow, lockOpenCard } from '../cards.repository.js';
import { CardsService } from '../cards.service.js';
import type { CardForm, ReissueRequest } from '../plastic/plastic.schemas.js';
import { PlasticService } from '../plastic/plastic.service.js';
import { findFreezer, findOpenCard, findReplacedAt } from './devices.repository.js';
import { ProofService } from './proof.service.js';

/** What a worker does with their own card, besides binding a phone to it. */
@Injectable()
export class OwnCard {
  constructor(
    private readonly database: Database,
    private readonly cards: CardsService,
    private readonly plastic: PlasticService,
    private readonly members: MembersService,
    private readonly proofs: ProofService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** A card on the phone at once, or a plastic one beside it. @throws Refusal MEMBER_NOT_ACTIVE, CARD_OPEN_ALREADY, PLASTIC_OPEN_ALREADY */
  async apply(caller: WorkerCaller, form: CardForm): Promise<void> {
    const [member] = await this.members.getAttributes(this.database.db, [caller.memberId]);
    if (member?.membership !== 'ACTIVE') throw new Refusal(cardErrors.MEMBER_NOT_ACTIVE);
    await this.database.transaction(async (tx) => {
      const cardId = await this.plastic.apply(tx, caller.memberId, form, 'asked for by the worker', actorOf(caller));
      await this.audit.record(tx, caller, 'card.applied', { kind: 'card', id: cardId }, { form });
    });
  }

  /** Stops the card for a while; freezing twice changes nothing. */
  async freeze(caller: WorkerCaller): Promise<void> {
    await this.change(caller, 'card.freeze', async (tx, card) => {
      if (card.state === 'FROZEN') return;
      await this.cards.step(tx, card, 'FREEZE', 'frozen by the worker', actorOf(caller));
    });
  }

  /** Takes back what the worker did, never what the union did. @throws Refusal CARD_FROZEN_BY_UNION, PROOF_WRONG */
  async unfreeze(caller: WorkerCaller, proof: string): Promise<void> {
    await this.prove(caller, proof);
    await this.change(caller, 'card.unfreeze', async (tx, card) => {
      const freezer = await findFreezer(tx, card.id);
      if (card.state === 'FROZEN' && freezer !== 'worker') throw new Refusal(cardErrors.CARD_FROZEN_BY_UNION);
      await this.cards.step(tx, card, 'UNFREEZE', 'thawed by the worker', actorOf(caller));
    });
  }

  /**
   * A new number for the card, as after a loss; once a day, since each makes plastic and lists longer.
   * @throws Refusal CARD_REISSUED_LATELY, CARD_FROZEN_BY_UNION, CARD_STEP_IMPOSSIBLE, PROOF_WRONG
   */
  async reissue(caller: WorkerCaller, request: ReissueRequest): Promise<void> {
    await this.prove(caller, request.proof);
    await this.change(caller, 'card.replace', async (tx, card) => {
      const freezer = card.state === 'FROZEN' || card.state === 'LOST' ? await findFreezer(tx, card.id) : null;
      if (freezer !== null && freezer !== 'worker') throw new Refusal(cardErrors.CARD_FROZEN_BY_UNION);
      const replacedAt = await findReplacedAt(tx, card.id);
      const waitMs = replacedAt === null ? 0 : replacedAt.getTime() + DAY_MS - this.clock.now().getTime();
      if (waitMs > 0) {
        throw new Refusal(cardErrors.CARD_REISSUED_LATELY, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
      }
      await this.cards.reissue(tx, card, 'asked for by the worker', actorOf(caller), request.plastic);
    });
  }

  /** The worker has the plastic in hand: tills take it from now on. @throws Refusal PLASTIC_UNKNOWN, PLASTIC_STEP_IMPOSSIBLE, PROOF_WRONG */
  async activatePlastic(caller: WorkerCaller, proof: string): Promise<void> {
    await this.prove(caller, proof);
    await this.change(caller, 'card-plastic.activate', (tx, card) =>
      this.plastic.activate(tx, card, 'activated by the worker', actorOf(caller)),
    );
  }

  /** Only the plastic is gone: it is taken nowhere from this commit on, the phone goes on. @throws Refusal PLASTIC_UNKNOWN */
  async reportPlasticLost(caller: WorkerCaller): Promise<void> {
    await this.change(caller, 'card-plastic.void', (tx, card) =>
      this.plastic.voidLost(tx, card, 'reported lost by the worker', actorOf(caller)),
    );
  }

  private async prove(caller: WorkerCaller, proof: string): Promise<void> {
    const card = await findOpenCard(this.database.db, caller.memberId);
    if (card === null) throw new Refusal(cardErrors.CARD_NOT_ISSUED);
    await this.proofs.prove(caller, card.cardId, proof);
  }

  private async change(
    caller: WorkerCaller,
    action: string,
    work: (tx: Tx, card: CardRow) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const card = await lockOpenCard(tx, caller.memberId);
      if (card === null) throw new Refusal(cardErrors.CARD_NOT_ISSUED);
      await work(tx, card);
      await this.audit.record(tx, caller, action, { kind: 'card', id: card.id }, {});
    });
  }
}

function actorOf(caller: WorkerCaller): Actor {
  return { kind: 'worker', id: caller.loginId };
}
