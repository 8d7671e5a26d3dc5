import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { ImportFilesService } from './import-files.service.js';
import { ImportKinds } from './import-kind.js';
import { ImportRetention } from './import-retention.service.js';
import { ImportRunner } from './import-runner.service.js';
import { ImportUndo } from './import-undo.service.js';
import { ImportsProcessor } from './imports.processor.js';
import { ImportsService } from './imports.service.js';

@Module({
  imports: [AuditModule],
  providers: [
    ImportKinds,
    ImportsService,
    ImportFilesService,
    ImportRunner,
    ImportUndo,
    ImportRetention,
    ImportsProcessor,
  ],
  exports: [ImportKinds, ImportsService, ImportFilesService, ImportRunner, ImportsProcessor],
})
export class ImportsModule {}
