import { Controller, Get, Query } from '@nestjs/common';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { OfficerCaller } from '../../shared/caller.js';
import type { Page } from '../../shared/page.js';
import {
  type Enterprise,
  type EnterpriseListQuery,
  enterpriseListQuerySchema,
  enterprisePageSchema,
  type Org,
  type OrgListQuery,
  orgListQuerySchema,
  orgPageSchema,
} from './organizations.schemas.js';
import { OrganizationsService } from './organizations.service.js';

/** Unions and enterprises of an officer's subtree. */
@Controller('console/v1')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get('orgs')
  @OfficerMay('organizations.read')
  @Answers(200, orgPageSchema, 'Unions of my subtree, parents before children')
  listOrgs(@From() officer: OfficerCaller, @Query({ schema: orgListQuerySchema }) query: OrgListQuery): Promise<Page<Org>> {
    return this.organizations.listOrgs(officer, query);
  }

  @Get('enterprises')
  @OfficerMay('organizations.read')
  @Answers(200, enterprisePageSchema, 'Enterprises of my subtree')
  listEnterprises(@From() officer: OfficerCaller, @Query({ schema: enterpriseListQuerySchema }) query: EnterpriseListQuery): Promise<Page<Enterprise>> {
    return this.organizations.listEnterprises(officer, query);
  }
}
