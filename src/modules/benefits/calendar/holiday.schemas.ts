import { z } from 'zod';
import { DAY_KINDS } from '../campaigns/campaign.schemas.js';

const YEAR_MAX_DAYS = 366;

export const holidaySchema = z
  .strictObject({
    dateOn: z.iso.date('must be an existing day as YYYY-MM-DD'),
    kind: z.enum(DAY_KINDS),
    name: z.string().trim().min(1, 'must not be empty').max(50),
  })
  .meta({ id: 'Holiday' });
export type Holiday = z.infer<typeof holidaySchema>;

const year = z.coerce.number().int().min(2000).max(2100);
export const holidayQuerySchema = z.strictObject({ year });

/** All days of one year that are not what their weekday says; they replace what the table had for that year. */
export const holidayYearSchema = z
  .strictObject({
    year: z.number().int().min(2000).max(2100),
    days: z.array(holidaySchema).max(YEAR_MAX_DAYS),
  })
  .superRefine(({ year, days }, context) => {
    if (new Set(days.map((day) => day.dateOn)).size !== days.length)
      context.addIssue({ code: 'custom', path: ['days'], message: 'must list each day once' });
    const index = days.findIndex((day) => !day.dateOn.startsWith(`${year}-`));
    if (index >= 0)
      context.addIssue({ code: 'custom', path: ['days', index, 'dateOn'], message: `must be a day of ${year}` });
  })
  .meta({ id: 'HolidayYear' });
export type HolidayYear = z.infer<typeof holidayYearSchema>;
