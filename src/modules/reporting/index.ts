// Figures: indicators by park, district, union and trade, what campaigns gave, and the state of the machinery.
// Tallies are kept from what triggers and events tell and proven against a recount; it writes no business table but the files people ask of their own data.
// Everything shown is limited to the officer's subtree.
export { CampaignParkEntity } from './campaign-park.entity.js';
export { IndicatorGoalEntity, IndicatorMonthEntity } from './indicators/indicator.entity.js';
export {
  CardLastUseEntity,
  OrgDayEntity,
  OrgHourEntity,
  OrgHeadcountEntity,
  OrgTallyEntity,
  OrgUseDayEntity,
  TallyChangeEntity,
  TallyStateEntity,
} from './indicators/tally.entity.js';
export { GoalsService } from './indicators/goals.service.js';
export { IndicatorsService } from './indicators/indicators.service.js';
export { MonthsService } from './indicators/months.service.js';
export { TalliesService } from './indicators/tallies.service.js';
export { talliesRebuildRequested } from './reporting.events.js';
export { CampaignDayEntity } from './campaign-day.entity.js';
export { DataExportEntity } from './my-data/data-export.entity.js';
export { dataExportRequested } from './my-data/my-data.events.js';
export { ReportingModule } from './reporting.module.js';
export { ReportingProcessor } from './reporting.processor.js';
export { ReportingService } from './reporting.service.js';
