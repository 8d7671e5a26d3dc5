import { OrganizationsService } from '../../modules/organizations/index.js';
import { type CityPlan, planCity } from './city-plan.js';
import type { DemoProduct } from './demo-product.js';
import { readParks } from './parks.js';

/** Loads the union tree, the parks and the census in one transaction. */
export async function loadPlaces(product: DemoProduct): Promise<CityPlan> {
  const plan = planCity(await readParks(product.small), product.dice, product.now);
  const organizations = product.get(OrganizationsService);
  await product.database.transaction(async (tx) => {
    await organizations.loadOrgs(tx, plan.orgs);
    await organizations.loadParks(tx, plan.parks);
    await organizations.loadEnterprises(tx, plan.enterprises);
  });
  product.say(`${count(plan.orgs.length)} unions, ${count(plan.enterprises.length)} enterprises`);
  return plan;
}

export const count = (value: number): string => value.toLocaleString('en-US');
