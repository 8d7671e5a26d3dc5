import { CardLoader, type LoadedCard } from '../../src/modules/cards/index.js';
import { MemberLoader } from '../../src/modules/members/index.js';
import { Clock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { makeIdNumber } from '../../src/shared/numbers/id-number.js';
import type { TestApp } from './app.js';

/** One row of the screens' tallies, counted from the rows themselves. */
export interface Counted {
  readonly org: string;
  readonly industry: string;
  readonly enterprises: number;
  readonly withUnion: number;
  readonly workers: number;
  readonly members: number;
  readonly cards: number;
  readonly active: number;
  readonly used: number;
}

const ALL = ['enterprises', 'withUnion', 'workers', 'members', 'cards', 'active', 'used'] as const;

/** Counts everything anew, in another way than the product: row by row in the program. */
export async function recount({ database }: TestApp, usedAfterOn: string): Promise<Counted[]> {
  const rows = new Map<string, Record<string, number>>();
  const add = (org: string, industry: string | null, what: (typeof ALL)[number], n = 1): void => {
    const key = `${org}|${industry ?? ''}`;
    const row = rows.get(key) ?? Object.fromEntries(ALL.map((name) => [name, 0]));
    row[what] = (row[what] ?? 0) + n;
    rows.set(key, row);
  };
  const people: { org: string; industry: string | null; membership: string }[] = await database.db.query(
    'SELECT m.org_id AS org, e.industry, m.membership FROM member m LEFT JOIN enterprise e ON e.id = m.enterprise_id',
  );
  for (const { org, industry, membership } of people)
    if (membership === 'ACTIVE' || membership === 'RETAINED') add(org, industry, 'members');
  const cards: { org: string; industry: string | null; state: string; used: string | null }[] = await database.db.query(
    `SELECT m.org_id AS org, e.industry, c.state, u.used_on::text AS used FROM card c JOIN member m ON m.id = c.member_id
     LEFT JOIN enterprise e ON e.id = m.enterprise_id LEFT JOIN card_last_use u ON u.card_id = c.id`,
  );
  for (const { org, industry, state, used } of cards) {
    if (!['ISSUED', 'ACTIVE', 'FROZEN', 'LOST'].includes(state)) continue;
    add(org, industry, 'cards');
    if (state === 'ACTIVE') add(org, industry, 'active');
    if (state === 'ACTIVE' && used !== null && used > usedAfterOn) add(org, industry, 'used');
  }
  const census: { union: string | null; park: string; industry: string | null; eligible: boolean; workers: number }[] =
    await database.db.query(
      'SELECT e.union_org_id AS union, p.org_id AS park, e.industry, e.eligible, e.workers FROM enterprise e JOIN park p ON p.code = e.park_code',
    );
  for (const { union, park, industry, eligible, workers } of census) {
    if (!eligible) continue;
    add(union ?? park, industry, 'enterprises');
    add(union ?? park, industry, 'workers', workers);
    if (union !== null) add(union, industry, 'withUnion');
  }
  return [...rows]
    .map(([key, row]) => {
      const [org = '', industry = ''] = key.split('|');
      return { org, industry, ...row } as unknown as Counted;
    })
    .filter((row) => ALL.some((name) => row[name] !== 0))
    .toSorted(byKey);
}

/** What the screens read, without rows of nothing. */
export async function tallied({ database }: TestApp): Promise<Counted[]> {
  const rows: Counted[] = await database.db.query(
    `SELECT org_id AS org, industry, enterprises, enterprises_with_union AS "withUnion", workers, members, cards, active_cards AS active,
       used_cards AS used FROM org_tally`,
  );
  return rows.filter((row) => ALL.some((name) => row[name] !== 0)).toSorted(byKey);
}

const byKey = (one: Counted, other: Counted): number =>
  `${one.org}|${one.industry}` < `${other.org}|${other.industry}` ? -1 : 1;

/** An enterprise of the census; answers its id. */
export async function anEnterprise(
  { database }: TestApp,
  given: { park?: string; union?: string | null; industry?: string | null; workers?: number; eligible?: boolean } = {},
): Promise<string> {
  const id = newId();
  await database.db.query(
    `INSERT INTO enterprise (id, credit_code, name, park_code, union_org_id, industry, condition, eligible, workers, surveyed_on)
     VALUES ($1, $2, '厂', $3, $4, $5, 'OPERATING', $6, $7, '2016-12-31')`,
    [
      id,
      id.slice(-18),
      given.park ?? 'A',
      given.union === undefined ? 'u1' : given.union,
      given.industry === undefined ? '食品' : given.industry,
      given.eligible ?? true,
      given.workers ?? 10,
    ],
  );
  return id;
}

export interface Place {
  readonly orgId: string;
  readonly enterpriseId: string | null;
}

let made = 0;

/** Joins people the way imports do, place by place in turn; answers their ids. */
export async function joinPeople(app: TestApp, count: number, places: readonly Place[]): Promise<string[]> {
  const people = Array.from({ length: count }, (_, at) => {
    made += 1;
    const { orgId, enterpriseId } = places[at % places.length] ?? { orgId: 'u1', enterpriseId: null };
    return {
      orgId,
      enterpriseId,
      name: '王小明',
      gender: 'F' as const,
      birthOn: '1990-01-01',
      joinedOn: '2010-05-01',
      idNumber: makeIdNumber('360102', `19${50 + Math.floor(made / 900)}-01-15`, made % 900),
      phone: `138${String(made).padStart(8, '0')}`,
    };
  });
  const outcomes = await app.database.transaction((tx) => app.get(MemberLoader).insertChunk(tx, people));
  return outcomes.map((outcome) => {
    if (outcome.outcome !== 'ADDED') throw new Error(`the test made somebody twice: ${outcome.outcome}`);
    return outcome.memberId;
  });
}

/** Issues a card to each who has none. */
export function issueCards(app: TestApp, memberIds: readonly string[], active: boolean): Promise<LoadedCard[]> {
  const now = app.get(Clock).now();
  const by = { reason: 'test', actor: { kind: 'system', id: 'test' } } as const;
  const cards = memberIds.map((memberId) => ({ memberId, issuedAt: now, activatedAt: active ? now : null }));
  return app.database.transaction((tx) => app.get(CardLoader).loadCards(tx, cards, by));
}
