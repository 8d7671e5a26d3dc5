import { orgIdsOf } from '../../../shared/org-path.js';
import type { Membership } from '../members.schemas.js';

/**
 * Ids of the unions whose benefits reach a member of this union, the city first: all above and their own while active, the city's
 * alone between jobs, none once they have left.
 */
export function reachingOrgIds(membership: Membership, orgPath: string): string[] {
  const all = orgIdsOf(orgPath);
  switch (membership) {
    case 'ACTIVE':
      return all;
    case 'RETAINED':
      return all.slice(0, 1);
    case 'WITHDRAWN':
      return [];
  }
}

/** The part of the tree that still reaches them, as a path: what lies outside of it has ended. */
export function reachPath(membership: Membership, orgPath: string): string {
  return `/${reachingOrgIds(membership, orgPath)
    .map((id) => `${id}/`)
    .join('')}`;
}
