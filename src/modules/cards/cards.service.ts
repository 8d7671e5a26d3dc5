import { Injectable } from '@nestjs/common';
import { Database, type Db, type Tx } from '../../platform/database/database.js';
import { Keyring } from '../../platform/crypto/keyring.js';
import { Outbox } from '../../platform/outbox/outbox.js';
import type { OfficerCaller, WorkerCaller } from '../../shared/caller.js';
import { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/errors.js';
import { newId } from '../../shared/ids.js';
import { scopeLike } from '../../shared/org-path.js';
import { shanghaiDate } from '../../shared/time.js';
import { AuditService } from '../audit/index.js';
import { CardNumbers } from './card-numbers.js';
import { type CardAction, type CardState, type CardStep, isOpen, nextCardState } from './card-state.rules.js';
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
import { forgetCardWords } from './holders.repository.js';
import { deleteDevicesOf } from './devices/devices.repository.js';
import {
  findLastPlastic,
  findOpenPlastic,
  insertPlasticEvents,
  insertPlastics,
  voidPlastic,
} from './plastic/plastic.repository.js';
import { CARD_YEARS, lastDayAfter } from './plastic/plastic-state.rules.js';

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
    return this.insert(tx, { memberId, issueNo: 1, previousCardId: null, state: 'ISSUED' }, 'issued', actor);
  }

  /**
   * Asks for a card that comes with its plastic: issued when that is handed over, or sooner when its holder takes it on the phone.
   * @throws Refusal CARD_OPEN_ALREADY
   */
  async apply(tx: Tx, memberId: string, reason: string, actor: Actor): Promise<{ cardId: string; cardNo: number }> {
    return this.insert(tx, { memberId, issueNo: 1, previousCardId: null, state: 'APPLIED' }, reason, actor);
  }

  /** An officer's action on a card of their subtree. @throws Refusal CARD_UNKNOWN, CARD_STEP_IMPOSSIBLE */
  async act(caller: OfficerCaller, cardId: string, action: CardAction, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const card = await lockCard(tx, cardId, scopeLike(caller.scope));
      if (card === null) throw new Refusal(cardErrors.CARD_UNKNOWN);
      const actor: Actor = { kind: 'officer', id: caller.loginId };
      let next: { cardId: string } | null = null;
      if (action === 'REPLACE') next = await this.reissue(tx, card, reason, actor);
      else await this.step(tx, card, action, reason, actor);
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

  /** Cancels the cards of people whose data were erased, forgets their phones' keys and what was written about them; done twice, nothing more happens. */
  async eraseHolders(tx: Tx, memberIds: readonly string[]): Promise<void> {
    for (const memberId of memberIds.toSorted()) {
      await this.cancelOpenCard(tx, memberId, 'holder erased', { kind: 'system', id: 'erasure' });
    }
    await deleteDevicesOf(tx, memberIds);
    await forgetCardWords(tx, memberIds);
  }

  /** Ends whatever card a person has open, as when they leave the union or are forgotten; nothing happens to who has none. */
  async cancelOpenCard(tx: Tx, memberId: string, reason: string, actor: Actor): Promise<{ cardId: string } | null> {
    const card = await lockOpenCard(tx, memberId);
    if (card === null) return null;
    await this.step(tx, card, 'CANCEL', reason, actor);
    return { cardId: card.id };
  }

  /**
   * Gives a new number for a locked card: the old one ends with its plastic and its phone, and who had plastic is put down for new plastic.
   * @throws Refusal CARD_STEP_IMPOSSIBLE, CARD_REISSUED_TOO_OFTEN
   */
  async reissue(
    tx: Tx,
    old: CardRow,
    reason: string,
    actor: Actor,
    wantsPlastic?: boolean,
  ): Promise<{ cardId: string; cardNo: number }> {
    if (old.issueNo >= ISSUE_NO_MAX) throw new Refusal(cardErrors.CARD_REISSUED_TOO_OFTEN);
    const plastic = await findOpenPlastic(tx, old.id);
    await this.step(tx, old, 'REPLACE', reason, actor);
    const { memberId, issueNo } = old;
    const card = { memberId, issueNo: issueNo + 1, previousCardId: old.id, state: 'ISSUED' as const };
    const next = await this.insert(tx, card, reason, actor);
    if (wantsPlastic ?? plastic !== null) await this.wantPlastic(tx, next.cardId, reason, actor);
    return next;
  }

  /** Puts a card down for plastic. The card must be locked. @throws Refusal PLASTIC_OPEN_ALREADY, CARD_REISSUED_TOO_OFTEN */
  async wantPlastic(tx: Tx, cardId: string, reason: string, actor: Actor): Promise<void> {
    const last = await findLastPlastic(tx, cardId);
    if ((last?.issueNo ?? 0) >= ISSUE_NO_MAX) throw new Refusal(cardErrors.CARD_REISSUED_TOO_OFTEN);
    const now = this.clock.now();
    const id = newId();
    const inserted = await insertPlastics(tx, [{ id, cardId }], now);
    if (!inserted.has(id)) throw new Refusal(cardErrors.PLASTIC_OPEN_ALREADY);
    const event = { plasticId: id, cardId, fromState: null, toState: 'APPLIED' } as const;
    await insertPlasticEvents(tx, [event], { reason, actor, at: now });
  }

  /** Takes one step with a locked card: state, history, announcement; a card that ends takes its plastic along. @throws Refusal CARD_STEP_IMPOSSIBLE */
  async step(tx: Tx, card: CardRow, step: CardStep, reason: string, actor: Actor): Promise<CardState> {
    const to = nextCardState(card.state, step);
    if (to === null) {
      throw new Refusal(cardErrors.CARD_STEP_IMPOSSIBLE, { extra: { state: card.state, action: step } });
    }
    const now = this.clock.now();
    await updateState(tx, card.id, to, now);
    if (!isOpen(to)) await voidPlastic(tx, card.id, { reason, actor, at: now });
    await insertCardEvents(tx, [{ cardId: card.id, fromState: card.state, toState: to, at: now }], reason, actor);
    const fact = { cardId: card.id, memberId: card.memberId };
    await this.outbox.append(tx, cardChanged, { ...fact, from: card.state, to });
    if (to === 'LOST') await this.outbox.append(tx, cardLost, fact);
    return to;
  }

  private async insert(
    tx: Tx,
    card: { memberId: string; issueNo: number; previousCardId: string | null; state: 'APPLIED' | 'ISSUED' },
    reason: string,
    actor: Actor,
  ): Promise<{ cardId: string; cardNo: number }> {
    const now = this.clock.now();
    const [sequence] = await takeSequences(tx, 1);
    if (sequence === undefined) throw new Error('the sequence of card numbers gave nothing');
    const id = newId();
    const cardNo = this.numbers.cardNoOf(sequence);
    const expiresOn = lastDayAfter(shanghaiDate(now.getTime()), CARD_YEARS);
    const issuedAt = card.state === 'ISSUED' ? now : null;
    const row = { ...card, id, cardNo, batchId: null, issuedAt, activatedAt: null, expiresOn };
    const inserted = await insertCards(tx, [row], now);
    if (!inserted.has(id)) throw new Refusal(cardErrors.CARD_OPEN_ALREADY);
    const fromState = card.state === 'ISSUED' ? 'APPLIED' : null;
    await insertCardEvents(tx, [{ cardId: id, fromState, toState: card.state, at: now }], reason, actor);
    await this.outbox.append(tx, cardChanged, { cardId: id, memberId: card.memberId, from: null, to: card.state });
    return { cardId: id, cardNo };
  }
}
