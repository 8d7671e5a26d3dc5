import { type OfficerCaller, type OfficerRole, type Permission, PERMISSIONS } from '../../../shared/caller.js';
import { orgIdsOf } from '../../../shared/org-path.js';

const READ_MONEY: readonly Permission[] = [
  'overview.read',
  'organizations.read',
  'merchants.read',
  'campaigns.read',
  'budgets.read',
  'redemptions.read',
];

const GRASSROOTS: readonly Permission[] = [
  ...READ_MONEY,
  'members.read',
  'members.import',
  'members.reveal',
  'erasures.request',
  'members.change',
  'members.phone',
  'categories.propose',
  'evidence.view',
  'cards.read',
  'cards.issue',
  'cards.change',
  'campaigns.write',
  'campaigns.review',
];

/**
 * What each role may do inside its subtree. Revealing numbers and opening evidence is for those who work
 * with members, never for those who check.
 */
export const OFFICER_PERMISSIONS: Readonly<Record<OfficerRole, ReadonlySet<Permission>>> = {
  CITY_ADMIN: new Set(PERMISSIONS),
  PARK_OFFICER: new Set<Permission>([
    ...GRASSROOTS,
    'cards.release',
    'organizations.write',
    'enterprises.import',
    'categories.approve',
    'erasures.approve',
    'budgets.write',
    'budgets.approve',
    'officers.read',
    'officers.write',
  ]),
  GRASSROOTS_OFFICER: new Set(GRASSROOTS),
  FINANCE_MAKER: new Set<Permission>([...READ_MONEY, 'budgets.write']),
  FINANCE_CHECKER: new Set<Permission>([...READ_MONEY, 'budgets.approve']),
  // The system's page is for running the product: it shows no business and lets one send facts again.
  AUDITOR: new Set(PERMISSIONS.filter((permission) => permission.endsWith('.read') && permission !== 'system.read')),
};

/** What these open belongs to no subtree, so only a role held over the whole city grants them. */
export const CITY_WIDE_PERMISSIONS: ReadonlySet<Permission> = new Set([
  'categories.define',
  'calendar.write',
  'merchants.write',
  'audit.read',
  'privacy.read',
  'privacy.manage',
  'system.read',
  'keys.read',
  'keys.write',
  'keys.approve',
]);

export interface HeldRole {
  readonly role: OfficerRole;
  /** The subtree the role is held over, `/city/park-a/`. */
  readonly path: string;
}

export interface Rights {
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: readonly string[];
}

/**
 * What an officer may do on a route that asks for `permission`, and where: only the subtrees of roles that grant it, and
 * only the permissions that hold over all of them, so that reading the whole city never lends its reach to writing in one park.
 */
export function decideRights(roles: readonly HeldRole[], permission: Permission | null): Rights {
  const granting = permission === null ? roles : roles.filter((held) => grants(held, permission));
  const scope = outermost(granting.map(({ path }) => path));
  const permissions = PERMISSIONS.filter((each) =>
    scope.every((path) => roles.some((held) => path.startsWith(held.path) && grants(held, each))),
  );
  return { permissions: new Set(scope.length === 0 ? [] : permissions), scope };
}

/** What an officer may do in at least one part of the union. */
export function permissionsOf(roles: readonly HeldRole[]): Permission[] {
  return PERMISSIONS.filter((each) => roles.some((held) => grants(held, each)));
}

/** The caller an officer's login makes where `permission` is asked for. */
export function officerCaller(
  facts: { readonly loginId: string; readonly displayName: string; readonly roles: readonly HeldRole[] },
  permission: Permission | null,
): OfficerCaller {
  const { loginId, displayName } = facts;
  const roles = [...new Set(facts.roles.map(({ role }) => role))];
  return { kind: 'officer', loginId, displayName, roles, ...decideRights(facts.roles, permission) };
}

function grants({ role, path }: HeldRole, permission: Permission): boolean {
  if (!OFFICER_PERMISSIONS[role].has(permission)) return false;
  return !CITY_WIDE_PERMISSIONS.has(permission) || orgIdsOf(path).length === 1;
}

function outermost(paths: readonly string[]): string[] {
  const distinct = [...new Set(paths)];
  return distinct.filter((path) => !distinct.some((other) => other !== path && path.startsWith(other)));
}
