import type { MemberView, Revealed } from '../../../modules/members/members.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { MemberView };

const base = '/console/v1/members';

export function listMembers(
  { q, orgId }: { readonly q: string; readonly orgId?: string },
  cursor: string,
  signal?: AbortSignal,
): Promise<Page<MemberView>> {
  return session.request('GET', withQuery(base, { q, orgId, limit: 50, cursor }), { signal });
}

export function getMember(id: string, signal?: AbortSignal): Promise<MemberView> {
  return session.request('GET', `${base}/${id}`, { signal });
}

/** Shows the full numbers; the purpose is kept in the audit trail. */
export function reveal(id: string, purpose: string): Promise<Revealed> {
  return session.request('POST', `${base}/${id}/reveal`, { body: { purpose } });
}
