import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { beyondScope } from '../../platform/database/reach.js';
import { PartitionsService } from '../../platform/database/partitions.service.js';
import { closeDeadLetter, type DeadLetterRow, lockDeadLetter, sendAgain } from '../../platform/queue/dead-letters.js';
import { Queues } from '../../platform/queue/queues.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { commonErrors, Refusal } from '../../shared/errors.js';
import type { Page } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import { type AlertCount, AlertsService, AuditService } from '../audit/index.js';
import { reportingErrors } from './reporting.errors.js';
import type { DeadLettersQuery, DeadLetterView, SystemState } from './reporting.schemas.js';
import { countDeadLetters, countWaiting, listConsumers, listDeadLetters } from './system.queries.js';

/** Redis may be gone; the page must say so rather than hang. */
const QUEUE_PATIENCE_MS = 1_000;

const MACHINERY = 'queues and dead letters belong to no union, only to those who run the product';

/** Three are made ahead, so on the first of a month two are left until the next turn. */
const MONTHS_AHEAD_MIN = 2;

export interface SystemFigures {
  readonly state: SystemState;
  readonly monthsAhead: number;
  readonly alerts: readonly AlertCount[];
}

/** The machinery's state for those who run it, and its dead letters. */
@Injectable()
export class SystemService {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly audit: AuditService,
    private readonly alerts: AlertsService,
    private readonly partitions: PartitionsService,
  ) {}

  async describe(): Promise<SystemState> {
    const { db } = this.database;
    const [consumers, outbox, deadLetters] = await beyondScope(db, MACHINERY, () =>
      Promise.all([listConsumers(db), countWaiting(db), countDeadLetters(db)]),
    );
    const queues = await withinPatience(Promise.all(consumers.map((name) => this.countJobs(name))));
    return {
      queuesAvailable: queues !== null,
      queues: queues ?? [],
      outbox: { waiting: outbox.waiting, oldestAt: outbox.oldestAt && toWireTime(outbox.oldestAt) },
      deadLetters,
    };
  }

  /** What stands in the database whichever process wrote it. */
  async figures(): Promise<SystemFigures> {
    const [state, monthsAhead, alerts] = await Promise.all([
      this.describe(),
      this.partitions.monthsAhead(),
      this.alerts.count(),
    ]);
    return { state, monthsAhead, alerts };
  }

  /** Partitions that nobody makes stop every till on the first of a month: people must hear of it a month before. */
  async watchPartitions(): Promise<void> {
    const found = await this.partitions.monthsAhead();
    if (found >= MONTHS_AHEAD_MIN) return;
    await this.database.transaction((tx) =>
      this.alerts.raise(tx, {
        code: 'PARTITIONS_MISSING',
        subjectKind: 'database',
        subjectId: 'partitions',
        orgPath: '/city/',
        detail: { what: 'monthsAhead', expected: MONTHS_AHEAD_MIN, found },
      }),
    );
  }

  listDeadLetters(query: DeadLettersQuery): Promise<Page<DeadLetterView>> {
    const { db } = this.database;
    return beyondScope(db, MACHINERY, () => listDeadLetters(db, query));
  }

  /** Tries a dead letter again; whoever handled the event before is not affected. */
  async replay(officer: OfficerCaller, id: string): Promise<void> {
    await this.close(officer, id, 'REPLAYED', async (tx, letter) => {
      if (!(await sendAgain(tx, letter.eventId))) throw new Refusal(reportingErrors.EVENT_GONE);
    });
  }

  /** Gives a dead letter up; the audit keeps who did. */
  async discard(officer: OfficerCaller, id: string): Promise<void> {
    await this.close(officer, id, 'DISCARDED', async () => undefined);
  }

  private async close(
    officer: OfficerCaller,
    id: string,
    state: 'REPLAYED' | 'DISCARDED',
    work: (tx: Parameters<typeof sendAgain>[0], letter: DeadLetterRow) => Promise<void>,
  ): Promise<void> {
    // Looking is for all who may see the system; repairing is for the city's administrators.
    if (!officer.roles.includes('CITY_ADMIN')) throw new Refusal(commonErrors.NOT_ALLOWED);
    await beyondScope(this.database.db, MACHINERY, () =>
      this.database.transaction(async (tx) => {
        const letter = await lockDeadLetter(tx, id);
        if (!letter) throw new Refusal(commonErrors.NOT_FOUND);
        if (letter.state !== 'DEAD') throw new Refusal(reportingErrors.DEAD_LETTER_CLOSED);
        await work(tx, letter);
        await closeDeadLetter(tx, id, state);
        await this.audit.record(
          tx,
          officer,
          `dead-letter.${state.toLowerCase()}`,
          { kind: 'dead-letter', id },
          { event: letter.event },
        );
      }),
    );
  }

  private async countJobs(name: string): Promise<SystemState['queues'][number]> {
    const counts = await this.queues.get(name).getJobCounts('waiting', 'delayed', 'active', 'failed');
    const of = (state: string) => counts[state] ?? 0;
    return { name, waiting: of('waiting') + of('delayed'), active: of('active'), failed: of('failed') };
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), QUEUE_PATIENCE_MS);
  });
  try {
    return await Promise.race([work.catch(() => null), patience]);
  } finally {
    clearTimeout(timer);
  }
}
