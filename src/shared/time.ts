/**
 * Time as the city lives it. China has kept one zone and no daylight saving since 1991, so Shanghai is a fixed +08:00 here:
 * plain arithmetic, exact for every date the platform can meet.
 */
export const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

export type Period = 'DAY' | 'WEEK' | 'MONTH' | 'YEAR' | 'ALL';

export interface ShanghaiParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  /** 0 … 1439. */
  readonly minuteOfDay: number;
  /** Local day, `YYYY-MM-DD`. */
  readonly dateOn: string;
}

/** What clock and calendar in Shanghai show at an instant (Unix milliseconds). */
export function shanghaiParts(epochMs: number): ShanghaiParts {
  const local = new Date(epochMs + SHANGHAI_OFFSET_MS);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: ((local.getUTCDay() + 6) % 7) + 1,
    minuteOfDay: local.getUTCHours() * 60 + local.getUTCMinutes(),
    dateOn: local.toISOString().slice(0, 10),
  };
}

/** The local day of an instant, `YYYY-MM-DD`. */
export function shanghaiDate(epochMs: number): string {
  return shanghaiParts(epochMs).dateOn;
}

/** The first instant (Unix milliseconds) of a local day. */
export function startOfShanghaiDay(dateOn: string): number {
  return Date.parse(`${dateOn}T00:00:00+08:00`);
}

/** The name of the period an instant falls in; equal names mean the same period. Weeks start on Monday. */
export function periodKey(period: Period, epochMs: number): string {
  const parts = shanghaiParts(epochMs);
  switch (period) {
    case 'DAY':
      return `D${parts.dateOn}`;
    case 'WEEK':
      return `W${shanghaiDate(epochMs - (parts.weekday - 1) * DAY_MS)}`;
    case 'MONTH':
      return `M${parts.dateOn.slice(0, 7)}`;
    case 'YEAR':
      return `Y${parts.dateOn.slice(0, 4)}`;
    case 'ALL':
      return 'ALL';
  }
}

/** The first instant (Unix milliseconds) of the period after the one an instant falls in; null for ALL, which never ends. */
export function nextPeriodStart(period: Period, epochMs: number): number | null {
  const { year, month, weekday, dateOn } = shanghaiParts(epochMs);
  switch (period) {
    case 'DAY':
      return startOfShanghaiDay(dateOn) + DAY_MS;
    case 'WEEK':
      return startOfShanghaiDay(dateOn) + (8 - weekday) * DAY_MS;
    case 'MONTH':
      return Date.UTC(year, month, 1) - SHANGHAI_OFFSET_MS;
    case 'YEAR':
      return Date.UTC(year + 1, 0, 1) - SHANGHAI_OFFSET_MS;
    case 'ALL':
      return null;
  }
}

/** RFC 3339 with `+08:00`, the form every instant has on the wire. Milliseconds are kept only when there are some. */
export function toWireTime(instant: Date | number): string {
  const epochMs = typeof instant === 'number' ? instant : instant.getTime();
  const local = new Date(epochMs + SHANGHAI_OFFSET_MS).toISOString();
  return `${local.slice(0, epochMs % 1000 === 0 ? 19 : 23)}+08:00`;
}
