import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import type { Tx } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { CardNumbers } from './card-numbers.js';
import {
  type Actor,
  type CardEventRow,
  insertCardEvents,
  insertCards,
  type NewCardRow,
  takeSequences,
} from './cards.repository.js';

export interface NewCard {
  readonly memberId: string;
  readonly issuedAt: Date;
  /** Set for a card that is in use already; null for one that waits for its phone. */
  readonly activatedAt: Date | null;
}

export interface LoadedCard {
  readonly cardId: string;
  readonly cardNo: number;
  readonly memberId: string;
}

/** The one way many cards are issued: bulk issues and the demo come through here, with numbers, history and the one-card rule. */
@Injectable()
export class CardLoader {
  private readonly numbers: CardNumbers;

  constructor(
    keyring: Keyring,
    private readonly clock: Clock,
  ) {
    this.numbers = new CardNumbers(keyring.cardNumberKey);
  }

  /** Issues a card to each; who has an open card already is left out of the answer. */
  async loadCards(
    tx: Tx,
    cards: readonly NewCard[],
    by: { readonly reason: string; readonly actor: Actor; readonly batchId?: string },
  ): Promise<LoadedCard[]> {
    if (cards.length === 0) return [];
    const sequences = await takeSequences(tx, cards.length);
    const rows = cards.map((card, at): NewCardRow => {
      const sequence = sequences[at];
      if (sequence === undefined) throw new Error('the sequence of card numbers gave too few');
      return {
        ...card,
        id: newId(),
        cardNo: this.numbers.cardNoOf(sequence),
        state: card.activatedAt === null ? 'ISSUED' : 'ACTIVE',
        issueNo: 1,
        previousCardId: null,
        batchId: by.batchId ?? null,
      };
    });
    const inserted = await insertCards(tx, rows, this.clock.now());
    const fresh = rows.filter((row) => inserted.has(row.id));
    await insertCardEvents(tx, fresh.flatMap(historyOf), by.reason, by.actor);
    return fresh.map((row) => ({ cardId: row.id, cardNo: row.cardNo, memberId: row.memberId }));
  }
}

function historyOf(row: NewCardRow): CardEventRow[] {
  const issued: CardEventRow = { cardId: row.id, fromState: 'APPLIED', toState: 'ISSUED', at: row.issuedAt };
  if (row.activatedAt === null) return [issued];
  return [issued, { cardId: row.id, fromState: 'ISSUED', toState: 'ACTIVE', at: row.activatedAt }];
}
