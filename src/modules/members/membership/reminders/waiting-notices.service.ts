import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import { Clock } from '../../../../shared/clock.js';
import { shanghaiDate } from '../../../../shared/time.js';
import { AlertsService, type NewAlert } from '../../../audit/index.js';
import { listWaitingOfUnions, type WaitingOfUnion } from './waiting.queries.js';

const KINDS = ['applications', 'transfers', 'withdrawals', 'retained'] as const;

/**
 * Tells unions what of membership waits for them: after 7, 14 and 21 days, and 30 and 7 days before a retained standing ends and when it
 * is over. Each is told once, and goes when nothing of it is left. Compared as a whole on a clock, in one transaction: cut anywhere, or
 * run twice at once, nothing is told twice or lost.
 */
@Injectable()
export class WaitingNotices {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertsService,
    private readonly clock: Clock,
  ) {}

  async watch(): Promise<void> {
    const now = this.clock.now();
    const standing = await listWaitingOfUnions(this.database.db, now, shanghaiDate(now.getTime()));
    await this.database.transaction((tx) => this.alerts.follow(tx, KINDS, standing.map(noticeOf)));
  }
}

function noticeOf({ code, kind, orgId, orgPath, name, days, people }: WaitingOfUnion): NewAlert {
  return { code, subjectKind: kind, subjectId: orgId, orgPath, detail: { name, days, people } };
}
