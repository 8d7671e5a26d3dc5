import type {
  CategoryCodeView,
  CategoryDecision,
  CategoryProposalRequest,
  CategoryProposalView,
  MemberView,
  Revealed,
} from '../../../modules/members/members.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { CategoryProposalView, MemberView };

const base = '/console/v1/members';

export function listMembers(q: string, cursor: string, signal?: AbortSignal): Promise<Page<MemberView>> {
  return session.request('GET', withQuery(base, { q, limit: 50, cursor }), { signal });
}

/** Shows the full numbers; the purpose is kept in the audit trail. */
export function reveal(id: string, purpose: string): Promise<Revealed> {
  return session.request('POST', `${base}/${id}/reveal`, { body: { purpose } });
}

export async function listCategoryCodes(): Promise<readonly CategoryCodeView[]> {
  return (await session.request<{ items: CategoryCodeView[] }>('GET', '/console/v1/categories')).items;
}

export function proposeCategory(memberId: string, body: CategoryProposalRequest): Promise<unknown> {
  return session.request('POST', `${base}/${memberId}/categories`, { body });
}

export function listProposals(cursor: string, signal?: AbortSignal): Promise<Page<CategoryProposalView>> {
  const path = withQuery('/console/v1/categories/proposals', { state: 'PROPOSED', limit: 50, cursor });
  return session.request('GET', path, { signal });
}

export function decideProposal(id: string, body: CategoryDecision): Promise<unknown> {
  return session.request('POST', `/console/v1/categories/proposals/${id}/decision`, { body });
}
