import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MembersModule } from '../members/index.js';
import { KeysController } from './keys.controller.js';
import { OrganizationsModule } from '../organizations/index.js';
import { GoalsService } from './indicators/goals.service.js';
import { IndicatorsController } from './indicators/indicators.controller.js';
import { IndicatorsService } from './indicators/indicators.service.js';
import { MonthsService } from './indicators/months.service.js';
import { SubtreeMembers } from './indicators/subtree-members.service.js';
import { TalliesService } from './indicators/tallies.service.js';
import { MyDataController } from './my-data/my-data.controller.js';
import { MyDataService } from './my-data/my-data.service.js';
import { ReportingController } from './reporting.controller.js';
import { ReportingProcessor } from './reporting.processor.js';
import { ReportingService } from './reporting.service.js';
import { SystemMetrics } from './system-metrics.js';
import { SystemService } from './system.service.js';

@Module({
  imports: [AuditModule, MembersModule, OrganizationsModule],
  controllers: [IndicatorsController, KeysController, MyDataController, ReportingController],
  providers: [
    GoalsService,
    IndicatorsService,
    MonthsService,
    MyDataService,
    ReportingService,
    SubtreeMembers,
    SystemMetrics,
    SystemService,
    TalliesService,
    ReportingProcessor,
  ],
  exports: [GoalsService, IndicatorsService, MonthsService, ReportingService, TalliesService, ReportingProcessor],
})
export class ReportingModule {}
