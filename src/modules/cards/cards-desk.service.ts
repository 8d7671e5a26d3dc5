import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { Refusal } from '../../shared/errors.js';
import { formatCardNo, parseCardNo } from '../../shared/numbers/card-no.js';
import { maskName } from '../../shared/numbers/masks.js';
import { scopeLike } from '../../shared/org-path.js';
import { pageOf, type Page } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import { type CardState, listActions } from './card-state.rules.js';
import { cardErrors } from './cards.errors.js';
import {
  type CardListRow,
  type CardSearch,
  type DeviceRow,
  listCardHistory,
  listCards,
  listDevices,
  listNeighbours,
  type OtherCardRow,
} from './cards.queries.js';
import type { CardActionRequest, CardDetail, CardsQuery, CardView } from './cards.schemas.js';
import { CardsService } from './cards.service.js';
import { listPlasticHistory } from './plastic/plastic.queries.js';
import { findLastPlastic, type PlasticRow } from './plastic/plastic.repository.js';
import { listPlasticActions } from './plastic/plastic-state.rules.js';
import { readLegacyNo } from './takeover/legacy-no.rules.js';

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
    const mayChange = caller.permissions.has('cards.change');
    const [devices, neighbours, history, plastic, plasticHistory] = await Promise.all([
      listDevices(db, cardId),
      listNeighbours(db, cardId),
      listCardHistory(db, cardId),
      findLastPlastic(db, cardId),
      listPlasticHistory(db, cardId),
    ]);
    const previous = neighbours.find(({ after }) => !after);
    const next = neighbours.find(({ after }) => after);
    return {
      ...viewOf(row),
      ...devicesOf(devices),
      plastic: plastic === null ? null : plasticOf(plastic, mayChange ? row.state : null),
      plasticHistory: plasticHistory.map((event) => ({ ...event, at: toWireTime(event.at) })),
      previous: previous === undefined ? null : otherOf(previous),
      next: next === undefined ? null : otherOf(next),
      previousCardId: previous?.id ?? null,
      nextCardId: next?.id ?? null,
      actions: mayChange ? listActions(row.state) : [],
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
  if (/^M\d{8,}$/i.test(text)) return { memberNo: text.toUpperCase() };
  const cardNo = parseCardNo(text);
  const legacyNo = readLegacyNo(text);
  if (cardNo !== null || legacyNo !== null) {
    return { ...(cardNo === null ? {} : { cardNo }), ...(legacyNo === null ? {} : { legacyNo }) };
  }
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
    expiresOn: row.expiresOn,
    legacyNo: row.legacyNo,
    plasticState: row.plasticState,
  };
}

function devicesOf(devices: readonly DeviceRow[]): Pick<CardDetail, 'device' | 'pastDevices'> {
  const bound = devices.find(({ replacedAt }) => replacedAt === null);
  const past = devices.flatMap(({ slot, boundAt, replacedAt }) =>
    replacedAt === null ? [] : [{ slot, boundAt: toWireTime(boundAt), replacedAt: toWireTime(replacedAt) }],
  );
  if (bound === undefined) return { device: null, pastDevices: past };
  const { slot, boundAt, hardware } = bound;
  return { device: { slot, boundAt: toWireTime(boundAt), hardware }, pastDevices: past };
}

/** Without a card's state nothing may be done to its plastic. */
function plasticOf(plastic: PlasticRow, card: CardState | null): NonNullable<CardDetail['plastic']> {
  const { cardId: _card, appliedAt, ...rest } = plastic;
  const actions = card === null ? [] : listPlasticActions(plastic.state, card);
  return { ...rest, appliedAt: toWireTime(appliedAt), actions };
}

function otherOf({ id, cardNo, state }: OtherCardRow): NonNullable<CardDetail['next']> {
  return { id, cardNo: formatCardNo(cardNo), state };
}
