import type { OrgView } from '../../../modules/organizations/organizations.schemas.js';
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
