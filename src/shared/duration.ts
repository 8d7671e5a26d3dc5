import { DAY_MS, SHANGHAI_OFFSET_MS } from './time.js';

const DURATION =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,10}(?:\.\d{1,3})?)S)?)?$/;
const HOUR_MS = 3_600_000;

/** Whether a text is a duration of ISO 8601 such as `PT2H`, `P1D` or `P1M`. */
export function isDuration(text: string): boolean {
  return DURATION.test(text);
}

/** The instant (Unix milliseconds) a duration later: years and months by Shanghai's calendar, the last day of a month at most. */
export function after(epochMs: number, duration: string): number {
  const match = DURATION.exec(duration);
  if (!match) throw new Error(`no duration: ${duration}`);
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const local = new Date(epochMs + SHANGHAI_OFFSET_MS);
  const month = local.getUTCMonth() + (years ?? 0) * 12 + (months ?? 0);
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const startOfDay = Date.UTC(local.getUTCFullYear(), month, Math.min(local.getUTCDate(), lastDay));
  const timeOfDay = ((local.getTime() % DAY_MS) + DAY_MS) % DAY_MS;
  const clock = (hours ?? 0) * HOUR_MS + (minutes ?? 0) * 60_000 + Math.round((seconds ?? 0) * 1000);
  return startOfDay + timeOfDay - SHANGHAI_OFFSET_MS + ((weeks ?? 0) * 7 + (days ?? 0)) * DAY_MS + clock;
}
