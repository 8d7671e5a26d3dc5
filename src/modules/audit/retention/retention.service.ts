import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, type Db, type Tx, violatedConstraint } from '../../../platform/database/database.js';
import { logger } from '../../../platform/logging/logger.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Clock } from '../../../shared/clock.js';
import { Refusal } from '../../../shared/errors.js';
import { DAY_MS, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../audit.service.js';
import { retentionErrors } from './retention.errors.js';
import { findDays, listRules, lockDays, noteRun, updateDays } from './retention.repository.js';
import type { RetentionChange, RetentionRuleView } from './retention.schemas.js';

/** Removes some of what ended before an instant; answers how many, less than `limit` when nothing is left. */
export type Clearing = (tx: Tx, before: Date, limit: number) => Promise<number>;

const CHUNK = 500;

/** How long what is kept. The periods are rows of a table; who keeps the data says how they are cleared. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap {
  private readonly clearings = new Map<string, Clearing | null>();

  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Names how data of a period are cleared; null for a waiting time that clears nothing by itself. */
  keep(code: string, clearing: Clearing | null): void {
    this.clearings.set(code, clearing);
  }

  /** A period nobody acts on would be a promise nobody keeps, so it stops the start. */
  async onApplicationBootstrap(): Promise<void> {
    const rules = await listRules(this.database.db);
    const idle = rules.filter(({ code }) => !this.clearings.has(code)).map(({ code }) => code);
    const missing = [...this.clearings.keys()].filter((code) => !rules.some((rule) => rule.code === code));
    if (idle.length > 0 || missing.length > 0)
      throw new Error(`retention periods without a clearing: ${idle.join(', ')}; without a row: ${missing.join(', ')}`);
  }

  async days(db: Db, code: string): Promise<number> {
    const days = await findDays(db, code);
    if (days === null) throw new Error(`there is no retention period ${code}`);
    return days;
  }

  async list(): Promise<{ items: RetentionRuleView[] }> {
    const rows = await listRules(this.database.db);
    const wire = (at: Date | null): string | null => (at === null ? null : toWireTime(at));
    return {
      items: rows.map((row) => ({ ...row, changedAt: wire(row.changedAt), lastRunAt: wire(row.lastRunAt) })),
    };
  }

  /** Changes a period within its range; the trail keeps what it was and why. @throws Refusal RETENTION_UNKNOWN, RETENTION_OUT_OF_RANGE */
  async change(caller: OfficerCaller, code: string, { keepDays, reason }: RetentionChange): Promise<void> {
    const work = this.database.transaction(async (tx) => {
      const before = await lockDays(tx, code);
      if (before === null) throw new Refusal(retentionErrors.RETENTION_UNKNOWN);
      await updateDays(tx, code, keepDays, caller.loginId, this.clock.now());
      const detail = { fromDays: before, toDays: keepDays, reason };
      await this.audit.record(tx, caller, 'retention.changed', { kind: 'retention', id: code }, detail);
    });
    await work.catch((error: unknown) => {
      if (violatedConstraint(error) === 'retention_rule_days_range')
        throw new Refusal(retentionErrors.RETENTION_OUT_OF_RANGE, { field: 'keepDays' });
      throw error;
    });
  }

  /** Clears what has been kept long enough, in chunks that commit one by one: all of it, or one kind. Answers how many of each were removed. */
  async clear(only?: string): Promise<Record<string, number>> {
    const done: Record<string, number> = {};
    for (const { code, keepDays } of await listRules(this.database.db)) {
      const clearing = this.clearings.get(code);
      if (!clearing || (only !== undefined && only !== code)) continue;
      const before = new Date(this.clock.now().getTime() - keepDays * DAY_MS);
      let removed = 0;
      for (let some = CHUNK; some >= CHUNK; removed += some)
        some = await this.database.transaction((tx) => clearing(tx, before, CHUNK));
      await this.database.transaction((tx) => noteRun(tx, code, removed, this.clock.now()));
      done[code] = removed;
    }
    if (Object.values(done).some((removed) => removed > 0)) logger.info(done, 'cleared what was kept long enough');
    return done;
  }
}
