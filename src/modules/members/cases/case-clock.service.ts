import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { logger } from '../../../platform/logging/logger.js';
import { Clock } from '../../../shared/clock.js';
import { DAY_MS, shanghaiDate } from '../../../shared/time.js';
import { AlertsService, AuditService, RetentionService } from '../../audit/index.js';
import { CategoriesService } from '../categories/categories.service.js';
import { EvidenceStore } from '../evidence/evidence-store.service.js';
import { CaseEffects } from './case-effects.service.js';
import {
  type Ending,
  ENDING_CODE,
  listEndingOfUnions,
  listErasable,
  listKnown,
  listRefusedBefore,
} from './case-clock.queries.js';
import { isNoticeOver } from './case.rules.js';
import {
  countOpenObjections,
  emptyClosed,
  forgetObjections,
  lockNoticeOver,
  markErased,
  moveCase,
  withdrawForgotten,
} from './cases.repository.js';

const GRANTED_AT_ONCE = 50;
const ERASED_AT_ONCE = 200;
/** An application that a crash left without its case can be nobody's unfinished work any more. */
const ORPHAN_AFTER_MS = DAY_MS;
const FORGOTTEN_AFTER_MS = 90 * DAY_MS;
const SYSTEM = { kind: 'system', id: 'categories' } as const;

/** What happens to cases by the clock: granting after the posting, reminders, the end of evidence. Every part may run twice at once. */
@Injectable()
export class CaseClock implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly categories: CategoriesService,
    private readonly effects: CaseEffects,
    private readonly evidence: EvidenceStore,
    private readonly alerts: AlertsService,
    private readonly audit: AuditService,
    private readonly retention: RetentionService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.retention.keep('CASE_EVIDENCE', async (tx, before, limit) => {
      const ids = await listRefusedBefore(tx, before, limit);
      await this.eraseFolders(tx, ids, this.clock.now());
      return ids.length;
    });
    this.retention.keep('CASE_WORDS', emptyClosed);
  }

  /** Grants what was posted long enough and nobody objects to. Answers how many. */
  async grantDue(): Promise<number> {
    let granted = 0;
    for (;;) {
      const some = await this.grantSome();
      granted += some.granted;
      if (some.found < GRANTED_AT_ONCE) return granted;
    }
  }

  private grantSome(): Promise<{ found: number; granted: number }> {
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const todayOn = shanghaiDate(now.getTime());
      const due = await lockNoticeOver(tx, todayOn, GRANTED_AT_ONCE);
      let granted = 0;
      for (const one of due) {
        // Asked again under the lock: an objection may have come between finding the row and holding it.
        const notice = { untilOn: one.noticeUntilOn ?? todayOn, openObjections: await countOpenObjections(tx, one.id) };
        if (!isNoticeOver(notice, todayOn)) continue;
        await moveCase(tx, one, { state: 'GRANTED', closedAt: now });
        await this.effects.apply(tx, one, now);
        const subject = { kind: 'member', id: one.memberId };
        await this.audit.record(tx, SYSTEM, 'category.granted', subject, { caseId: one.id, code: one.code });
        granted += 1;
      }
      return { found: due.length, granted };
    });
  }

  /** Ends what is past its last day, and tells unions 60, 30 and 7 days before what comes next. */
  async watch(): Promise<void> {
    await this.categories.expirePast();
    const todayOn = shanghaiDate(this.clock.now().getTime());
    const ending = await listEndingOfUnions(this.database.db, todayOn);
    await this.database.transaction((tx) => this.alerts.follow(tx, ['union'], ending.map(noticeOf)));
  }

  /** Erases evidence of what was withdrawn or ended as long ago as its category says, closes what was begun and forgotten, and sweeps folders no case was made for. */
  async tidy(): Promise<void> {
    const now = this.clock.now();
    const forgotten = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
    await this.database.transaction((tx) => withdrawForgotten(tx, forgotten, now));
    for (;;) {
      const ids = await listErasable(this.database.db, now, shanghaiDate(now.getTime()), ERASED_AT_ONCE);
      await this.eraseCases(ids, now);
      if (ids.length < ERASED_AT_ONCE) break;
    }
    const swept = await this.sweepOrphans(new Date(now.getTime() - ORPHAN_AFTER_MS));
    if (swept > 0) logger.info({ swept }, 'removed evidence no case was made for');
  }

  private async eraseCases(ids: readonly string[], now: Date): Promise<void> {
    if (ids.length > 0) await this.database.transaction((tx) => this.eraseFolders(tx, ids, now));
  }

  /** The folders first, in a transaction of their own, then the mark: a crash between them is mended by the next run. */
  private async eraseFolders(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
    await this.evidence.erase(ids);
    await forgetObjections(tx, ids);
    await markErased(tx, ids, now);
  }

  private async sweepOrphans(before: Date): Promise<number> {
    let swept = 0;
    let afterId: string | null = null;
    for (;;) {
      const ids = await this.evidence.listOlder(before, afterId, ERASED_AT_ONCE);
      const known = ids.length === 0 ? new Set<string>() : await listKnown(this.database.db, ids);
      swept += await this.evidence.erase(ids.filter((id) => !known.has(id)));
      if (ids.length < ERASED_AT_ONCE) return swept;
      afterId = ids.at(-1) ?? null;
    }
  }
}

function noticeOf({ orgId, orgPath, name, days, people }: Ending) {
  return {
    code: `${ENDING_CODE}${days}`,
    subjectKind: 'union',
    subjectId: orgId,
    orgPath,
    detail: { name, days, people },
  };
}
