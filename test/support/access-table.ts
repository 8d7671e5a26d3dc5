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
  | 'batch'
  | 'campaign'
  | 'card'
  | 'draft'
  | 'erasure'
  | 'goal'
  | 'grant'
  | 'import'
  | 'line'
  | 'list'
  | 'member'
  | 'merchant'
  | 'notice'
  | 'org'
  | 'proposal'
  | 'redemption'
  | 'store'
  | 'terminal'
  | 'transfer';

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
  /** SQL that makes the thing as new before each caller, where the first to act uses it up. */
  readonly renew?: string;
  /** Sent as a form with a file. */
  readonly form?: true;
}

const FINANCE = ['FINANCE_MAKER', 'FINANCE_CHECKER'] as const;
const CITY: readonly CallerName[] = ['CITY_ADMIN@city'];
const CITY_READERS: readonly CallerName[] = ['CITY_ADMIN@city', 'AUDITOR@city'];
const ADMINS: readonly CallerName[] = [...CITY, 'CITY_ADMIN'];
const ALL: readonly CallerName[] = OFFICERS;
/** Those who look after members, and the audit committee, which reads. */
const PEOPLE: readonly CallerName[] = ALL.filter((caller) => !(FINANCE as readonly string[]).includes(caller));
const STAFF: readonly CallerName[] = [...CITY, 'CITY_ADMIN', 'PARK_OFFICER', 'GRASSROOTS_OFFICER'];
const APPROVERS: readonly CallerName[] = [...CITY, 'CITY_ADMIN', 'PARK_OFFICER'];
const MAKERS: readonly CallerName[] = [...APPROVERS, 'FINANCE_MAKER'];
const CHECKERS: readonly CallerName[] = [...APPROVERS, 'FINANCE_CHECKER'];
const SHOP: readonly CallerName[] = ['OWNER', 'CASHIER'];
const OWNER: readonly CallerName[] = ['OWNER'];
const WORKER: readonly CallerName[] = ['WORKER'];
const TILL: readonly CallerName[] = ['TERMINAL'];
const PERSONS: readonly CallerName[] = CALLERS.filter((caller) => caller !== 'TERMINAL' && caller !== 'NOBODY');

const WHEN = { from: '2017-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' };
const offer = (id: string, owner: string) => ({
  definition: {
    id,
    label: '职工卡满减',
    kind: 'UNIVERSAL',
    owner,
    mechanism: { type: 'AMOUNT_OFF', thresholdFen: 15_800, offFen: 2_000 },
    when: WHEN,
  },
});
const REASON = 'asked for at the desk';
const MIGRANTS = { combinator: 'and', rules: [{ field: 'category', operator: 'has', value: 'MIGRANT' }] };

const OPEN_ALERT = `UPDATE alert SET state = 'OPEN', examined_by = NULL, examined_at = NULL, settled_by = NULL, settled_at = NULL`;

/** A goal of each park's union, under ids of its own. */
export const GOAL_IDS = {
  u1: '0198c0de-0000-7000-8000-0000000000a1',
  u2: '0198c0de-0000-7000-8000-0000000000b1',
} as const;
export const GOALS = `INSERT INTO indicator_goal (id, indicator, org_id, goal_bps, by_on, set_by, set_at)
  SELECT id::uuid, 'standardRate', org, 6000, '2099-12-31', id::uuid, now()
  FROM (VALUES ('${GOAL_IDS.u1}', 'u1'), ('${GOAL_IDS.u2}', 'u2')) AS x (id, org) ON CONFLICT DO NOTHING`;

/** Every route of the product. A new one is one line here; without it the matrix fails. */
export const TABLE: Readonly<Record<string, Line>> = {
  'GET /console/v1/overview': { who: ALL, list: true },
  'GET /console/v1/overview/breakdown': { who: ALL, list: true, query: '?by=UNION' },
  'GET /console/v1/overview/breakdown.csv': { who: ALL, list: true, query: '?by=UNION' },
  'GET /console/v1/overview/trend': { who: ALL, list: true },
  'GET /console/v1/indicator-goals': { who: ALL, list: 'goal' },
  'PUT /console/v1/indicator-goals': {
    who: ADMINS,
    body: { indicator: 'membershipRate', orgId: '$org', goalBps: 6_000, byOn: '2099-12-31' },
  },
  'DELETE /console/v1/indicator-goals/:id': { who: ADMINS, id: 'goal', renew: GOALS },
  'GET /console/v1/alerts': { who: ALL, list: 'alert' },
  'POST /console/v1/alerts/:id/examine': { who: STAFF, id: 'alert', body: { note: 'seen' }, renew: OPEN_ALERT },
  'POST /console/v1/alerts/:id/note': { who: MAKERS, id: 'notice', renew: OPEN_ALERT },
  'POST /console/v1/alerts/:id/settle': { who: STAFF, id: 'alert', renew: OPEN_ALERT },
  'GET /console/v1/audit': { who: CITY_READERS },

  'GET /console/v1/budget-tree': { who: ALL, list: 'line' },
  'GET /console/v1/budget-proposals': { who: ALL, list: 'proposal' },
  'POST /console/v1/budget-proposals/:id/decision': { who: CHECKERS, id: 'proposal', body: { approve: false } },
  'GET /console/v1/budgets': { who: ALL, list: 'line' },
  'GET /console/v1/budgets/:id': { who: ALL, id: 'line' },
  'GET /console/v1/budgets/:id/history': { who: ALL, id: 'line' },
  'POST /console/v1/budgets': {
    who: MAKERS,
    body: { id: 'new-line', orgId: '$org', name: '预算', year: 2026, totalFen: 100, reason: REASON },
    missing: 422,
  },
  'POST /console/v1/budgets/:id/proposals': {
    who: MAKERS,
    id: 'line',
    body: { kind: 'CLAW_BACK', version: 99, amountFen: 1, reason: REASON },
  },
  'POST /console/v1/budgets/:id/allocations': {
    who: MAKERS,
    id: 'line',
    body: { version: 99, amountFen: 1, to: { id: 'below', orgId: 'u1', name: '预算' } },
  },
  'POST /console/v1/budgets/:id/carry-over': {
    who: MAKERS,
    id: 'line',
    body: { version: 99, to: { id: 'next', name: '预算' } },
  },
  'POST /console/v1/budgets/:id/close': { who: MAKERS, id: 'line', body: { version: 99 } },

  'GET /console/v1/campaigns': { who: ALL, list: 'campaign' },
  'GET /console/v1/campaigns/:id': { who: ALL, id: 'campaign' },
  'GET /console/v1/campaigns/:id/diff': { who: ALL, id: 'campaign' },
  'GET /console/v1/campaigns/:id/board': { who: ALL, id: 'campaign' },
  'GET /console/v1/campaigns/:id/holdings': { who: ALL, id: 'campaign' },
  'POST /console/v1/campaigns': { who: STAFF, body: offer('made-here', '$org'), missing: 422 },
  'POST /console/v1/campaigns/preview': { who: ALL, body: offer('never-made', '$org'), missing: 422 },
  'PUT /console/v1/campaigns/:id': { who: STAFF, id: 'draft', body: offer('$draft', 'park-a') },
  'POST /console/v1/campaigns/:id/actions': { who: ALL, id: 'draft', body: { action: 'SUBMIT' }, acts: STAFF },
  'PUT /console/v1/campaigns/:id/publish-at': { who: STAFF, id: 'draft', body: { publishAt: null } },
  'PUT /console/v1/campaigns/:id/budget': { who: MAKERS, id: 'campaign', body: { totalFen: 10_000 } },
  'GET /console/v1/campaign-templates': { who: ALL },
  'POST /console/v1/campaign-templates/:id/drafts': { who: STAFF },
  'GET /console/v1/holidays': { who: ALL },
  'PUT /console/v1/holidays': { who: STAFF },
  'POST /console/v1/audiences/count': { who: PEOPLE, body: { audience: MIGRANTS, owner: '$org' }, missing: 422 },
  'POST /console/v1/audiences/explain': {
    who: PEOPLE,
    body: { audience: MIGRANTS, owner: 'park-a', memberId: '$member' },
  },

  'GET /console/v1/cards': { who: PEOPLE, list: 'card' },
  'GET /console/v1/cards/:id': { who: PEOPLE, id: 'card' },
  'POST /console/v1/cards/:id/actions': { who: STAFF, id: 'card', body: { action: 'FREEZE', reason: REASON } },
  'GET /console/v1/cards/plastic': { who: PEOPLE, list: true },
  'POST /console/v1/cards/applications': {
    who: STAFF,
    body: { memberId: '$member', form: 'PLASTIC', reason: REASON },
  },
  'POST /console/v1/cards/:id/plastic/actions': {
    who: STAFF,
    id: 'card',
    body: { action: 'HAND_OVER', reason: REASON },
  },
  'GET /console/v1/cards/batches': { who: PEOPLE, list: 'batch' },
  'GET /console/v1/cards/batches/:id': { who: PEOPLE, id: 'batch' },
  'POST /console/v1/cards/batches': { who: STAFF, body: { orgId: '$org', cardsMax: 1 } },

  'GET /console/v1/members': { who: PEOPLE, list: 'member' },
  'GET /console/v1/members/:id': { who: PEOPLE, id: 'member' },
  'POST /console/v1/members/:id/reveal': { who: STAFF, id: 'member', body: { purpose: REASON } },
  'POST /console/v1/members/:id/transfer': { who: STAFF, id: 'member', body: { orgId: 'u1', reason: REASON } },
  'POST /console/v1/members/:id/erasure': { who: STAFF, id: 'member', body: { reason: REASON } },
  'GET /console/v1/erasures': { who: PEOPLE, list: 'erasure' },
  'POST /console/v1/erasures/:id/decision': { who: APPROVERS, id: 'erasure', body: { approve: false } },
  'GET /console/v1/retention': { who: CITY_READERS },
  'PUT /console/v1/retention/:code': { who: CITY },
  'GET /console/v1/consent-texts': { who: CITY_READERS },
  'POST /console/v1/consent-texts': { who: CITY },
  'GET /console/v1/transfers': { who: PEOPLE, list: 'transfer' },
  'POST /console/v1/transfers/:id/confirmation': { who: STAFF, id: 'transfer' },
  'POST /console/v1/transfers/:id/end': { who: STAFF, id: 'transfer', body: { refuse: true, reason: REASON } },
  'GET /console/v1/unions': { who: STAFF, query: '?q=工会' },
  'GET /console/v1/categories': { who: PEOPLE },
  'GET /console/v1/categories/proposals': { who: PEOPLE, list: 'grant' },
  'POST /console/v1/members/:id/categories': {
    who: STAFF,
    id: 'member',
    body: { code: 'NEW_FORM', basis: REASON },
  },
  'POST /console/v1/categories/proposals/:id/decision': { who: APPROVERS, id: 'grant', body: { approve: false } },
  'GET /console/v1/members/imports': { who: STAFF, list: 'import' },
  'POST /console/v1/members/imports': { who: STAFF, body: { orgId: '$org' }, form: true },
  'GET /console/v1/members/imports/template.csv': { who: STAFF },
  'GET /console/v1/members/imports/:id': { who: STAFF, id: 'import' },
  'GET /console/v1/members/imports/:id/errors.csv': { who: STAFF, id: 'import' },
  'GET /console/v1/lists': { who: PEOPLE, list: 'list' },
  'GET /console/v1/lists/:id': { who: PEOPLE, id: 'list' },
  'GET /console/v1/lists/:id/members': { who: PEOPLE, id: 'list' },
  'POST /console/v1/lists': { who: STAFF, body: { id: 'new-list', name: '名单', ownerOrgId: '$org' }, missing: 422 },
  'POST /console/v1/lists/:id/add': { who: STAFF, id: 'list', body: { text: '', memberIds: ['$member'] } },
  'POST /console/v1/lists/:id/remove': { who: STAFF, id: 'list', body: { text: '', memberIds: ['$member'] } },

  'GET /console/v1/orgs': { who: ALL, list: 'org' },
  'GET /console/v1/districts': { who: ALL },
  'GET /console/v1/orgs/:id/standing': { who: ALL, id: 'org' },
  'POST /console/v1/orgs/:id/assessments': {
    who: APPROVERS,
    id: 'org',
    body: { standard: true, assessedOn: '2026-11-01', basis: REASON },
  },
  'PUT /console/v1/orgs/:id/district': { who: APPROVERS, id: 'org', body: { districtCode: null } },
  'GET /console/v1/enterprises': { who: ALL, list: true },

  'GET /console/v1/redemptions': { who: ALL, list: 'redemption' },
  'GET /console/v1/redemptions/:id': { who: ALL, id: 'redemption' },
  'GET /console/v1/redemptions/:id/explanation': { who: ALL, id: 'redemption' },

  'GET /console/v1/merchants': { who: ALL },
  'GET /console/v1/merchants/:id': { who: ALL, id: 'merchant', shared: true },
  'GET /console/v1/stores': { who: ALL },
  'GET /console/v1/merchant-categories': { who: ALL },
  'POST /console/v1/merchants': { who: CITY },
  'POST /console/v1/merchants/:id/actions': {
    who: CITY,
    id: 'merchant',
    body: { action: 'RESUME', reason: REASON },
    shared: true,
  },
  'POST /console/v1/merchants/:id/stores': { who: CITY },
  'POST /console/v1/stores/:id/enrolment-codes': { who: CITY, id: 'store', body: { label: '一号' }, shared: true },
  'POST /console/v1/terminals/:id/revoke': { who: CITY },
  'POST /console/v1/terminals/:id/hmac-keys': { who: CITY },
  'GET /console/v1/system': { who: CITY },
  'POST /console/v1/system/tallies/rebuild': { who: CITY },
  'GET /console/v1/system/dead-letters': { who: CITY },
  'POST /console/v1/system/dead-letters/:id/replay': { who: CITY },
  'POST /console/v1/system/dead-letters/:id/discard': { who: CITY },

  'GET /merchant/v1/me': { who: SHOP, list: 'store' },
  'GET /merchant/v1/terminals': { who: SHOP, list: 'terminal' },
  'POST /merchant/v1/terminals': { who: SHOP },
  'DELETE /merchant/v1/terminals/:id': { who: OWNER, id: 'terminal' },
  'POST /merchant/v1/enrolment-codes': { who: OWNER, body: { storeId: '$store', label: '二号' } },
  'GET /merchant/v1/redemptions': { who: SHOP, list: 'redemption' },
  'GET /merchant/v1/today': { who: SHOP, list: true },

  ...Object.fromEntries(
    [
      'GET card',
      'POST card/device',
      'POST card/pass',
      'POST card/loss',
      'POST card/freeze',
      'POST card/unfreeze',
      'POST card/reissue',
      'POST card/application',
      'POST card/plastic/activation',
      'POST card/plastic/loss',
      'GET wallet',
      'GET benefits',
      'POST benefits/:campaignId/claim',
      'GET stores',
      'GET stores/:storeId/benefits',
      'GET redemptions',
      'GET visits',
      'GET consents',
      'POST consents',
      'GET erasure',
      'POST erasure',
      'DELETE erasure',
      'GET my-data/exports',
      'POST my-data/exports',
      'GET my-data/exports/:id/data.json',
      'GET my-data/exports/:id/data.html',
      'GET my-data/looks',
    ].map((route) => [route.replace(' ', ' /worker/v1/'), { who: WORKER }]),
  ),
  ...Object.fromEntries(
    [
      'GET terminal',
      'POST terminal/keys',
      'DELETE terminal/keys/:keyId',
      'POST quotes',
      'POST redemptions',
      'GET redemptions',
      'GET redemptions/by-key/:key',
      'POST reversals',
      'POST authorizations',
      'POST authorizations/:id/capture',
      'POST authorizations/:id/void',
      'GET items',
      'POST services',
    ].map((route) => [route.replace(' ', ' /pos/v1/'), { who: TILL }]),
  ),
  ...Object.fromEntries(
    ['POST login', 'POST otp', 'POST otp/verify', 'POST refresh', 'POST logout'].map((route) => [
      route.replace(' ', ' /auth/v1/'),
      { who: CALLERS },
    ]),
  ),
  'GET /auth/v1/me': { who: PERSONS },
  'POST /pos/v1/enrolments': { who: CALLERS },
  'GET /pos/v1/time': { who: CALLERS },
  'GET /health': { who: CALLERS },
  'GET /ready': { who: CALLERS },
  'GET /metrics': { who: CALLERS },
};
