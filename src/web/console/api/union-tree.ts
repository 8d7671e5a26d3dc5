import type {
  NewOrgRequest,
  OrgHistory,
  OrgObstacle,
  OrgOutlook,
  OrgTreeRow,
} from '../../../modules/organizations/tree/tree.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { NewOrgRequest, OrgHistory, OrgObstacle, OrgOutlook, OrgTreeRow };

const PAGES_MAX = 50;
const tree = '/console/v1/org-tree';
const org = (id: string): string => `/console/v1/orgs/${id}`;

/** All unions right under one, or the tops of the officer's own subtrees, with what they have. */
export async function listBelow(parentId: string | null, signal?: AbortSignal): Promise<OrgTreeRow[]> {
  const all: OrgTreeRow[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const path = withQuery(tree, { parentId: parentId ?? '', limit: 100, cursor });
    const answer = await session.request<Page<OrgTreeRow>>('GET', path, { signal });
    all.push(...answer.items);
    if (!answer.nextCursor) break;
    cursor = answer.nextCursor;
  }
  return all;
}

/** Unions by name, or those that are dissolved. */
export function searchTree(
  { q, dissolved }: { readonly q: string; readonly dissolved: boolean },
  cursor: string,
  signal?: AbortSignal,
): Promise<Page<OrgTreeRow>> {
  const path = withQuery(tree, { q, dissolved: dissolved ? 'true' : '', limit: 50, cursor });
  return session.request('GET', path, { signal });
}

/** As many unions as are worth choosing from; whoever sees so many types more. */
export const FOUND_MAX = 20;

/** A few unions of the officer's part by name or code, enough to choose from. */
export async function findUnions(q: string, signal?: AbortSignal): Promise<readonly OrgTreeRow[]> {
  const path = withQuery(tree, { q, limit: FOUND_MAX });
  return (await session.request<Page<OrgTreeRow>>('GET', path, { signal })).items;
}

export function createOrg(body: NewOrgRequest): Promise<unknown> {
  return session.request('POST', '/console/v1/orgs', { body });
}

export function renameOrg(id: string, body: { readonly name: string; readonly reason: string }): Promise<unknown> {
  return session.request('POST', `${org(id)}/rename`, { body });
}

export function moveOrg(id: string, body: { readonly parentId: string; readonly reason: string }): Promise<unknown> {
  return session.request('POST', `${org(id)}/move`, { body });
}

export function dissolveOrg(id: string, reason: string): Promise<void> {
  return session.request('POST', `${org(id)}/dissolve`, { body: { reason } });
}

/** What moving a union, or without a `parentId` dissolving it, would come to. */
export function getOutlook(id: string, parentId: string | null, signal?: AbortSignal): Promise<OrgOutlook> {
  return session.request('GET', withQuery(`${org(id)}/outlook`, { parentId: parentId ?? '' }), { signal });
}

export function getHistory(id: string, signal?: AbortSignal): Promise<OrgHistory> {
  return session.request('GET', `${org(id)}/history`, { signal });
}
