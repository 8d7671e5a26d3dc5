// Organisations: the union tree, the industrial parks and the enterprises of the census.
// A union's path names every union above it; an officer's scope is a set of path prefixes and goes into every query.
// Members, budgets and campaigns belong to unions by id; only this module writes the tree.
export { EnterpriseEntity } from './enterprise.entity.js';
export { organizationErrors } from './organizations.errors.js';
export { OrganizationsModule } from './organizations.module.js';
export type { OrgWithPath } from './organizations.queries.js';
export { type NewEnterprise, type NewOrg, OrganizationsService } from './organizations.service.js';
export { ParkEntity } from './park.entity.js';
export { type OrgLevel, UnionOrgEntity } from './union-org.entity.js';
