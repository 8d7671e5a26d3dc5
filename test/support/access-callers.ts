/** Who asks in the access matrix: each role over park A, two over the city, and everybody who is no officer. */
export const CALLERS = [
  'CITY_ADMIN@city',
  'AUDITOR@city',
  'CITY_ADMIN',
  'PARK_OFFICER',
  'GRASSROOTS_OFFICER',
  'FINANCE_MAKER',
  'FINANCE_CHECKER',
  'AUDITOR',
  'OWNER',
  'CASHIER',
  'WORKER',
  'TERMINAL',
  'NOBODY',
] as const;
export type CallerName = (typeof CALLERS)[number];
export const OFFICERS = CALLERS.slice(0, 8);

/** Things of which park A, its sibling park B and nobody has one; a merchant's own are `store` and `terminal`. */
export type Thing =
  | 'alert'
  | 'application'
  | 'batch'
  | 'campaign'
  | 'card'
  | 'draft'
  | 'erasure'
  | 'goal'
  | 'grant'
  | 'import'
  | 'census'
  | 'line'
  | 'list'
  | 'member'
  | 'merchant'
  | 'notice'
  | 'officer'
  | 'org'
  | 'production'
  | 'proposal'
  | 'redemption'
  | 'store'
  | 'takeover'
  | 'terminal'
  | 'transfer'
  | 'withdrawal';

/** What one route owes each caller. */
export interface Line {
  /** Who may; every officer not named hears 403, everybody else 401. */
  readonly who: readonly CallerName[];
  /** The thing in the path. That of another subtree must be answered exactly as one that does not exist. */
  readonly id?: Thing;
  /** The body; `$member` stands for the id of a thing, which falls under the same rule. */
  readonly body?: unknown;
  /** What GET needs to be asked at all. */
  readonly query?: string;
  /** Who of them may do it; the others hear 403 for a thing of their own. */
  readonly acts?: readonly CallerName[];
  /** How an id that does not exist is answered; 404 unless told otherwise. */
  readonly missing?: number;
  /** A list or figure: nothing of the sibling may be in it, and the own thing must. */
  readonly list?: Thing | true;
  /** Things of no subtree, such as merchants for officers: only who may, and that an unknown id is missing. */
  readonly shared?: true;
  /** How an own thing is answered to who may; only that it was reached is asked unless told. */
  readonly works?: number;
  /** SQL that makes the thing as new before each caller, where the first to act uses it up. */
  readonly renew?: string;
  /** Sent as a form with a file. */
  readonly form?: true;
}

const FINANCE = ['FINANCE_MAKER', 'FINANCE_CHECKER'] as const;
export const CITY: readonly CallerName[] = ['CITY_ADMIN@city'];
export const CITY_READERS: readonly CallerName[] = ['CITY_ADMIN@city', 'AUDITOR@city'];
export const ADMINS: readonly CallerName[] = [...CITY, 'CITY_ADMIN'];
export const OFFICER_READERS: readonly CallerName[] = [
  ...CITY,
  'AUDITOR@city',
  'CITY_ADMIN',
  'PARK_OFFICER',
  'AUDITOR',
];
export const ALL: readonly CallerName[] = OFFICERS;
/** Those who look after members, and the audit committee, which reads. */
export const PEOPLE: readonly CallerName[] = ALL.filter((caller) => !(FINANCE as readonly string[]).includes(caller));
export const STAFF: readonly CallerName[] = [...CITY, 'CITY_ADMIN', 'PARK_OFFICER', 'GRASSROOTS_OFFICER'];
export const APPROVERS: readonly CallerName[] = [...CITY, 'CITY_ADMIN', 'PARK_OFFICER'];
export const MAKERS: readonly CallerName[] = [...APPROVERS, 'FINANCE_MAKER'];
export const CHECKERS: readonly CallerName[] = [...APPROVERS, 'FINANCE_CHECKER'];
export const SHOP: readonly CallerName[] = ['OWNER', 'CASHIER'];
export const OWNER: readonly CallerName[] = ['OWNER'];
export const WORKER: readonly CallerName[] = ['WORKER'];
export const TILL: readonly CallerName[] = ['TERMINAL'];
export const PERSONS: readonly CallerName[] = CALLERS.filter((caller) => caller !== 'TERMINAL' && caller !== 'NOBODY');
