import type { ListChange, ListMember, ListView, NewListRequest } from '../../../modules/members/lists/list.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { ListChange, ListMember, ListView, NewListRequest };

const base = '/console/v1/lists';
const at = (id: string): string => `${base}/${encodeURIComponent(id)}`;

export function listLists(cursor: string, signal?: AbortSignal): Promise<Page<ListView>> {
  return session.request('GET', withQuery(base, { limit: 100, cursor }), { signal });
}

export function createList(body: NewListRequest): Promise<ListView> {
  return session.request('POST', base, { body });
}

export function listListMembers(id: string, cursor: string, signal?: AbortSignal): Promise<Page<ListMember>> {
  return session.request('GET', withQuery(`${at(id)}/members`, { limit: 50, cursor }), { signal });
}

/** ID numbers one a line. */
export function addToList(id: string, text: string): Promise<ListChange> {
  return session.request('POST', `${at(id)}/add`, { body: { text } });
}

export function removeFromList(id: string, memberId: string): Promise<ListChange> {
  return session.request('POST', `${at(id)}/remove`, { body: { memberIds: [memberId] } });
}
