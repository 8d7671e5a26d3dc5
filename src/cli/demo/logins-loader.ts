import { randomInt } from 'node:crypto';
import { IdentityService, OFFICER_PERMISSIONS } from '../../modules/identity/index.js';
import type { OfficerCaller, OfficerRole } from '../../shared/caller.js';
import { DAY_MS, shanghaiDate } from '../../shared/time.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoFacts } from './demo-state.js';

type DemoLogin = DemoFacts['logins'][number];

interface DemoOfficer {
  readonly role: string;
  readonly username: string;
  readonly displayName: string;
  readonly held: OfficerRole;
  readonly orgId: string;
  readonly path: string;
  /** Given for so many days from now; without it until it is taken away. */
  readonly forDays?: number;
}

const city = { orgId: 'city', path: '/city/' };
const parkA = { orgId: 'park-a', path: '/city/park-a/' };
const OFFICERS: readonly DemoOfficer[] = [
  { role: 'city-admin', username: 'city.admin', displayName: '熊志华', held: 'CITY_ADMIN', ...city },
  { role: 'city-checker', username: 'city.checker', displayName: '万丽琴', held: 'CITY_ADMIN', ...city },
  { role: 'park-officer', username: 'park.a', displayName: '邓海涛', held: 'PARK_OFFICER', ...parkA },
  {
    role: 'grassroots-officer',
    username: 'union.a001',
    displayName: '涂秀芳',
    held: 'GRASSROOTS_OFFICER',
    orgId: 'a-001',
    path: '/city/park-a/a-001/',
  },
  {
    role: 'park-officer',
    username: 'park.b',
    displayName: '饶文斌',
    held: 'PARK_OFFICER',
    orgId: 'park-b',
    path: '/city/park-b/',
    forDays: 180,
  },
  {
    role: 'grassroots-officer',
    username: 'union.b001',
    displayName: '付小燕',
    held: 'GRASSROOTS_OFFICER',
    orgId: 'b-001',
    path: '/city/park-b/b-001/',
    forDays: 30,
  },
  { role: 'finance-maker', username: 'finance.maker', displayName: '罗敏', held: 'FINANCE_MAKER', ...city },
  { role: 'finance-checker', username: 'finance.checker', displayName: '周建平', held: 'FINANCE_CHECKER', ...city },
  { role: 'auditor', username: 'auditor', displayName: '胡晓岚', held: 'AUDITOR', ...city },
];

const WORDS = (
  'amber anchor autumn bamboo basket beacon bridge canyon cedar cherry clover copper coral crane dawn delta ember falcon ' +
  'fern forest garden ginger granite harbor hazel heron indigo island ivory jasmine juniper kestrel lagoon lantern laurel ' +
  'lemon lotus maple marble meadow mint mirror monsoon olive orchid otter pearl pebble pepper pine plum quartz raven reed ' +
  'river saffron sage silver sparrow spruce summit thistle timber topaz tulip valley velvet violet walnut willow'
).split(' ');

/** The officers who made and checked what the demo shows. */
export interface DemoOfficers {
  readonly maker: OfficerCaller;
  readonly checker: OfficerCaller;
  readonly parkOfficer: OfficerCaller;
  readonly logins: readonly DemoLogin[];
}

/** Makes one officer of each role; passwords are drawn anew at every load and kept only in the facts. */
export async function loadOfficers(product: DemoProduct): Promise<DemoOfficers> {
  const made = await Promise.all(OFFICERS.map((officer) => createOfficer(product, officer)));
  const callerOf = (username: string): OfficerCaller => {
    const found = made.find(({ login }) => login.username === username);
    if (!found) throw new Error(`the demo has no officer ${username}`);
    return found.caller;
  };
  return {
    maker: callerOf('city.admin'),
    checker: callerOf('city.checker'),
    parkOfficer: callerOf('park.a'),
    logins: made.map(({ login }) => login),
  };
}

async function createOfficer(
  product: DemoProduct,
  { role, username, displayName, held, orgId, path, forDays }: DemoOfficer,
): Promise<{ login: DemoLogin; caller: OfficerCaller }> {
  const identity = product.get(IdentityService);
  const password = drawPassword();
  const passwordHash = await identity.hashPassword(password, username);
  const untilOn = forDays === undefined ? null : shanghaiDate(product.now.getTime() + forDays * DAY_MS);
  const { loginId, totpSecret } = await product.database.transaction((tx) =>
    identity.createOfficer(tx, { username, displayName, passwordHash, roles: [{ role: held, orgId, untilOn }] }),
  );
  return {
    login: { role, username, password, totpSecret },
    caller: {
      kind: 'officer',
      loginId,
      displayName,
      roles: [held],
      permissions: OFFICER_PERMISSIONS[held],
      scope: [path],
    },
  };
}

/** One login of a merchant's owner or cashier. */
export async function createMerchantLogin(
  product: DemoProduct,
  given: { username: string; displayName: string; merchantId: string; storeId: string | null },
): Promise<DemoLogin> {
  const identity = product.get(IdentityService);
  const password = drawPassword();
  const passwordHash = await identity.hashPassword(password, given.username);
  const role = given.storeId === null ? 'OWNER' : 'CASHIER';
  await product.database.transaction((tx) => identity.createMerchantLogin(tx, { ...given, passwordHash, role }));
  return { role: role === 'OWNER' ? 'merchant-owner' : 'cashier', username: given.username, password };
}

/** Four words and four digits from the system's own randomness: readable over a shoulder, too many to try. */
function drawPassword(): string {
  const words = Array.from({ length: 4 }, () => WORDS[randomInt(WORDS.length)] ?? 'willow');
  return `${words.join('-')}-${String(randomInt(10_000)).padStart(4, '0')}`;
}
