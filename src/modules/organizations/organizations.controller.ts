import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { From, OfficerMay } from '../../platform/http/access.js';
import { Answers } from '../../platform/http/answers.js';
import type { OfficerCaller } from '../../shared/caller.js';
import type { Page } from '../../shared/page.js';
import {
  enterprisePageSchema,
  type EnterprisesQuery,
  enterprisesQuerySchema,
  type EnterpriseView,
  orgPageSchema,
  type OrgsQuery,
  orgsQuerySchema,
  type OrgView,
} from './organizations.schemas.js';
import { OrganizationsService } from './organizations.service.js';

/** The union tree and the census, as far as an officer's own subtree reaches. */
@ApiTags('organizations')
@Controller({ path: 'console/v1' })
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get('orgs')
  @OfficerMay('organizations.read')
  @Answers(200, orgPageSchema)
  list(@From() caller: OfficerCaller, @Query({ schema: orgsQuerySchema }) query: OrgsQuery): Promise<Page<OrgView>> {
    return this.organizations.list(caller, query);
  }

  @Get('enterprises')
  @OfficerMay('organizations.read')
  @Answers(200, enterprisePageSchema)
  enterprises(
    @From() caller: OfficerCaller,
    @Query({ schema: enterprisesQuerySchema }) query: EnterprisesQuery,
  ): Promise<Page<EnterpriseView>> {
    return this.organizations.listEnterprises(caller, query);
  }
}
