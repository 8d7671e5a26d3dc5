import type { Holiday, HolidayYear } from '../../../modules/benefits/calendar/holiday.schemas.js';
import { session } from '../session.js';

export type { Holiday, HolidayYear };

const base = '/console/v1/holidays';

export function getHolidays(year: number, signal?: AbortSignal): Promise<HolidayYear> {
  return session.request('GET', `${base}?year=${year}`, { signal });
}

export function putHolidays(body: HolidayYear): Promise<HolidayYear> {
  return session.request('PUT', base, { body });
}
