import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { formatCardNo } from '../../../shared/numbers/card-no.js';
import { maskName } from '../../../shared/numbers/masks.js';
import { scopeLike } from '../../../shared/org-path.js';
import { pageOf, type Page } from '../../../shared/page.js';
import { toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { MembersService } from '../../members/index.js';
import { cardErrors } from '../cards.errors.js';
import { type Actor, type CardRow, lockCard, lockOpenCard } from '../cards.repository.js';
import { CardsService } from '../cards.service.js';
import { listPlastics } from './plastic.queries.js';
import {
  findOpenPlastic,
  insertPlasticEvents,
  type PlasticRow,
  setPlasticInUse,
  updatePlasticState,
  voidPlastic,
} from './plastic.repository.js';
import type {
  CardApplicationRequest,
  CardForm,
  PlasticActionRequest,
  PlasticItem,
  PlasticListQuery,
} from './plastic.schemas.js';
import { listPlasticActions, mayHavePlastic, nextPlasticState, type PlasticStep } from './plastic-state.rules.js';

/** Plastic cards one by one: asked for, handed over, activated, made again, voided. */
@Injectable()
export class PlasticService {
  constructor(
    private readonly database: Database,
    private readonly cards: CardsService,
    private readonly members: MembersService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** An officer's application for one person of their subtree. @throws Refusal MEMBER_UNKNOWN, MEMBER_NOT_ACTIVE, CARD_OPEN_ALREADY, PLASTIC_OPEN_ALREADY */
  async applyFor(caller: OfficerCaller, request: CardApplicationRequest): Promise<{ cardId: string }> {
    const { memberId, form, reason } = request;
    const member = await this.members.get(caller, memberId);
    if (member.membership !== 'ACTIVE') throw new Refusal(cardErrors.MEMBER_NOT_ACTIVE);
    return this.database.transaction(async (tx) => {
      const cardId = await this.apply(tx, memberId, form, reason, { kind: 'officer', id: caller.loginId });
      await this.audit.record(tx, caller, 'card.applied', { kind: 'card', id: cardId }, { form, reason });
      return { cardId };
    });
  }

  /** One application: a card on the phone at once, or plastic beside whatever card there is. @throws Refusal CARD_OPEN_ALREADY, CARD_NOT_USABLE */
  async apply(tx: Tx, memberId: string, form: CardForm, reason: string, actor: Actor): Promise<string> {
    const open = await lockOpenCard(tx, memberId);
    if (form === 'PHONE') {
      if (open === null) return (await this.cards.issue(tx, memberId, actor)).cardId;
      // Somebody who waits for plastic may have the card on the phone meanwhile.
      if (open.state !== 'APPLIED' && open.state !== 'PRODUCED') throw new Refusal(cardErrors.CARD_OPEN_ALREADY);
      await this.cards.step(tx, open, 'ISSUE', reason, actor);
      return open.id;
    }
    if (open !== null && !mayHavePlastic(open.state)) throw new Refusal(cardErrors.CARD_NOT_USABLE);
    const cardId = open?.id ?? (await this.cards.apply(tx, memberId, reason, actor)).cardId;
    await this.cards.wantPlastic(tx, cardId, reason, actor);
    return cardId;
  }

  async list(caller: OfficerCaller, query: PlasticListQuery): Promise<Page<PlasticItem>> {
    const { orgId, batchId, state, limit } = query;
    const filter = { orgId, batchId, state, limit, afterId: query.cursor ?? null };
    const rows = await listPlastics(this.database.db, scopeLike(caller.scope), filter);
    const page = pageOf(rows, limit, (row) => row.id);
    const items = page.items.map(({ cardNo, memberName, appliedAt, ...row }) => ({
      ...row,
      cardNo: formatCardNo(cardNo),
      memberName: maskName(memberName),
      appliedAt: toWireTime(appliedAt),
    }));
    return { items, nextCursor: page.nextCursor };
  }

  /** An officer's action on the plastic of a card of their subtree. @throws Refusal CARD_UNKNOWN, PLASTIC_UNKNOWN, PLASTIC_STEP_IMPOSSIBLE */
  async act(caller: OfficerCaller, cardId: string, request: PlasticActionRequest): Promise<void> {
    const { action, reason } = request;
    await this.database.transaction(async (tx) => {
      const card = await lockCard(tx, cardId, scopeLike(caller.scope));
      if (card === null) throw new Refusal(cardErrors.CARD_UNKNOWN);
      const plastic = await findOpenPlastic(tx, cardId);
      if (plastic === null) throw new Refusal(cardErrors.PLASTIC_UNKNOWN);
      if (!listPlasticActions(plastic.state, card.state).includes(action)) throw impossible(card, plastic, action);
      const actor: Actor = { kind: 'officer', id: caller.loginId };
      if (action === 'HAND_OVER') await this.handOver(tx, card, plastic, reason, actor);
      else if (action === 'ACTIVATE') await this.activate(tx, card, reason, actor);
      else await this.end(tx, card, reason, actor, action === 'REMAKE');
      const subject = { kind: 'card', id: cardId };
      const detail = { reason, issueNo: plastic.issueNo };
      await this.audit.record(tx, caller, `card-plastic.${action.toLowerCase().replace('_', '-')}`, subject, detail);
    });
  }

  /**
   * From now on tills take the plastic of a locked card, and a card that waited for it is active. A PIN set at activation belongs in the
   * transaction that calls this. @throws Refusal PLASTIC_UNKNOWN, PLASTIC_STEP_IMPOSSIBLE
   */
  async activate(tx: Tx, card: CardRow, reason: string, actor: Actor): Promise<void> {
    const plastic = await findOpenPlastic(tx, card.id);
    if (plastic === null) throw new Refusal(cardErrors.PLASTIC_UNKNOWN);
    if (!mayHavePlastic(card.state)) throw new Refusal(cardErrors.CARD_NOT_USABLE);
    await this.step(tx, card, plastic, 'ACTIVATE', reason, actor);
    await setPlasticInUse(tx, card.id, plastic.issueNo);
    if (card.state === 'ISSUED') await this.cards.step(tx, card, 'ACTIVATE', reason, actor);
  }

  /** Voids a locked card's plastic, in use or not: the phone goes on, the plastic is taken nowhere. @throws Refusal PLASTIC_UNKNOWN */
  async voidLost(tx: Tx, card: CardRow, reason: string, actor: Actor): Promise<void> {
    const gone = await voidPlastic(tx, card.id, { reason, actor, at: this.clock.now() });
    if (gone === null) throw new Refusal(cardErrors.PLASTIC_UNKNOWN);
  }

  private async handOver(tx: Tx, card: CardRow, plastic: PlasticRow, reason: string, actor: Actor): Promise<void> {
    await this.step(tx, card, plastic, 'HAND_OVER', reason, actor);
    if (card.state === 'APPLIED' || card.state === 'PRODUCED') await this.cards.step(tx, card, 'ISSUE', reason, actor);
  }

  private async end(tx: Tx, card: CardRow, reason: string, actor: Actor, again: boolean): Promise<void> {
    await voidPlastic(tx, card.id, { reason, actor, at: this.clock.now() });
    if (again) await this.cards.wantPlastic(tx, card.id, reason, actor);
    // A card that was only ever plastic to come ends with it.
    else if (card.state === 'APPLIED' || card.state === 'PRODUCED') {
      await this.cards.step(tx, card, 'CANCEL', reason, actor);
    }
  }

  private async step(
    tx: Tx,
    card: CardRow,
    plastic: PlasticRow,
    step: PlasticStep,
    reason: string,
    actor: Actor,
  ): Promise<void> {
    const to = nextPlasticState(plastic.state, step);
    if (to === null) throw impossible(card, plastic, step);
    const at = this.clock.now();
    await updatePlasticState(tx, plastic.id, to, at);
    const event = { plasticId: plastic.id, cardId: card.id, fromState: plastic.state, toState: to };
    await insertPlasticEvents(tx, [event], { reason, actor, at });
  }
}

function impossible(card: CardRow, plastic: PlasticRow, action: string): Refusal {
  const extra = { state: plastic.state, cardState: card.state, action };
  return new Refusal(cardErrors.PLASTIC_STEP_IMPOSSIBLE, { extra });
}
