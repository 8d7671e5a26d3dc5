import { orgIdsOf } from '../../../shared/org-path.js';
import { shanghaiDate, shanghaiParts } from '../../../shared/time.js';

/** A redemption of a holder (`redemptions` 1) or what came back of one (0, and less money). */
export interface HolderUse {
  /** Of the holder's union at that moment. */
  readonly orgPath: string;
  readonly occurredAt: string;
  readonly redemptions: 0 | 1;
  readonly discountFen: number;
}

/** What is to be added to one row of `org_day`. */
export interface OrgUse {
  readonly orgId: string;
  readonly dayOn: string;
  readonly redemptions: number;
  readonly discountFen: number;
}

/** Adds uses up by union and Shanghai day, in the order rows are locked in. What came back is taken off in its own day: closed days stay as reported. */
export function foldOrgDays(uses: readonly HolderUse[]): OrgUse[] {
  const days = new Map<string, OrgUse>();
  for (const { orgPath, occurredAt, redemptions, discountFen } of uses) {
    const orgId = orgIdsOf(orgPath).at(-1);
    if (orgId === undefined) continue;
    const dayOn = shanghaiDate(Date.parse(occurredAt));
    const key = `${dayOn} ${orgId}`;
    const known = days.get(key);
    days.set(key, {
      orgId,
      dayOn,
      redemptions: (known?.redemptions ?? 0) + redemptions,
      discountFen: (known?.discountFen ?? 0) + discountFen,
    });
  }
  return [...days.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, day]) => day);
}

/** What is to be added to one row of `org_hour`. */
export interface OrgHour {
  readonly orgId: string;
  readonly dayOn: string;
  readonly hour: number;
  readonly redemptions: number;
}

/** Adds redemptions up by union and Shanghai hour, in the order rows are locked in. */
export function foldOrgHours(uses: readonly Pick<HolderUse, 'orgPath' | 'occurredAt'>[]): OrgHour[] {
  const hours = new Map<string, OrgHour>();
  for (const { orgPath, occurredAt } of uses) {
    const orgId = orgIdsOf(orgPath).at(-1);
    if (orgId === undefined) continue;
    const { dateOn: dayOn, minuteOfDay } = shanghaiParts(Date.parse(occurredAt));
    const hour = Math.floor(minuteOfDay / 60);
    const key = `${dayOn} ${orgId} ${String(hour).padStart(2, '0')}`;
    hours.set(key, { orgId, dayOn, hour, redemptions: (hours.get(key)?.redemptions ?? 0) + 1 });
  }
  return [...hours.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, hour]) => hour);
}
