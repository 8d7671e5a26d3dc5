import { randomBytes } from 'node:crypto';
import { HolidaysService } from '../../modules/benefits/index.js';
import { MerchantsService, newKeyId, POS_SCOPES, TerminalKeysService } from '../../modules/merchants/index.js';
import { OrganizationsService, type OrgRow, pathUnder } from '../../modules/organizations/index.js';
import { PERMISSIONS, type OfficerCaller, type TerminalCaller } from '../../shared/caller.js';
import { newId } from '../../shared/ids.js';
import { makeCreditCode } from '../../shared/numbers/credit-code.js';
import type { Scenario } from './parse.js';
import { loadPeople, type Person } from './people.js';
import type { Officers, Product } from './product.js';

const AREA = '360102';

/** How the names of a scenario are called by the product. */
export interface World extends Officers {
  readonly members: ReadonlyMap<string, Person>;
  readonly tills: ReadonlyMap<string, TerminalCaller>;
  readonly places: Places;
}

/** Parks and enterprises have names of their own in the product. */
export interface Places {
  readonly parkCodes: ReadonlyMap<string, string>;
  readonly enterpriseIds: ReadonlyMap<string, string>;
}

/** Builds the world of a scenario through the services that load a city. @throws ScenarioError naming the line of what cannot be */
export async function loadWorld(product: Product, scenario: Scenario): Promise<World> {
  const { places, tops } = await loadPlaces(product, scenario);
  const maker = anOfficer('maker', tops);
  const checker = anOfficer('checker', tops);
  await loadHolidays(product, scenario, maker);
  const tills = await loadMerchants(product, scenario);
  const members = await loadPeople(product, scenario, places, { maker, checker });
  return { maker, checker, members, tills, places };
}

function anOfficer(displayName: string, scope: readonly string[]): OfficerCaller {
  return {
    kind: 'officer',
    loginId: newId(),
    displayName,
    roles: ['CITY_ADMIN'],
    permissions: new Set(PERMISSIONS),
    scope,
  };
}

async function loadPlaces(
  { clock, database, get }: Product,
  { input }: Scenario,
): Promise<{ places: Places; tops: readonly string[] }> {
  const parks = input.orgs.filter(({ level }) => level === 'PARK');
  const parkCodes = new Map(parks.map(({ id }, index) => [id, `P${index + 1}`]));
  const enterpriseIds = new Map(input.enterprises.map(({ id }) => [id, newId()]));
  const organizations = get(OrganizationsService);
  const orgs = placeOrgs(input.orgs, clock.now());
  await database.transaction(async (tx) => {
    await organizations.loadOrgs(tx, orgs);
    await organizations.loadParks(
      tx,
      parks.map(({ id, tier }) => ({ code: parkCodes.get(id) ?? '', name: id, tier: tier ?? null, orgId: id })),
    );
    await organizations.loadEnterprises(
      tx,
      input.enterprises.map(({ id, park, union, industry }, index) => ({
        id: enterpriseIds.get(id) ?? '',
        creditCode: makeCreditCode(AREA, index + 1),
        name: id,
        parkCode: parkCodes.get(park) ?? '',
        unionOrgId: union ?? null,
        industry: industry ?? null,
        condition: 'OPERATING' as const,
        eligible: true,
        workers: 0,
        surveyedOn: clock.now().toISOString().slice(0, 10),
      })),
    );
  });
  const tops = orgs.filter(({ parentId }) => parentId === null).map(({ path }) => path);
  return { places: { parkCodes, enterpriseIds }, tops };
}

/** Parents may be listed after their children. */
function placeOrgs(orgs: Scenario['input']['orgs'], createdAt: Date): OrgRow[] {
  const byId = new Map(orgs.map((org) => [org.id, org]));
  const pathOf = (id: string): string => {
    const parent = byId.get(id)?.parent;
    return pathUnder(parent === undefined ? null : pathOf(parent), id);
  };
  return orgs.map(({ id, parent, level, name }) => ({
    id,
    parentId: parent ?? null,
    level,
    name: name ?? id,
    path: pathOf(id),
    parkCode: null,
    createdAt,
  }));
}

async function loadHolidays({ get }: Product, { input }: Scenario, maker: OfficerCaller): Promise<void> {
  const years = new Set(input.holidays.map(({ date }) => Number(date.slice(0, 4))));
  for (const year of years) {
    const days = input.holidays.filter(({ date }) => date.startsWith(`${year}-`));
    const entries = days.map(({ date, kind }) => ({ dateOn: date, kind, name: kind }));
    await get(HolidaysService).putYear(maker, { year, days: entries });
  }
}

/** Merchants, their stores and one till in each. */
async function loadMerchants(
  { clock, database, get }: Product,
  scenario: Scenario,
): Promise<Map<string, TerminalCaller>> {
  const { input, source } = scenario;
  const createdAt = clock.now();
  const { items } = await get(MerchantsService).categories();
  for (const [index, { category }] of input.merchants.entries())
    if (!items.some(({ code }) => code === category))
      throw source.error(['merchants', index, 'category'], `there is no merchant category "${category}"`);
  const stores = input.merchants.flatMap(({ id: merchantId, stores }) =>
    stores.map((id) => ({
      id,
      merchantId,
      name: id,
      address: id,
      parkCode: null,
      openingHours: '00:00-24:00',
      createdAt,
    })),
  );
  const tills = input.merchants.flatMap(({ id: merchantId, category, stores }) =>
    stores.map((storeId): TerminalCaller => ({
      kind: 'terminal',
      terminalId: `till-${storeId}`,
      keyId: newKeyId(),
      storeId,
      merchantId,
      merchantCategory: category,
      scopes: POS_SCOPES,
    })),
  );
  await database.transaction(async (tx) => {
    await get(MerchantsService).load(
      tx,
      input.merchants.map(({ id, category }) => ({ id, name: id, category, createdAt })),
      stores,
    );
    await get(TerminalKeysService).load(
      tx,
      // Nobody signs with these keys: the services are asked without HTTP.
      tills.map(({ terminalId: id, keyId, storeId, scopes }) => ({
        id,
        storeId,
        label: 'till',
        kind: 'POS' as const,
        scopes: [...scopes],
        createdAt,
        keyId,
        publicKey: new Uint8Array(randomBytes(32)),
      })),
    );
  });
  return new Map(tills.map((till) => [till.storeId, till]));
}
