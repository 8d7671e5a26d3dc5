import { Injectable, type OnModuleInit } from '@nestjs/common';
import { KeyRotation } from '../../platform/crypto/key-rotation.service.js';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { DAY_MS } from '../../shared/time.js';
import { RetentionService } from '../audit/index.js';
import { KEPT_DAYS } from './import-view.js';
import { clearChanges, clearKeptRows, clearPieces } from './import-retention.repository.js';

const CHUNK = 5_000;

/** What is kept of imports holds people's data: it is sealed with the current key, and cleared when its time is over. */
@Injectable()
export class ImportRetention implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly rotation: KeyRotation,
    private readonly retention: RetentionService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    for (const table of ['import_piece', 'import_kept_row', 'import_change'])
      this.rotation.keepSealed({ table, id: 'id', idType: 'uuid', columns: ['sealed'] });
    this.retention.keep('IMPORT_CONTENT', clearPieces);
    this.retention.keep('IMPORT_ERROR', clearKeptRows);
  }

  /** Clock work: after its days a batch cannot be undone, so what an undo would need goes. */
  async forgetChanges(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * DAY_MS);
    for (let some = CHUNK; some === CHUNK;)
      some = await this.database.transaction((tx) => clearChanges(tx, before, CHUNK));
  }
}
