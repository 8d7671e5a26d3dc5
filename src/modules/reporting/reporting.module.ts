import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { ReportingController } from './reporting.controller.js';
import { ReportingProcessor } from './reporting.processor.js';
import { ReportingService } from './reporting.service.js';
import { SystemMetrics } from './system-metrics.js';
import { SystemService } from './system.service.js';

@Module({
  imports: [AuditModule],
  controllers: [ReportingController],
  providers: [ReportingService, SystemMetrics, SystemService, ReportingProcessor],
  exports: [ReportingService, ReportingProcessor],
})
export class ReportingModule {}
