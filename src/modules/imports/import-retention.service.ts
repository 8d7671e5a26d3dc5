import { Injectable } from '@nestjs/common';
import { KeyRotation } from '../../platform/crypto/key-rotation.service.js';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../shared/clock.js';
import { DAY_MS } from '../../shared/time.js';
import { KEPT_DAYS } from './import-view.js';
import { forgetEnded } from './imports.repository.js';

const CHUNK = 5_000;

/** What is kept of imports holds people's data: it is sealed with the current key, and forgotten after 30 days. */
@Injectable()
export class ImportRetention {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    rotation: KeyRotation,
  ) {
    for (const table of ['import_piece', 'import_kept_row', 'import_change'])
      rotation.keepSealed({ table, id: 'id', idType: 'uuid', columns: ['sealed'] });
  }

  async forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS * DAY_MS);
    for (let some = 1; some > 0;) some = await this.database.transaction((tx) => forgetEnded(tx, before, CHUNK));
  }
}
