// The union tree, the industrial parks and the enterprises of the census: where everybody and everything belongs.
// An officer's scope is a set of subtree paths of this tree; every query of every module above is limited by it.
// Bulk loads write parents before children in one statement each, for an installation's first day and for the demo.
export { EnterpriseEntity } from './enterprise.entity.js';
export { organizationErrors } from './organizations.errors.js';
export { orgMoved } from './organizations.events.js';
export { OrganizationsModule } from './organizations.module.js';
export type { EnterpriseRow, OrgRow, ParkRow } from './organizations.repository.js';
export { OrganizationsService } from './organizations.service.js';
export type { OrgLevel, OrgView } from './organizations.schemas.js';
export { leftIds, pathUnder } from './union-tree.rules.js';
export { DistrictEntity } from './district.entity.js';
export { ParkEntity } from './park.entity.js';
export { UnionOrgEntity } from './union-org.entity.js';
export { StandardAssessmentEntity } from './standards/standard-assessment.entity.js';
export { StandardsService } from './standards/standards.service.js';
export { type OrgTie, OrgTies, type PlannedMove } from './tree/org-ties.service.js';
export { OBSTACLE_NAMES_MAX, type OrgObstacle } from './tree/tree.schemas.js';
export { TreeService } from './tree/tree.service.js';
