import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsService } from './organizations.service.js';
import { StandardsController } from './standards/standards.controller.js';
import { StandardsService } from './standards/standards.service.js';

@Module({
  imports: [AuditModule],
  controllers: [OrganizationsController, StandardsController],
  providers: [OrganizationsService, StandardsService],
  exports: [OrganizationsService, StandardsService],
})
export class OrganizationsModule {}
