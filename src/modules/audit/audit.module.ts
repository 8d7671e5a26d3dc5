import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { AuditController } from './audit.controller.js';
import { AuditProcessor } from './audit.processor.js';
import { AuditService } from './audit.service.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionService } from './retention/retention.service.js';
import { SealedValues } from './sealed-values.service.js';

@Module({
  controllers: [AlertsController, AuditController, RetentionController],
  providers: [AlertsService, AuditService, SealedValues, RetentionService, AuditProcessor],
  exports: [AlertsService, AuditService, RetentionService, AuditProcessor],
})
export class AuditModule {}
