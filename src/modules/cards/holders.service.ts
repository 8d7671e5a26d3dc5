import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { lockOpenCard } from './cards.repository.js';
import { CardsService } from './cards.service.js';
import { retireDevices, wasMadeBefore } from './holders.repository.js';

const SYSTEM = { kind: 'system', id: 'members' } as const;

/** What happened to a card's holder, and when (`occurredAt`, RFC 3339). */
export interface HolderFact {
  readonly memberId: string;
  readonly occurredAt: string;
}

/** What a card owes to its holder: it ends when they leave, and its phone stops counting with their number. */
@Injectable()
export class CardHolders {
  constructor(
    private readonly cards: CardsService,
    private readonly clock: Clock,
  ) {}

  /** Cancels the open cards of who left; one issued since, to somebody who is back already, stays. */
  async cancelOfLeft(tx: Tx, facts: readonly HolderFact[]): Promise<void> {
    for (const { memberId, occurredAt } of inOrder(facts)) {
      const card = await lockOpenCard(tx, memberId);
      if (card === null || !(await wasMadeBefore(tx, card.id, new Date(occurredAt)))) continue;
      await this.cards.step(tx, card, 'CANCEL', 'the holder left the union', SYSTEM);
    }
  }

  /** The phone bound before the number changed shows no more codes; the holder binds one anew. */
  async unbind(tx: Tx, facts: readonly HolderFact[]): Promise<void> {
    for (const { memberId, occurredAt } of inOrder(facts)) {
      const card = await lockOpenCard(tx, memberId);
      if (card !== null) await retireDevices(tx, card.id, new Date(occurredAt), this.clock.now());
    }
  }
}

// Cards are locked in the order of their holders everywhere, so that two packs of facts wait for each other.
function inOrder(facts: readonly HolderFact[]): HolderFact[] {
  return facts.toSorted((one, other) => (one.memberId < other.memberId ? -1 : 1));
}
