import { Injectable } from '@nestjs/common';
import { Keyring } from '../../platform/crypto/keyring.js';
import type { Tx } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { shanghaiDate } from '../../shared/time.js';
import { CardNumbers } from './card-numbers.js';
import type { CardState } from './card-state.rules.js';
import {
  type Actor,
  type CardEventRow,
  insertCardEvents,
  insertCards,
  type NewCardRow,
  takeSequences,
} from './cards.repository.js';
import { insertPlasticInUse } from './plastic/plastic.repository.js';
import { CARD_YEARS, lastDayAfter, plasticLastDay } from './plastic/plastic-state.rules.js';

export interface NewCard {
  readonly memberId: string;
  readonly issuedAt: Date;
  /** Set for a card that is in use already; null for one that waits for its phone. */
  readonly activatedAt: Date | null;
}

/** A card given out before the platform. */
export interface OldCardOrder {
  readonly memberId: string;
  readonly legacyNo: string;
  readonly state: CardState;
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
        expiresOn: lastDayAfter(shanghaiDate(card.issuedAt.getTime()), CARD_YEARS),
      };
    });
    const inserted = await insertCards(tx, rows, this.clock.now());
    const fresh = rows.filter((row) => inserted.has(row.id));
    const dates = new Map(rows.map((row, at) => [row.id, cards[at]]));
    const history = fresh.flatMap(({ id }) => historyOf(id, dates.get(id)));
    await insertCardEvents(tx, history, by.reason, by.actor);
    return fresh.map((row) => ({ cardId: row.id, cardNo: row.cardNo, memberId: row.memberId }));
  }

  /** Cards that wait for their plastic; who has an open card already is left out of the answer. */
  async applyFor(
    tx: Tx,
    memberIds: readonly string[],
    by: { readonly reason: string; readonly actor: Actor },
  ): Promise<LoadedCard[]> {
    const now = this.clock.now();
    const wanted = memberIds.map((memberId) => ({ memberId, state: 'APPLIED' as const, issuedAt: null }));
    const fresh = await this.insert(tx, wanted, now);
    const events = fresh.map(({ id }) => ({ cardId: id, fromState: null, toState: 'APPLIED' as const, at: now }));
    if (events.length > 0) await insertCardEvents(tx, events, by.reason, by.actor);
    return fresh.map((row) => ({ cardId: row.id, cardNo: row.cardNo, memberId: row.memberId }));
  }

  /** Cards that were given out before the platform, each with its old number and in its old state. */
  async takeOver(
    tx: Tx,
    orders: readonly OldCardOrder[],
    by: { readonly reason: string; readonly actor: Actor },
  ): Promise<void> {
    const now = this.clock.now();
    const wanted = orders.map((order) => ({ ...order, issuedAt: now }));
    const fresh = await this.insert(tx, wanted, now);
    const events = fresh.map(({ id, state }) => ({ cardId: id, fromState: null, toState: state, at: now }));
    if (events.length > 0) await insertCardEvents(tx, events, by.reason, by.actor);
  }

  private async insert(
    tx: Tx,
    cards: readonly { memberId: string; state: CardState; issuedAt: Date | null; legacyNo?: string }[],
    now: Date,
  ): Promise<NewCardRow[]> {
    if (cards.length === 0) return [];
    const sequences = await takeSequences(tx, cards.length);
    const expiresOn = lastDayAfter(shanghaiDate(now.getTime()), CARD_YEARS);
    const rows = cards.map((card, at): NewCardRow => {
      const sequence = sequences[at];
      if (sequence === undefined) throw new Error('the sequence of card numbers gave too few');
      const cardNo = this.numbers.cardNoOf(sequence);
      const activatedAt = card.state === 'ACTIVE' ? now : null;
      return { ...card, id: newId(), cardNo, issueNo: 1, previousCardId: null, batchId: null, activatedAt, expiresOn };
    });
    const inserted = await insertCards(tx, rows, now);
    return rows.filter((row) => inserted.has(row.id));
  }

  /** Gives cards in use a plastic card in use, the first of each. */
  async loadPlastic(
    tx: Tx,
    cardIds: readonly string[],
    by: { readonly reason: string; readonly actor: Actor; readonly at: Date },
  ): Promise<void> {
    if (cardIds.length > 0) await insertPlasticInUse(tx, cardIds, { ...by, expiresOn: plasticLastDay(by.at, null) });
  }
}

function historyOf(cardId: string, card: NewCard | undefined): CardEventRow[] {
  if (card === undefined) return [];
  const { issuedAt, activatedAt } = card;
  const issued: CardEventRow = { cardId, fromState: 'APPLIED', toState: 'ISSUED', at: issuedAt };
  if (activatedAt === null) return [issued];
  return [issued, { cardId, fromState: 'ISSUED', toState: 'ACTIVE', at: activatedAt }];
}
