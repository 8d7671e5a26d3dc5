import { CardLoader } from '../../modules/cards/index.js';
import {
  CategoriesService,
  ListsService,
  MemberLoader,
  type NewGrant,
  type NewMember,
} from '../../modules/members/index.js';
import { makeIdNumber } from '../../shared/numbers/id-number.js';
import type { Scenario } from './parse.js';
import { type HeldCard, MemberPhone } from './phone.js';
import type { Officers, Product } from './product.js';
import type { Places } from './world.js';
import { memberIdsOf } from './world-checks.js';

const CHUNK = 1_000;
const LIST_CHUNK = 1_000;
const UNKNOWN_DAY = '1990-01-01';
/** Categories of the world were granted before it begins. */
const GRANTED_ON = '2000-01-01';
const ACTOR = { kind: 'system', id: 'scenario' } as const;

/** A member as the product knows them, with the card and the phone of the moment. */
export interface Person {
  readonly memberId: string;
  /** Proves that a new phone is theirs. */
  readonly idNumber: string;
  card: HeldCard;
  phone: MemberPhone;
}

type MemberInput = Scenario['input']['members'][number];

interface Planned {
  readonly name: string;
  readonly given: MemberInput;
  readonly member: NewMember;
}

/** Loads everybody with an active card, on plastic too; phones are bound when they are first shown. */
export async function loadPeople(
  product: Product,
  scenario: Scenario,
  places: Places,
  officers: Officers,
): Promise<Map<string, Person>> {
  await checkCategories(product, scenario);
  const planned = scenario.input.members.flatMap((given) => memberIdsOf(given).map((name) => ({ name, given })));
  const all = planned.map(({ name, given }, index) => ({ name, given, member: toMember(name, given, index, places) }));
  const people = new Map<string, Person>();
  for (let from = 0; from < all.length; from += CHUNK)
    for (const [name, person] of await loadChunk(product, all.slice(from, from + CHUNK), officers))
      people.set(name, person);
  await loadLists(product, scenario, listsOf(all, people), officers);
  return people;
}

function toMember(name: string, given: MemberInput, index: number, { enterpriseIds }: Places): NewMember {
  const { org, enterprise, gender, birthDate, joinedOn } = given;
  return {
    orgId: org,
    enterpriseId: enterprise === undefined ? null : (enterpriseIds.get(enterprise) ?? null),
    name: name.slice(0, 50),
    gender: gender ?? null,
    birthOn: birthDate ?? null,
    joinedOn: joinedOn ?? null,
    idNumber: idNumberOf(index, birthDate ?? UNKNOWN_DAY, gender ?? 'F'),
    phone: `139${String(index).padStart(8, '0')}`,
  };
}

/** Different for everybody: 500 of a gender share a birth day and an area, then the next area begins. */
function idNumberOf(index: number, birthOn: string, gender: 'F' | 'M'): string {
  const area = String(360_100 + Math.floor(index / 500));
  return makeIdNumber(area, birthOn, (index % 500) * 2 + (gender === 'M' ? 1 : 0));
}

async function checkCategories({ get }: Product, { input, source }: Scenario): Promise<void> {
  const codes = new Map((await get(CategoriesService).listCodes()).map(({ code, levels }) => [code, levels]));
  for (const [index, { categories }] of input.members.entries())
    for (const [n, { code, level }] of categories.entries()) {
      const path = ['members', index, 'categories', n];
      const levels = codes.get(code);
      if (!levels) throw source.error([...path, 'code'], `there is no category "${code}"`);
      if (level !== undefined && !levels.includes(level))
        throw source.error([...path, 'level'], `category "${code}" has no level "${level}"`);
    }
}

async function loadChunk(
  { clock, database, get }: Product,
  chunk: readonly Planned[],
  { maker, checker }: Officers,
): Promise<[string, Person][]> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    const outcomes = await get(MemberLoader).insertChunk(
      tx,
      chunk.map(({ member }) => member),
    );
    const ids = outcomes.map((outcome) => {
      if (outcome.outcome !== 'ADDED') throw new Error(`one person was made twice: ${outcome.outcome}`);
      return outcome.memberId;
    });
    const grants = chunk.flatMap(({ given }, at) =>
      given.categories.map((category) => toGrant(ids[at] ?? '', category)),
    );
    const by = { proposedBy: maker.loginId, decidedBy: checker.loginId };
    if (grants.length > 0) await get(CategoriesService).loadGrants(tx, grants, by);
    const cards = await get(CardLoader).loadCards(
      tx,
      ids.map((memberId) => ({ memberId, issuedAt: now, activatedAt: now })),
      { reason: 'scenario', actor: ACTOR },
    );
    const plastic = cards.map(({ cardId }) => cardId);
    await get(CardLoader).loadPlastic(tx, plastic, { reason: 'scenario', actor: ACTOR, at: now });
    const cardOf = new Map(cards.map(({ memberId, cardId, cardNo }) => [memberId, { cardId, cardNo, issueNo: 1 }]));
    return chunk.map(({ name, member }, at): [string, Person] => {
      const memberId = ids[at] ?? '';
      const card = cardOf.get(memberId);
      if (!card) throw new Error('somebody got no card');
      return [name, { memberId, idNumber: member.idNumber, card, phone: new MemberPhone(card) }];
    });
  });
}

function toGrant(memberId: string, { code, level, until }: MemberInput['categories'][number]): NewGrant {
  const fromOn = until !== undefined && until < GRANTED_ON ? until : GRANTED_ON;
  return { memberId, code, level: level ?? null, fromOn, untilOn: until ?? null, basis: 'scenario' };
}

function listsOf(all: readonly Planned[], people: ReadonlyMap<string, Person>): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const { name, given } of all)
    for (const list of given.lists) {
      const memberId = people.get(name)?.memberId ?? '';
      lists.set(list, [...(lists.get(list) ?? []), memberId]);
    }
  return lists;
}

/** Lists belong to the whole city: anybody may be on one. */
async function loadLists(
  { get }: Product,
  { input }: Scenario,
  lists: ReadonlyMap<string, readonly string[]>,
  { maker }: Officers,
): Promise<void> {
  const ownerOrgId = input.orgs.find(({ parent }) => parent === undefined)?.id ?? '';
  for (const [id, memberIds] of lists) {
    await get(ListsService).create(maker, { id, name: id, ownerOrgId });
    for (let from = 0; from < memberIds.length; from += LIST_CHUNK)
      await get(ListsService).add(maker, id, { memberIds: memberIds.slice(from, from + LIST_CHUNK), text: '' });
  }
}
