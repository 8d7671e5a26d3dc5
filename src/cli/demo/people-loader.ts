import { CardLoader, type LoadedCard } from '../../modules/cards/index.js';
import { CategoriesService, ConsentsService, MemberLoader, type NewGrant } from '../../modules/members/index.js';
import type { Tx } from '../../platform/database/database.js';
import { DAY_MS, shanghaiDate } from '../../shared/time.js';
import type { CityPlan } from './city-plan.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';
import { count } from './places-loader.js';
import { type PlannedMember, planMembers } from './roster-plan.js';

const CHUNK = 2_500;
const IN_FLIGHT = 2;
const SAY_EVERY = 20_000;

/** A member the demo shows by name, with the card they hold, if any. */
export interface DemoHolder {
  readonly planned: PlannedMember;
  readonly memberId: string;
  readonly memberNo: string;
  readonly card: LoadedCard | null;
}

/** Loads members with their sign-ins, cards and named groups; generating goes on while the database writes. */
export async function loadPeople(
  product: DemoProduct,
  plan: CityPlan,
  officers: DemoOfficers,
): Promise<readonly DemoHolder[]> {
  const total = plan.unions.reduce((sum, union) => sum + union.members, 0);
  const running = new Set<Promise<void>>();
  const holders: DemoHolder[][] = [];
  let done = 0;
  let said = 0;
  const load = async (chunk: PlannedMember[], place: number): Promise<void> => {
    holders[place] = await loadChunk(product, chunk, officers);
    done += chunk.length;
    if (done - said < SAY_EVERY && done < total) return;
    said = done;
    product.say(`members ${count(done)} / ${count(total)}`);
  };
  let place = 0;
  for (const chunk of inChunks(planMembers(product, plan), CHUNK)) {
    const job: Promise<void> = load(chunk, place).finally(() => running.delete(job));
    running.add(job);
    place += 1;
    if (running.size >= IN_FLIGHT) await Promise.race(running);
  }
  await Promise.all(running);
  return holders.flat();
}

async function loadChunk(
  product: DemoProduct,
  chunk: readonly PlannedMember[],
  officers: DemoOfficers,
): Promise<DemoHolder[]> {
  return product.database.transaction(async (tx) => {
    const outcomes = await product.get(MemberLoader).insertChunk(tx, chunk);
    const added = chunk.map((planned, index) => {
      const outcome = outcomes[index];
      if (outcome?.outcome !== 'ADDED') throw new Error(`the demo made one person twice: ${outcome?.outcome}`);
      return { planned, memberId: outcome.memberId, memberNo: outcome.memberNo };
    });
    const cards = await product.get(CardLoader).loadCards(
      tx,
      added.flatMap(({ planned, memberId }) => (planned.card === null ? [] : [{ memberId, ...planned.card }])),
      { reason: 'bulk issue', actor: { kind: 'officer', id: officers.maker.loginId } },
    );
    await grant(product, tx, added, officers);
    // Whoever carries the card on a phone has agreed; the others are asked when they first sign in.
    const agreed = added.filter(({ planned }) => planned.part === 'PHONE').map(({ memberId }) => memberId);
    await product.get(ConsentsService).loadGeneral(tx, agreed);
    const cardOf = new Map(cards.map((card) => [card.memberId, card]));
    return added
      .filter(({ planned }) => planned.part !== null)
      .map((member) => ({ ...member, card: cardOf.get(member.memberId) ?? null }));
  });
}

async function grant(
  product: DemoProduct,
  tx: Tx,
  added: readonly { planned: PlannedMember; memberId: string }[],
  { parkOfficer, checker }: DemoOfficers,
): Promise<void> {
  const { now } = product;
  const fromOn = shanghaiDate(now.getTime() - 120 * DAY_MS);
  const untilOn = `${now.getUTCFullYear() + 1}-12-31`;
  const grants = added.flatMap(({ planned, memberId }): NewGrant[] =>
    planned.category === null
      ? []
      : [{ memberId, ...planned.category, fromOn, untilOn, basis: '年度摸底核实，已公示' }],
  );
  if (grants.length === 0) return;
  const by = { proposedBy: parkOfficer.loginId, decidedBy: checker.loginId };
  await product.get(CategoriesService).loadGrants(tx, grants, by);
}

function* inChunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
