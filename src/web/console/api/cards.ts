import type {
  CardActionRequest,
  CardBatchRequest,
  CardBatchView,
  CardDetail,
  CardView,
} from '../../../modules/cards/cards.schemas.js';
import type { CardApplicationRequest, PlasticActionRequest } from '../../../modules/cards/plastic/plastic.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { CardBatchView, CardDetail, CardView };
export type CardAction = CardActionRequest['action'];
export type PlasticAction = PlasticActionRequest['action'];

const base = '/console/v1/cards';

export function listCards(q: string, state: string, cursor: string, signal?: AbortSignal): Promise<Page<CardView>> {
  return session.request('GET', withQuery(base, { q, state, limit: 50, cursor }), { signal });
}

export function getCard(id: string, signal?: AbortSignal): Promise<CardDetail> {
  return session.request('GET', `${base}/${id}`, { signal });
}

export function changeCard(id: string, body: CardActionRequest): Promise<unknown> {
  return session.request('POST', `${base}/${id}/actions`, { body });
}

export function changePlastic(id: string, body: PlasticActionRequest): Promise<unknown> {
  return session.request('POST', `${base}/${id}/plastic/actions`, { body });
}

/** A card for one person: on the phone at once, or as plastic with the next batch. */
export function applyForCard(body: CardApplicationRequest): Promise<{ cardId: string }> {
  return session.request('POST', `${base}/applications`, { body });
}

export function listBatches(cursor: string, signal?: AbortSignal): Promise<Page<CardBatchView>> {
  return session.request('GET', withQuery(`${base}/batches`, { limit: 20, cursor }), { signal });
}

export function startBatch(body: CardBatchRequest): Promise<{ batchId: string }> {
  return session.request('POST', `${base}/batches`, { body });
}
