import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MembersModule } from '../members/index.js';
import { KeysController } from './keys.controller.js';
import { MyDataController } from './my-data/my-data.controller.js';
import { MyDataService } from './my-data/my-data.service.js';
import { ReportingController } from './reporting.controller.js';
import { ReportingProcessor } from './reporting.processor.js';
import { ReportingService } from './reporting.service.js';
import { SystemMetrics } from './system-metrics.js';
import { SystemService } from './system.service.js';

@Module({
  imports: [AuditModule, MembersModule],
  controllers: [ReportingController, MyDataController, KeysController],
  providers: [MyDataService, ReportingService, SystemMetrics, SystemService, ReportingProcessor],
  exports: [ReportingService, ReportingProcessor],
})
export class ReportingModule {}
