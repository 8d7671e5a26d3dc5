import { newId } from '../../shared/ids.js';
import { makeCreditCode } from '../../shared/numbers/credit-code.js';
import { DAY_MS, shanghaiDate } from '../../shared/time.js';
import { type EnterpriseRow, type OrgRow, type ParkRow, pathUnder } from '../../modules/organizations/index.js';
import { apportion } from './apportion.js';
import { BRAND_FIRST, BRAND_SECOND, INDUSTRIES, PARK_DISTRICTS } from './city.data.js';
import { at, type Dice } from './dice.js';
import type { ParkFigures } from './parks.js';

/** A grassroots union and how many people it gets. */
export interface PlannedUnion {
  readonly orgId: string;
  readonly enterpriseId: string;
  readonly members: number;
  readonly cards: number;
}

export interface CityPlan {
  readonly orgs: readonly OrgRow[];
  readonly parks: readonly ParkRow[];
  readonly enterprises: readonly EnterpriseRow[];
  readonly unions: readonly PlannedUnion[];
}

const CITY: Pick<OrgRow, 'id' | 'path'> = { id: 'city', path: '/city/' };
const WORKERS_MIN = 4;
const FIRST_UNION_SIZE = 12;
const WITHOUT_UNION_SIZE = 0.35;
const AREA = '360100';

/** Unions, parks and enterprises whose numbers sum to the census exactly, unevenly spread as companies are. */
export function planCity(parks: readonly ParkFigures[], dice: Dice, now: Date): CityPlan {
  const names = new EnterpriseNames(dice);
  const planned = parks.map((park) => planPark(park, dice, names, now));
  const city: OrgRow = {
    ...CITY,
    parentId: null,
    level: 'CITY',
    name: '南昌市总工会',
    parkCode: null,
    createdAt: yearsBefore(now, 12),
  };
  return {
    orgs: [city, ...planned.flatMap(({ orgs }) => orgs)],
    parks: parks.map(({ code, name, tier }) => ({
      code,
      name,
      tier,
      orgId: parkOrgId(code),
      districtCode: PARK_DISTRICTS[code] ?? null,
    })),
    enterprises: planned.flatMap(({ enterprises }) => enterprises),
    unions: planned.flatMap(({ unions }) => unions),
  };
}

export const parkOrgId = (code: string): string => `park-${code.toLowerCase()}`;

/** Ids say where a union is: `a-001` is the first of park A. */
export const unionOrgId = (parkCode: string, number: number): string =>
  `${parkCode.toLowerCase()}-${String(number).padStart(3, '0')}`;

function planPark(park: ParkFigures, dice: Dice, names: EnterpriseNames, now: Date): Omit<CityPlan, 'parks'> {
  const sizes = Array.from({ length: park.enterprises }, (_, index) => {
    if (index === 0) return FIRST_UNION_SIZE;
    // It is mostly the small ones that have no union yet.
    return dice.size() * (index < park.withUnion ? 1 : WITHOUT_UNION_SIZE);
  });
  const floor = Math.min(WORKERS_MIN, Math.floor(park.workers / park.enterprises));
  const workers = apportion(park.workers - floor * park.enterprises, sizes).map((extra) => extra + floor);
  const members = apportion(
    park.members,
    workers.slice(0, park.withUnion).map((count) => count * (0.75 + dice.next() * 0.25)),
    workers.slice(0, park.withUnion),
  );
  // Some unions have issued to nearly everybody, others hardly begun.
  const cards = apportion(
    park.cards,
    members.map((count) => count * dice.next() ** 2),
    members,
  );

  const path = pathUnder(CITY.path, parkOrgId(park.code));
  const top: OrgRow = {
    id: parkOrgId(park.code),
    parentId: CITY.id,
    level: 'PARK',
    name: `${park.name}工会`,
    path,
    parkCode: null,
    createdAt: yearsBefore(now, 11),
  };
  const enterprises = workers.map((count, index) => enterpriseOf(park, index, count, { dice, names, now }));
  const unions = members.map((count, index) => ({
    orgId: unionOrgId(park.code, index + 1),
    enterpriseId: at(enterprises, index).id,
    members: count,
    cards: at(cards, index),
  }));
  const orgs = unions.map(({ orgId }, index): OrgRow => ({
    id: orgId,
    parentId: top.id,
    level: 'GRASSROOTS',
    name: `${at(enterprises, index).name}工会`,
    path: pathUnder(path, orgId),
    parkCode: null,
    createdAt: yearsBefore(now, 1 + dice.next() * 9),
  }));
  return { orgs: [top, ...orgs], enterprises, unions };
}

function enterpriseOf(
  park: ParkFigures,
  index: number,
  workers: number,
  { dice, names, now }: { dice: Dice; names: EnterpriseNames; now: Date },
): EnterpriseRow {
  const { name, industry } = names.next();
  return {
    id: newId(),
    creditCode: makeCreditCode(AREA, 10_000_000 + (park.code.charCodeAt(0) - 64) * 1_000_000 + index * 977),
    name,
    parkCode: park.code,
    unionOrgId: index < park.withUnion ? unionOrgId(park.code, index + 1) : null,
    industry,
    condition: 'OPERATING',
    eligible: true,
    workers,
    surveyedOn: shanghaiDate(now.getTime() - dice.int(30, 300) * DAY_MS),
  };
}

class EnterpriseNames {
  private readonly taken = new Set<string>();

  constructor(private readonly dice: Dice) {}

  next(): { name: string; industry: string } {
    for (;;) {
      const [industry, words] = this.dice.pick(INDUSTRIES);
      const place = this.dice.chance(0.7) ? '江西' : '南昌';
      const brand = this.dice.pick(BRAND_FIRST) + this.dice.pick(BRAND_SECOND);
      const name = `${place}${brand}${this.dice.pick(words)}有限公司`;
      if (this.taken.has(`${brand}${industry}`)) continue;
      this.taken.add(`${brand}${industry}`);
      return { name, industry };
    }
  }
}

function yearsBefore(now: Date, years: number): Date {
  return new Date(now.getTime() - Math.round(years * 365) * DAY_MS);
}
