import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock.js';
import { SHANGHAI_OFFSET_MS, shanghaiParts } from '../../../shared/time.js';
import { RetentionService } from '../../audit/index.js';
import { clearEnded } from '../membership/applications/applications.repository.js';
import { forgetErased } from './erasures/surrogate.repository.js';

/** How what members keep is cleared when its time is over. */
@Injectable()
export class RetainedMemberData implements OnModuleInit {
  constructor(
    private readonly retention: RetentionService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.retention.keep('APPLICATION', clearEnded);
    this.retention.keep('ERASURE_WAIT', null);
    this.retention.keep('ERASED_PERSON', (tx, before, limit) => {
      const now = this.clock.now();
      const yearStart = new Date(Date.UTC(shanghaiParts(now.getTime()).year, 0, 1) - SHANGHAI_OFFSET_MS);
      return forgetErased(tx, before, yearStart, now, limit);
    });
  }
}
