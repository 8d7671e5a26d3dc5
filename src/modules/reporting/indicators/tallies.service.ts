import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { logger } from '../../../platform/logging/logger.js';
import { Clock } from '../../../shared/clock.js';
import { DAY_MS, shanghaiDate, startOfShanghaiDay } from '../../../shared/time.js';
import { AlertsService } from '../../audit/index.js';
import { foldOrgDays, foldOrgHours, type HolderUse } from './org-uses.rules.js';
import {
  addOrgDays,
  addOrgHours,
  correct,
  findCountedOn,
  findDifferences,
  foldChanges,
  forgetHours,
  lockTallies,
  noteFolded,
  noteUses,
  recoverUses,
  rewriteScreens,
  tryLockTallies,
  unionsOfRedemptions,
  unionsWith,
} from './tallies.repository.js';
import { listDifferenceNotices } from './tallies.queries.js';
import { USED_DAYS } from './tally-sql.js';

/** How much one transaction folds; an import of a million people leaves two thousand differences. */
const CHANGES_MAX = 10_000;
const ALERT = 'TALLIES_DIFFER';
/** So many days a redemption may come late, as from a till without a network, and still be seen in its hour. */
const HOURS_KEPT_DAYS = 8;

/** Keeps the figures of unions up with what was written, exactly once, and proves them against a recount. */
@Injectable()
export class TalliesService {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertsService,
    private readonly clock: Clock,
  ) {}

  /** Brings everything committed so far into the tallies; returns at once while another process does. */
  async fold(): Promise<void> {
    while (await this.database.transaction((tx) => this.foldSome(tx)));
  }

  /** Notes which cards were used and what their holders' unions used, of new redemptions. */
  async noteRedemptions(
    tx: Tx,
    redemptions: readonly (Omit<HolderUse, 'redemptions'> & { readonly redemptionId: string })[],
  ): Promise<void> {
    const days = foldOrgDays(redemptions.map((each) => ({ ...each, redemptions: 1 })));
    if (days.length > 0) await addOrgDays(tx, days);
    const hours = foldOrgHours(redemptions);
    if (hours.length > 0) await addOrgHours(tx, hours);
    // Last: what it locks, tills share but officers wait for.
    await noteUses(
      tx,
      redemptions.map(({ redemptionId }) => redemptionId),
    );
  }

  /** Takes back what came back, in its own day. */
  async noteReversals(
    tx: Tx,
    reversals: readonly { readonly redemptionId: string; readonly occurredAt: string; readonly returnedFen: number }[],
  ): Promise<void> {
    const unions = await unionsOfRedemptions(
      tx,
      reversals.map(({ redemptionId }) => redemptionId),
    );
    const days = foldOrgDays(
      reversals.flatMap(({ redemptionId, occurredAt, returnedFen }) => {
        const orgPath = unions.get(redemptionId);
        return orgPath === undefined
          ? []
          : [{ orgPath, occurredAt, redemptions: 0 as const, discountFen: -returnedFen }];
      }),
    );
    if (days.length > 0) await addOrgDays(tx, days);
  }

  /** Compares the tallies with a recount of all rows and tells people when they differ. Answers whether they agree. */
  async compare(): Promise<boolean> {
    await this.fold();
    const differences = await this.database.snapshot((db) => findDifferences(db, this.unusedOn()));
    const told = await listDifferenceNotices(this.database.db, ALERT);
    await this.database.transaction(async (tx) => {
      if (differences.length === 0) return this.alerts.lapse(tx, told);
      logger.error({ differences }, 'tallies differ from a recount');
      await this.alerts.tell(tx, [
        {
          code: ALERT,
          subjectKind: 'tallies',
          subjectId: 'indicators',
          orgPath: '/city/',
          detail: Object.fromEntries(differences.map(({ what, found }) => [what, found])),
        },
      ]);
    });
    return differences.length === 0;
  }

  /** Makes the tallies right from the rows while everybody goes on writing. */
  async rebuild(): Promise<void> {
    const since = new Date(startOfShanghaiDay(this.unusedOn()));
    await this.database.transaction(async (tx) => {
      await lockTallies(tx);
      await recoverUses(tx, since);
      await correct(tx);
    });
    await this.fold();
    await this.database.transaction(async (tx) => {
      await lockTallies(tx);
      await rewriteScreens(tx, null, this.unusedOn());
    });
    await this.compare();
  }

  private async foldSome(tx: Tx): Promise<boolean> {
    if (!(await tryLockTallies(tx))) return false;
    const now = this.clock.now();
    const todayOn = shanghaiDate(now.getTime());
    const isNewDay = (await findCountedOn(tx)) !== todayOn;
    const { changes, orgIds, enterpriseIds } = await foldChanges(tx, CHANGES_MAX);
    if (isNewDay) {
      await rewriteScreens(tx, null, this.unusedOn());
      await forgetHours(tx, shanghaiDate(now.getTime() - HOURS_KEPT_DAYS * DAY_MS));
    }
    if (!isNewDay && changes > 0)
      await rewriteScreens(tx, [...new Set([...orgIds, ...(await unionsWith(tx, enterpriseIds))])], this.unusedOn());
    await noteFolded(tx, now, todayOn);
    return changes === CHANGES_MAX;
  }

  private unusedOn(): string {
    return shanghaiDate(this.clock.now().getTime() - USED_DAYS * DAY_MS);
  }
}
