/** Who asks. Every service that decides by person takes one of these, never a bare id. */
export const OFFICER_ROLES = [
  'CITY_ADMIN',
  'PARK_OFFICER',
  'GRASSROOTS_OFFICER',
  'FINANCE_MAKER',
  'FINANCE_CHECKER',
  'AUDITOR',
] as const;
export type OfficerRole = (typeof OFFICER_ROLES)[number];

export const PERMISSIONS = [
  'overview.read',
  'goals.write',
  'organizations.read',
  'enterprises.import',
  'organizations.write',
  'members.read',
  'members.import',
  'members.reveal',
  'members.change',
  'members.phone',
  'categories.propose',
  'categories.approve',
  'categories.define',
  'evidence.view',
  'cards.read',
  'cards.issue',
  'cards.change',
  'cards.release',
  'keys.read',
  'keys.write',
  'keys.approve',
  'merchants.read',
  'merchants.write',
  'campaigns.read',
  'campaigns.write',
  'campaigns.review',
  'calendar.write',
  'budgets.read',
  'budgets.write',
  'budgets.approve',
  'redemptions.read',
  'audit.read',
  'privacy.read',
  'privacy.manage',
  'erasures.request',
  'erasures.approve',
  'system.read',
  'officers.read',
  'officers.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const TERMINAL_SCOPES = [
  'redeem',
  'void:own',
  'void:any',
  'offline:upload',
  'report:store',
  'settle:read',
] as const;
export type TerminalScope = (typeof TERMINAL_SCOPES)[number];

export interface OfficerCaller {
  readonly kind: 'officer';
  readonly loginId: string;
  readonly displayName: string;
  readonly roles: readonly OfficerRole[];
  readonly permissions: ReadonlySet<Permission>;
  /** Paths of the subtrees the officer may see, such as `/city/park-a/`; goes into every query as a prefix. */
  readonly scope: readonly string[];
}

export interface MerchantCaller {
  readonly kind: 'merchant';
  readonly loginId: string;
  readonly displayName: string;
  readonly role: 'OWNER' | 'CASHIER';
  readonly merchantId: string;
  /** A cashier belongs to one store; an owner sees all of the merchant's. */
  readonly storeId: string | null;
}

export interface WorkerCaller {
  readonly kind: 'worker';
  readonly loginId: string;
  readonly memberId: string;
}

/** Somebody who proved a phone and is no member yet: may apply to join, and nothing else. */
export interface ApplicantCaller {
  readonly kind: 'applicant';
  readonly loginId: string;
}

export interface TerminalCaller {
  readonly kind: 'terminal';
  readonly terminalId: string;
  readonly keyId: string;
  readonly storeId: string;
  readonly merchantId: string;
  readonly merchantCategory: string;
  readonly scopes: readonly TerminalScope[];
}

export type Caller = OfficerCaller | MerchantCaller | WorkerCaller | ApplicantCaller | TerminalCaller;

/** Which app a route belongs to; the audience of its tokens. */
export type App = 'console' | 'merchant' | 'worker' | 'pos';
