import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx } from '../../platform/database/database.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { OfficerCaller, WorkerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { scopeLike } from '../../shared/org-path.js';
import { AuditService } from '../audit/index.js';
import { CardNumbers } from './card-numbers.js';
import { type CardAction, type CardState, type CardStep, nextCardState } from './card-state.rules.js';
import { cardErrors } from './cards.errors.js';
import { cardChanged, cardLost } from './cards.events.js';
import {
  type Actor,
  type CardForRedemption,
  type CardRow,
  findForRedemption,
  insertCardEvents,
  insertCards,
  lockCard,
  lockOpenCard,
  lockStanding,
  takeSequences,
  updateState,
} from './cards.repository.js';
import { deleteDevicesOf } from './devices/devices.repository.js';

const ISSUE_NO_MAX = 255;

/** Where a card stands at this instant; it stays so until the transaction that asked ends. */
export interface LockedCard {
  readonly active: boolean;
  readonly state: CardState;
  readonly deviceSlot: number | null;
}

/** The life of single cards. */
@Injectable()
export class CardsService {
  private readonly numbers: CardNumbers;

  constructor(
    private readonly database: Database,
    keyring: Keyring,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.numbers = new CardNumbers(keyring.cardNumberKey);
  }

  /** What a till's request needs of a card, in one read; null when the number was never issued. */
  getForRedemption(db: Db, cardNo: number): Promise<CardForRedemption | null> {
    return findForRedemption(db, cardNo);
  }

  /** The standing of a card, kept by a shared lock: a loss report waits for the redemption, or the redemption sees it. */
  async lockActive(tx: Tx, cardId: string): Promise<LockedCard> {
    const standing = await lockStanding(tx, cardId);
    if (standing === null) throw new Error(`card ${cardId} is gone, though cards are never removed`);
    return { active: standing.state === 'ACTIVE', ...standing };
  }

  /**
   * Issues one card for the phone; it becomes active when a phone is bound.
   * @throws Refusal CARD_OPEN_ALREADY
   */
  async issue(tx: Tx, memberId: string, actor: Actor): Promise<{ cardId: string; cardNo: number }> {
    return this.insert(tx, { memberId, issueNo: 1, previousCardId: null }, 'issued', actor);
  }

  /** An officer's action on a card of their subtree. @throws Refusal CARD_UNKNOWN, CARD_STEP_IMPOSSIBLE */
  async act(caller: OfficerCaller, cardId: string, action: CardAction, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const card = await lockCard(tx, cardId, scopeLike(caller.scope));
      if (card === null) throw new Refusal(cardErrors.CARD_UNKNOWN);
      const actor: Actor = { kind: 'officer', id: caller.loginId };
      await this.step(tx, card, action, reason, actor);
      const next = action === 'REPLACE' ? await this.replace(tx, card, reason, actor) : null;
      await this.audit.record(
        tx,
        caller,
        `card.${action.toLowerCase()}`,
        { kind: 'card', id: cardId },
        { reason, ...(next === null ? {} : { nextCardId: next.cardId }) },
      );
    });
  }

  /** The worker's own loss report; from its commit on no till takes the card. Reporting twice changes nothing. */
  async reportLoss(caller: WorkerCaller): Promise<CardState> {
    return this.database.transaction(async (tx) => {
      const card = await lockOpenCard(tx, caller.memberId);
      if (card === null) throw new Refusal(cardErrors.CARD_NOT_ISSUED);
      if (card.state === 'LOST') return card.state;
      const state = await this.step(tx, card, 'LOST', 'reported by the worker', { kind: 'worker', id: caller.loginId });
      await this.audit.record(tx, caller, 'card.lost', { kind: 'card', id: card.id }, {});
      return state;
    });
  }

  /** Cancels the cards of people whose data were erased and forgets their phones' keys; done twice, nothing more happens. */
  async eraseHolders(tx: Tx, memberIds: readonly string[]): Promise<void> {
    for (const memberId of memberIds.toSorted()) {
      const card = await lockOpenCard(tx, memberId);
      if (card !== null) await this.step(tx, card, 'CANCEL', 'holder erased', { kind: 'system', id: 'erasure' });
    }
    await deleteDevicesOf(tx, memberIds);
  }

  /** Takes one step with a locked card: state, history, announcement. @throws Refusal CARD_STEP_IMPOSSIBLE */
  async step(tx: Tx, card: CardRow, step: CardStep, reason: string, actor: Actor): Promise<CardState> {
    const to = nextCardState(card.state, step);
    if (to === null) {
      throw new Refusal(cardErrors.CARD_STEP_IMPOSSIBLE, { extra: { state: card.state, action: step } });
    }
    const now = this.clock.now();
    await updateState(tx, card.id, to, now);
    await insertCardEvents(tx, [{ cardId: card.id, fromState: card.state, toState: to, at: now }], reason, actor);
    const fact = { cardId: card.id, memberId: card.memberId };
    await this.outbox.append(tx, cardChanged, { ...fact, from: card.state, to });
    if (to === 'LOST') await this.outbox.append(tx, cardLost, fact);
    return to;
  }

  private async replace(
    tx: Tx,
    old: CardRow,
    reason: string,
    actor: Actor,
  ): Promise<{ cardId: string; cardNo: number }> {
    if (old.issueNo >= ISSUE_NO_MAX) throw new Refusal(cardErrors.CARD_REISSUED_TOO_OFTEN);
    return this.insert(tx, { memberId: old.memberId, issueNo: old.issueNo + 1, previousCardId: old.id }, reason, actor);
  }

  private async insert(
    tx: Tx,
    card: { memberId: string; issueNo: number; previousCardId: string | null },
    reason: string,
    actor: Actor,
  ): Promise<{ cardId: string; cardNo: number }> {
    const now = this.clock.now();
    const [sequence] = await takeSequences(tx, 1);
    if (sequence === undefined) throw new Error('the sequence of card numbers gave nothing');
    const id = newId();
    const cardNo = this.numbers.cardNoOf(sequence);
    const row = { ...card, id, cardNo, state: 'ISSUED', batchId: null, issuedAt: now, activatedAt: null } as const;
    const inserted = await insertCards(tx, [row], now);
    if (!inserted.has(id)) throw new Refusal(cardErrors.CARD_OPEN_ALREADY);
    await insertCardEvents(tx, [{ cardId: id, fromState: 'APPLIED', toState: 'ISSUED', at: now }], reason, actor);
    await this.outbox.append(tx, cardChanged, { cardId: id, memberId: card.memberId, from: null, to: 'ISSUED' });
    return { cardId: id, cardNo };
  }
}
