import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { importsControllers, ImportsModule } from '../imports/index.js';
import { CensusKind } from './imports/census-kind.service.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsService } from './organizations.service.js';
import { StandardsController } from './standards/standards.controller.js';
import { StandardsService } from './standards/standards.service.js';
import { OrgTies } from './tree/org-ties.service.js';
import { TreeController } from './tree/tree.controller.js';
import { TreeScreens } from './tree/tree-screens.service.js';
import { TreeService } from './tree/tree.service.js';

const CensusImports = importsControllers('enterprises', 'console/v1/enterprises/imports', 'enterprises.import');

@Module({
  imports: [AuditModule, ImportsModule],
  controllers: [...CensusImports, OrganizationsController, StandardsController, TreeController],
  providers: [CensusKind, OrganizationsService, OrgTies, StandardsService, TreeScreens, TreeService],
  exports: [OrganizationsService, OrgTies, StandardsService, TreeService],
})
export class OrganizationsModule {}
