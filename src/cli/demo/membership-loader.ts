import { WorkerLogins } from '../../modules/identity/index.js';
import {
  ApplicationsService,
  StandingService,
  TransferRequests,
  WithdrawalsService,
} from '../../modules/members/index.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { makeIdNumber } from '../../shared/numbers/id-number.js';
import { DAY_MS } from '../../shared/time.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const UNION = 'a-001';
/** Nobody of the demo's roster comes from here, so its numbers are free. */
const AREA = '362202';
const NAMES = ['徐小兰', '余大勇', '甘露', '龚建国', '舒婷', '万志强', '闵秋月'];

interface Applicant {
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
}

type Side = 'FROM' | 'TO';

/**
 * What waits and what became of it: people who applied or were proposed, moves in each state, members between jobs, and one who joined
 * and left again, so that the census still adds up.
 */
export async function loadMembership(
  product: DemoProduct,
  { maker, checker, parkOfficer }: DemoOfficers,
): Promise<void> {
  const people = NAMES.map(applicantOf);
  await loadApplications(product, people, parkOfficer, checker);
  const [near, far] = await Promise.all([findUnion(product, 'park-a'), findUnion(product, 'park-b')]);
  const members = await listQuietMembers(product, near);
  await loadTransfers(product, members.slice(0, 6), { near, far, maker, parkOfficer });
  const standing = product.get(StandingService);
  for (const memberId of members.slice(6, 8))
    await standing.change(parkOfficer, memberId, { step: 'RETAIN', reason: '合同到期，正在找工作' });
  await askToLeave(product, members[4]);
}

/** One who asked on the phone to leave; the union has yet to talk or confirm. */
async function askToLeave(product: DemoProduct, memberId: string | undefined): Promise<void> {
  const [login]: { id: string }[] = await product.database.db.query(`SELECT id FROM login WHERE member_id = $1`, [
    memberId,
  ]);
  if (memberId === undefined || login === undefined) return;
  const caller = { kind: 'worker', memberId, loginId: login.id } as const;
  await product.get(WithdrawalsService).ask(caller, { reason: '准备回老家照顾父母' });
}

async function loadApplications(
  product: DemoProduct,
  people: readonly Applicant[],
  proposer: OfficerCaller,
  decider: OfficerCaller,
): Promise<void> {
  const applications = product.get(ApplicationsService);
  const [waiting, alsoWaiting, refused, left, ...proposed] = people;
  for (const person of [waiting, alsoWaiting, refused]) if (person) await apply(product, person);
  const refusedId = refused && (await findPending(product, refused.name));
  if (refusedId)
    await applications.decide(decider, refusedId, { approve: false, reason: '花名册里没有查到，请到工会窗口核对' });
  for (const person of [left, ...proposed])
    if (person) await applications.propose(proposer, { ...person, orgId: UNION });
  const leftId = left && (await findPending(product, left.name));
  if (!leftId) return;
  await applications.decide(decider, leftId, { approve: true });
  const [member]: { id: string }[] = await product.database.db.query(
    `SELECT member_id AS id FROM membership_application WHERE id = $1`,
    [leftId],
  );
  const withdrawal = { step: 'WITHDRAW', reason: '本人申请退会，离开本市' } as const;
  if (member) await product.get(StandingService).change(proposer, member.id, withdrawal);
}

/** As the worker does on the phone: proves the number, agrees, applies. */
async function apply(product: DemoProduct, person: Applicant): Promise<void> {
  const loginId = await product.database.transaction((tx) =>
    product.get(WorkerLogins).ensureApplicant(tx, person.phone),
  );
  const request = { ...person, orgId: UNION, consentVersion: 1 };
  await product.get(ApplicationsService).apply({ kind: 'applicant', loginId }, request);
}

async function loadTransfers(
  product: DemoProduct,
  members: readonly string[],
  given: { near: string; far: string; maker: OfficerCaller; parkOfficer: OfficerCaller },
): Promise<void> {
  const { near, far, maker, parkOfficer } = given;
  const requests = product.get(TransferRequests);
  const ask = async (
    memberId: string | undefined,
    toOrgId: string,
    side: Side,
    daysAgo: number,
  ): Promise<string | null> => {
    if (memberId === undefined) return null;
    const actor = side === 'FROM' ? parkOfficer : maker;
    const order = { memberId, toOrgId, side, actor, loginId: actor.loginId, reason: '已到新单位上班' };
    const work = () => product.database.transaction((tx) => requests.requestTransfer(tx, order));
    return (await product.clock.at(new Date(product.now.getTime() - daysAgo * DAY_MS), work)).transferId;
  };
  await ask(members[0], far, 'TO', 1);
  await ask(members[1], far, 'FROM', 9);
  const refused = await ask(members[2], far, 'TO', 5);
  if (refused) await requests.end(parkOfficer, refused, 'REFUSE', '仍在本单位上班');
  const cancelled = await ask(members[3], far, 'FROM', 4);
  if (cancelled) await requests.end(parkOfficer, cancelled, 'CANCEL', '本人改变主意');
  await ask(members[4], far, 'TO', 31);
  const done = await ask(members[5], near, 'TO', 3);
  if (done) await requests.confirm(parkOfficer, done);
  await requests.watch();
}

function applicantOf(name: string, at: number): Applicant {
  return { name, idNumber: makeIdNumber(AREA, `199${at}-04-12`, 101 + at), phone: `1990000${String(1001 + at)}` };
}

/** Members of the first park, but of this one union, who belong to no named group and on whose card no demo phone stands. */
async function listQuietMembers({ database }: DemoProduct, except: string): Promise<string[]> {
  const rows: { id: string }[] = await database.db.query(
    `SELECT m.id FROM member m JOIN union_org o ON o.id = m.org_id WHERE o.parent_id = 'park-a' AND o.id <> $1
       AND NOT EXISTS (SELECT 1 FROM member_category c WHERE c.member_id = m.id)
       AND EXISTS (SELECT 1 FROM card k WHERE k.member_id = m.id AND k.state = 'ACTIVE'
         AND NOT EXISTS (SELECT 1 FROM card_device d WHERE d.card_id = k.id))
     ORDER BY m.org_id, m.member_no LIMIT 8`,
    [except],
  );
  return rows.map(({ id }) => id);
}

/** A union of a park people move to. */
async function findUnion({ database }: DemoProduct, park: string): Promise<string> {
  const [found]: { id: string }[] = await database.db.query(
    `SELECT id FROM union_org WHERE level = 'GRASSROOTS' AND parent_id = $1 AND id <> $2 ORDER BY id LIMIT 1`,
    [park, UNION],
  );
  if (!found) throw new Error(`the demo has no union to move to in ${park}`);
  return found.id;
}

async function findPending({ database }: DemoProduct, name: string): Promise<string | null> {
  const [found]: { id: string }[] = await database.db.query(
    `SELECT id FROM membership_application WHERE name = $1 AND state = 'PENDING'`,
    [name],
  );
  return found?.id ?? null;
}
