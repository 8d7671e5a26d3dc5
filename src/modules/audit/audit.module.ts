import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { AuditController } from './audit.controller.js';
import { AuditService } from './audit.service.js';
import { SealedValues } from './sealed-values.service.js';

@Module({
  controllers: [AlertsController, AuditController],
  providers: [AlertsService, AuditService, SealedValues],
  exports: [AlertsService, AuditService],
})
export class AuditModule {}
