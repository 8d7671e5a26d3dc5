import type { EnterpriseView, OrgView } from '../../../modules/organizations/organizations.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type Org = OrgView;

const pagesMax = 50;

/** All unions right under one, or the tops of the officer's own subtrees. */
export async function listOrgs(parentId?: string): Promise<Org[]> {
  const all: Org[] = [];
  let cursor = '';
  for (let page = 0; page < pagesMax; page += 1) {
    const path = withQuery('/console/v1/orgs', { parentId, limit: 100, cursor });
    const answer = await session.request<Page<Org>>('GET', path);
    all.push(...answer.items);
    if (!answer.nextCursor) break;
    cursor = answer.nextCursor;
  }
  return all;
}

/** Parks of the officer's part of the union, by the union that each has. */
export async function listParks(): Promise<{ code: string; name: string }[]> {
  const tops = await listOrgs();
  const below = await Promise.all(tops.filter(({ level }) => level === 'CITY').map(({ id }) => listOrgs(id)));
  const parks = [...tops, ...below.flat()].filter(({ level }) => level === 'PARK');
  return parks.flatMap(({ parkCode, name }) => (parkCode === null ? [] : [{ code: parkCode, name }]));
}

/** Enterprises whose name has this part; a few are enough to choose from. */
export async function searchEnterprises(q: string, signal?: AbortSignal): Promise<EnterpriseView[]> {
  const path = withQuery('/console/v1/enterprises', { q, limit: 20 });
  return (await session.request<Page<EnterpriseView>>('GET', path, { signal })).items;
}
