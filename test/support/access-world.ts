import { BudgetsService, CampaignsService } from '../../src/modules/benefits/index.js';
import { IdentityService } from '../../src/modules/identity/index.js';
import { newId } from '../../src/shared/ids.js';
import type { CallerName, Thing } from './access-callers.js';
import { GOAL_IDS, GOALS, OFFICER_IDS, OFFICER_ROWS } from './access-rows.js';
import type { TestApp } from './app.js';
import { aCampaign } from './benefits.js';
import { PASSWORD } from './identity.js';
import { officerToken, workerToken } from './sign-in.js';
import { Till } from './signed-till.js';
import { World } from './world.js';

const WHEN = { from: '2017-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' };
const NOBODYS = '0198c0de-0000-7000-8000-000000000000';

export type Side = 'own' | 'sibling' | 'unknown';
export type Ids = Readonly<Record<Thing, string>>;

export interface AccessWorld {
  readonly ids: Readonly<Record<Side, Ids>>;
  /** Texts that betray the sibling. */
  readonly betrayals: readonly string[];
  readonly tokens: ReadonlyMap<CallerName, string>;
  readonly till: Till;
}

/** Two parks with one of everything each, and a caller of every kind. */
export async function buildAccessWorld(product: TestApp): Promise<AccessWorld> {
  const world = await World.build(product);
  await product.database.transaction((tx) => tx.query(`${GOALS}; ${OFFICER_ROWS}`));
  const own = await fill(world, {
    park: 'park-a',
    union: 'u1',
    merchant: 'wal',
    store: 'wal-1',
    category: 'SUPERMARKET',
  });
  const sibling = await fill(world, {
    park: 'park-b',
    union: 'u2',
    merchant: 'tea',
    store: 'tea-1',
    category: 'RESTAURANT',
  });
  const unknown = Object.fromEntries(
    Object.keys(own.ids).map((thing) => [thing, SLUGS.has(thing) ? 'no-such-thing' : NOBODYS]),
  ) as Record<Thing, string>;
  return {
    ids: { own: own.ids, sibling: sibling.ids, unknown },
    betrayals: [
      ...Object.entries(sibling.ids).flatMap(([thing, id]) => (thing === 'merchant' ? [] : [id])),
      '二厂工会',
      '乙园区工会',
    ],
    tokens: await signEverybodyIn(product, own.mobile),
    till: own.till,
  };
}

const SLUGS = new Set<string>(['campaign', 'draft', 'line', 'list', 'merchant', 'org', 'store', 'terminal']);

interface Place {
  readonly park: string;
  readonly union: keyof typeof GOAL_IDS;
  readonly merchant: string;
  readonly store: string;
  readonly category: string;
}

async function fill(world: World, place: Place): Promise<{ ids: Ids; mobile: string; till: Till }> {
  const { product, maker } = world;
  const { park, union, merchant, store } = place;
  const line = `${park}-2026`;
  const budgets = product.get(BudgetsService);
  await budgets.create(maker, {
    id: line,
    orgId: park,
    name: `${park} 预算`,
    totalFen: 100_000,
    parentId: 'city-2017',
  });
  const below = { id: `${park}-below`, orgId: union, name: '下达', totalFen: 100, parentId: line };
  await budgets.create(maker, below);
  const [campaign, draft] = [`${park}-offer`, `${park}-draft`];
  await world.publish({ id: campaign, owner: park, when: WHEN, budget: { from: line, totalFen: 10_000 } });
  await product
    .get(CampaignsService)
    .create(maker, aCampaign({ id: draft, owner: park, when: WHEN, budget: { from: line, totalFen: 100 } }));
  const person = await world.aMember({ orgId: union });
  const till = new Till(world, await world.aTerminal(store, merchant, place.category));
  await till.redeem({ code: person.phone.show(world.now), amountFen: 20_000 });
  const terminal = await world.aTerminal(store, merchant, place.category);
  const written = await writeRest(world, {
    ...place,
    line: below.id,
    memberId: person.memberId,
    terminal: terminal.terminalId,
  });
  const { memberId: member, cardId: card, mobile } = person;
  return {
    ids: {
      ...written,
      campaign,
      card,
      draft,
      line,
      member,
      merchant,
      org: union,
      store,
      terminal: terminal.terminalId,
    },
    mobile,
    till,
  };
}

/** What only jobs and other officers make, written straight into the tables. */
async function writeRest(
  { product, maker }: World,
  {
    park,
    union,
    line,
    memberId,
  }: Place & { readonly line: string; readonly memberId: string; readonly terminal: string },
) {
  const ids = {
    alert: newId(),
    application: newId(),
    erasure: newId(),
    production: newId(),
    takeover: newId(),
    goal: GOAL_IDS[union],
    officer: OFFICER_IDS[union],
    notice: newId(),
    batch: newId(),
    grant: newId(),
    import: newId(),
    census: newId(),
    proposal: newId(),
    transfer: newId(),
    withdrawal: newId(),
  };
  const list = `${park}-list`;
  const redemption = await product.database.transaction(async (tx) => {
    await tx.query(
      `INSERT INTO alert (id, code, severity, subject_kind, subject_id, org_path, detail, raised_at)
       SELECT x.id, x.severity, x.severity, 'campaign', $3, o.path, '{}', now()
       FROM (VALUES ($1::uuid, 'STOP'), ($2::uuid, 'NOTICE')) AS x (id, severity), union_org o WHERE o.id = $3`,
      [ids.alert, ids.notice, park],
    );
    await tx.query(
      `INSERT INTO card_issue_batch (id, org_id, state, cards_max, requested_by, created_at) VALUES ($1, $2, 'DONE', 1, $3, now())`,
      [ids.batch, union, maker.loginId],
    );
    await tx.query(
      `INSERT INTO category_case (id, member_id, code, kind, state, basis, proposed_by, prepared_by, created_at)
       VALUES ($1, $2, 'MIGRANT', 'NEW', 'IN_REVIEW', 'test', $3, $3, now())`,
      [ids.grant, memberId, maker.loginId],
    );
    await tx.query(
      `INSERT INTO import_batch (id, kind, org_id, file_name, file_sha256, state, requested_by, scope, created_at)
       SELECT id, kind, $3, 'a.csv', '', 'DONE', $4, '{}', now() FROM (VALUES ($1::uuid, 'members'), ($2, 'enterprises')) AS b (id, kind)`,
      [ids.import, ids.census, union, maker.loginId],
    );
    await tx.query(
      `INSERT INTO budget_proposal (id, line_id, kind, amount_fen, reason, state, proposed_by, proposed_at) VALUES ($1, $2, 'CLAW_BACK', 1, 'test', 'PROPOSED', $3, now())`,
      [ids.proposal, line, maker.loginId],
    );
    await tx.query(
      `INSERT INTO union_org (id, parent_id, level, name, path, created_at)
       SELECT $1 || '-next', id, 'GRASSROOTS', $1 || ' 分会', path || $1 || '-next/', now() FROM union_org WHERE id = $2`,
      [union, park],
    );
    await tx.query(
      `INSERT INTO member_transfer (id, member_id, from_org_id, to_org_id, state, requested_side, requested_by, created_at, expires_at)
       VALUES ($1, $2, $3, $3 || '-next', 'REQUESTED', 'FROM', $4, now(), '2099-01-01')`,
      [ids.transfer, memberId, union, maker.loginId],
    );
    await tx.query(
      `INSERT INTO membership_application (id, kind, org_id, name, proposed_by, state, decided_by, decision_reason, created_at, decided_at)
       VALUES ($1, 'PROPOSED', $2, '赵小兰', $3, 'REFUSED', $4, 'test', now(), now())`,
      [ids.application, union, maker.loginId, newId()],
    );
    await tx.query(
      `INSERT INTO member_withdrawal (id, member_id, state, reason, requested_at) VALUES ($1, $2, 'REQUESTED', 'test', now())`,
      [ids.withdrawal, memberId],
    );
    await tx.query(
      `INSERT INTO member_list (id, name, owner_org_id, created_by, created_at) VALUES ($1, $1, $2, $3, now())`,
      [list, park, maker.loginId],
    );
    await tx.query(
      `INSERT INTO member_erasure (id, member_id, org_id, origin, state, reason, requested_by, requested_at)
       VALUES ($1, $2, $3, 'OFFICER', 'REQUESTED', 'test', $4, now())`,
      [ids.erasure, memberId, union, maker.loginId],
    );
    await tx.query(
      `INSERT INTO card_production (id, org_id, audience, state, cards_max, requested_by, created_at)
       VALUES ($1, $2, 'APPLIED', 'IN_REVIEW', 1, $3, now())`,
      [ids.production, union, maker.loginId],
    );
    await tx.query(
      `INSERT INTO card_takeover (id, org_id, file_name, file_sha256, state, requested_by, created_at)
       VALUES ($1, $2, 'a.csv', '', 'CHECKED', $3, now())`,
      [ids.takeover, union, maker.loginId],
    );
    const rows: { id: string }[] = await tx.query('SELECT id FROM redemption WHERE member_id = $1', [memberId]);
    return rows[0]?.id ?? '';
  });
  return { ...ids, list, redemption };
}

async function signEverybodyIn(product: TestApp, mobile: string): Promise<ReadonlyMap<CallerName, string>> {
  const tokens = new Map<CallerName, string>();
  for (const role of ['CITY_ADMIN', 'AUDITOR'] as const)
    tokens.set(`${role}@city`, await officerToken(product, role, 'city'));
  for (const role of [
    'CITY_ADMIN',
    'PARK_OFFICER',
    'GRASSROOTS_OFFICER',
    'FINANCE_MAKER',
    'FINANCE_CHECKER',
    'AUDITOR',
  ] as const)
    tokens.set(role, await officerToken(product, role, 'park-a'));
  for (const role of ['OWNER', 'CASHIER'] as const) tokens.set(role, await merchantToken(product, role));
  tokens.set('WORKER', await workerToken(product, mobile));
  return tokens;
}

async function merchantToken(product: TestApp, role: 'OWNER' | 'CASHIER'): Promise<string> {
  const identity = product.get(IdentityService);
  const username = `matrix.${role.toLowerCase()}`;
  const passwordHash = await identity.hashPassword(PASSWORD, username);
  const place = { role, merchantId: 'wal', storeId: role === 'CASHIER' ? 'wal-1' : null };
  await product.database.transaction((tx) =>
    identity.createMerchantLogin(tx, { username, displayName: '商户', passwordHash, ...place }),
  );
  const payload = { username, password: PASSWORD };
  const answer = await product.fastify.inject({ method: 'POST', url: '/auth/v1/login', payload });
  return answer.json<{ accessToken: string }>().accessToken;
}
