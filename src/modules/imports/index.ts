// How a file of rows becomes rows of ours: upload, mapping, dry run, commit, cancel, undo, and the file of what did not come in.
// Modules above teach it their kinds; it knows no member and no enterprise. The file, refused rows and what an undo needs are sealed.
// Rows come in by chunks that commit with their progress, so a kill or a twin does no row twice and leaves none out.
export {
  ImportBatchEntity,
  ImportChangeEntity,
  ImportKeptRowEntity,
  ImportLayoutEntity,
  ImportPieceEntity,
} from './import.entity.js';
export { ImportFilesService } from './import-files.service.js';
export {
  type Cells,
  type Change,
  type ImportContext,
  type ImportKind,
  ImportKinds,
  type RowKey,
  type RowReading,
  type Verdict,
} from './import-kind.js';
export { ImportRunner } from './import-runner.service.js';
export { importsControllers } from './imports.controller.js';
export { importErrors } from './imports.errors.js';
export { importRequested } from './imports.events.js';
export { ImportsModule } from './imports.module.js';
export { ImportsProcessor } from './imports.processor.js';
export type { ImportError, ImportView, UndoBlock } from './imports.schemas.js';
export { ImportsService } from './imports.service.js';
