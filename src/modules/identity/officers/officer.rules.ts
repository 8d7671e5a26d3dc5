import type { OfficerRole } from '../../../shared/caller.js';
import { isWithin } from '../../../shared/org-path.js';
import { OFFICER_PERMISSIONS } from '../access/permissions.rules.js';

/** A role somebody holds: over which subtree, and its last day, `YYYY-MM-DD`; null is until it is taken away. */
export interface RoleHeld {
  readonly role: OfficerRole;
  readonly path: string;
  readonly untilOn: string | null;
}

/**
 * Whether who holds these roles may give or take that one: nobody gives what they may not do themselves, further down the tree than
 * they reach, or for longer than they have it. Only a role that lets one look after officers counts.
 */
export function mayGrant(held: readonly RoleHeld[], wanted: RoleHeld): boolean {
  return held.some(
    ({ role, path, untilOn }) =>
      OFFICER_PERMISSIONS[role].has('officers.write') &&
      isWithin(wanted.path, path) &&
      isSubset(OFFICER_PERMISSIONS[wanted.role], OFFICER_PERMISSIONS[role]) &&
      (untilOn === null || (wanted.untilOn !== null && wanted.untilOn <= untilOn)),
  );
}

/** Whether a held role may be taken away: the same, however long it was given for. */
export function mayTake(held: readonly RoleHeld[], given: RoleHeld): boolean {
  return held.some((each) => mayGrant([{ ...each, untilOn: null }], given));
}

/** Whether one may block an officer or let them begin anew: only who could take away everything that officer has. */
export function mayLookAfter(held: readonly RoleHeld[], roles: readonly RoleHeld[]): boolean {
  return roles.length > 0 && roles.every((role) => mayTake(held, role));
}

export type RolesDecision =
  | { readonly allowed: true; readonly taken: readonly RoleHeld[]; readonly given: readonly RoleHeld[] }
  | { readonly allowed: false; readonly reason: 'OFFICER_SELF' | 'OFFICER_ROLE_TOO_WIDE' | 'OFFICER_ROLE_PAST' };

/**
 * What changes when an officer's roles, as far as the giver sees them, become `wanted`. Roles that stay need no right of the giver's;
 * each that comes or goes does.
 */
export function decideRoles(facts: {
  readonly isSelf: boolean;
  readonly giver: readonly RoleHeld[];
  readonly before: readonly RoleHeld[];
  readonly wanted: readonly RoleHeld[];
  readonly todayOn: string;
}): RolesDecision {
  const { isSelf, giver, before, wanted, todayOn } = facts;
  if (isSelf) return { allowed: false, reason: 'OFFICER_SELF' };
  const given = wanted.filter((role) => !before.some((held) => isSame(held, role)));
  const taken = before.filter((held) => !wanted.some((role) => isSame(held, role)));
  if (given.some(({ untilOn }) => untilOn !== null && untilOn < todayOn))
    return { allowed: false, reason: 'OFFICER_ROLE_PAST' };
  if (!given.every((role) => mayGrant(giver, role)) || !taken.every((role) => mayTake(giver, role)))
    return { allowed: false, reason: 'OFFICER_ROLE_TOO_WIDE' };
  return { allowed: true, taken, given };
}

const isSame = (one: RoleHeld, other: RoleHeld): boolean =>
  one.role === other.role && one.path === other.path && one.untilOn === other.untilOn;

function isSubset<T>(part: ReadonlySet<T>, whole: ReadonlySet<T>): boolean {
  return [...part].every((each) => whole.has(each));
}
