import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { importsController, ImportsModule } from '../imports/index.js';
import { CensusKind } from './imports/census-kind.service.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsService } from './organizations.service.js';

const CensusImports = importsController('enterprises', 'console/v1/enterprises/imports', 'enterprises.import');

@Module({
  imports: [AuditModule, ImportsModule],
  controllers: [CensusImports, OrganizationsController],
  providers: [OrganizationsService, CensusKind],
  exports: [OrganizationsService],
})
export class OrganizationsModule {}
