import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Refusal } from '../../shared/errors.js';
import { formatCardNo, parseCardNo } from '../../shared/numbers/card-no.js';
import { maskName } from '../../shared/numbers/masks.js';
import { scopeLike } from '../../shared/org-path.js';
import { pageOf, type Page } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import { listActions } from './card-state.rules.js';
import { cardErrors } from './cards.errors.js';
import { type CardListRow, type CardSearch, findCardMore, listCardHistory, listCards } from './cards.queries.js';
import type { CardActionRequest, CardDetail, CardsQuery, CardView } from './cards.schemas.js';
import { CardsService } from './cards.service.js';

/** Cards as an officer sees them and acts on them. */
@Injectable()
export class CardsDesk {
  constructor(
    private readonly database: Database,
    private readonly cards: CardsService,
  ) {}

  async search(caller: OfficerCaller, query: CardsQuery): Promise<Page<CardView>> {
    const search = { ...meaningOf(query.q), ...(query.state === undefined ? {} : { state: query.state }) };
    const scope = scopeLike(caller.scope);
    const rows = await listCards(this.database.db, scope, search, query.limit, query.cursor ?? null);
    const page = pageOf(rows, query.limit, (row) => row.id);
    return { items: page.items.map(viewOf), nextCursor: page.nextCursor };
  }

  /** @throws Refusal CARD_UNKNOWN, also for a card of another subtree */
  async get(caller: OfficerCaller, cardId: string): Promise<CardDetail> {
    const { db } = this.database;
    const [row] = await listCards(db, scopeLike(caller.scope), { id: cardId }, 1, null);
    if (row === undefined) throw new Refusal(cardErrors.CARD_UNKNOWN);
    const [more, history] = await Promise.all([findCardMore(db, cardId), listCardHistory(db, cardId)]);
    const { slot = null, boundAt = null, hardware = null } = more ?? {};
    return {
      ...viewOf(row),
      device:
        slot === null || boundAt === null ? null : { slot, boundAt: toWireTime(boundAt), hardware: hardware ?? false },
      previousCardId: more?.previousCardId ?? null,
      nextCardId: more?.nextCardId ?? null,
      actions: caller.permissions.has('cards.change') ? listActions(row.state) : [],
      history: history.map((event) => ({ ...event, at: toWireTime(event.at) })),
    };
  }

  async act(caller: OfficerCaller, cardId: string, request: CardActionRequest): Promise<CardDetail> {
    await this.cards.act(caller, cardId, request.action, request.reason);
    return this.get(caller, cardId);
  }
}

function meaningOf(text: string | undefined): CardSearch {
  if (text === undefined) return {};
  const cardNo = parseCardNo(text);
  if (cardNo !== null) return { cardNo };
  if (/^M\d{8,}$/i.test(text)) return { memberNo: text.toUpperCase() };
  return { namePattern: `${text.replace(/[\\%_]/g, String.raw`\$&`)}%` };
}

function viewOf(row: CardListRow): CardView {
  return {
    id: row.id,
    cardNo: formatCardNo(row.cardNo),
    memberId: row.memberId,
    memberName: maskName(row.memberName),
    memberNo: row.memberNo,
    orgName: row.orgName,
    state: row.state,
    issueNo: row.issueNo,
    issuedAt: row.issuedAt === null ? null : toWireTime(row.issuedAt),
    activatedAt: row.activatedAt === null ? null : toWireTime(row.activatedAt),
  };
}
