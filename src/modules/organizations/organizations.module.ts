import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { importsControllers, ImportsModule } from '../imports/index.js';
import { CensusKind } from './imports/census-kind.service.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsService } from './organizations.service.js';
import { StandardsController } from './standards/standards.controller.js';
import { StandardsService } from './standards/standards.service.js';

const CensusImports = importsControllers('enterprises', 'console/v1/enterprises/imports', 'enterprises.import');

@Module({
  imports: [AuditModule, ImportsModule],
  controllers: [...CensusImports, OrganizationsController, StandardsController],
  providers: [CensusKind, OrganizationsService, StandardsService],
  exports: [OrganizationsService, StandardsService],
})
export class OrganizationsModule {}
