import { Injectable } from '@nestjs/common';
import { EventProcessor } from '../../platform/queue/event-processor.js';
import { type Handler, on, onTask } from '../../platform/queue/handlers.js';
import { PackRunner } from '../../platform/queue/pack-runner.js';
import { CaseClock } from './cases/case-clock.service.js';
import { CaseEvidence } from './cases/case-evidence.service.js';
import { WorkerCases } from './cases/worker-cases.service.js';
import { ErasuresService } from './privacy/erasures/erasures.service.js';
import { memberConsentWithdrawn, memberErased } from './privacy/privacy.events.js';
import { CategoryReminders } from './categories/reminders/category-reminders.service.js';
import { WaitingNotices } from './membership/reminders/waiting-notices.service.js';
import { TransferRequests } from './membership/transfers/transfer-requests.service.js';

const CASES_EVERY_MS = 10 * 60_000;
const TIDY_EVERY_MS = 6 * 3_600_000;
const TRANSFERS_EVERY_MS = 10 * 60_000;
const WAITING_EVERY_MS = 10 * 60_000;
const REMINDERS_EVERY_MS = 10 * 60_000;
const ERASURES_EVERY_MS = 10 * 60_000;

/** Clock work of members. */
@Injectable()
export class MembersProcessor extends EventProcessor {
  readonly handlers: readonly Handler[];

  constructor(
    runner: PackRunner,
    private readonly cases: CaseClock,
    evidence: CaseEvidence,
    applications: WorkerCases,
    private readonly transfers: TransferRequests,
    private readonly erasures: ErasuresService,
    private readonly waiting: WaitingNotices,
    private readonly reminders: CategoryReminders,
  ) {
    super(runner, 'members');
    this.handlers = [
      onTask(memberErased, (event) => evidence.eraseEvidence(event.payload.memberId)),
      on(memberConsentWithdrawn, (tx, events) =>
        applications.withdrawAll(
          tx,
          events.filter(({ payload }) => payload.kind === 'SENSITIVE').map(({ payload }) => payload.memberId),
        ),
      ),
    ];
  }

  override readonly schedules = [
    {
      name: 'grant-posted-categories',
      when: { everyMs: CASES_EVERY_MS },
      run: () => this.cases.grantDue().then(() => undefined),
    },
    { name: 'watch-categories', when: { everyMs: CASES_EVERY_MS }, run: () => this.cases.watch() },
    { name: 'tidy-evidence', when: { everyMs: TIDY_EVERY_MS }, run: () => this.cases.tidy() },
    { name: 'watch-transfers', when: { everyMs: TRANSFERS_EVERY_MS }, run: () => this.transfers.watch() },
    { name: 'watch-waiting', when: { everyMs: WAITING_EVERY_MS }, run: () => this.waiting.watch() },
    { name: 'remind-of-endings', when: { everyMs: REMINDERS_EVERY_MS }, run: () => this.reminders.send() },
    {
      name: 'carry-out-erasures',
      when: { everyMs: ERASURES_EVERY_MS },
      run: () => this.erasures.carryOutDue().then(() => undefined),
    },
  ];
}
