// Figures: the overview of parks, what campaigns gave, and the state of the machinery.
// Statistics are kept by a processor from what happened at the tills; this module writes no business table but the files people ask of their own data.
// Everything shown is limited to the officer's subtree.
export { CampaignParkEntity } from './campaign-park.entity.js';
export { CampaignDayEntity } from './campaign-day.entity.js';
export { DataExportEntity } from './my-data/data-export.entity.js';
export { dataExportRequested } from './my-data/my-data.events.js';
export { ReportingModule } from './reporting.module.js';
export { ReportingProcessor } from './reporting.processor.js';
export { ReportingService } from './reporting.service.js';
