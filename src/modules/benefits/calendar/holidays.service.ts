import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { AuditService } from '../../audit/index.js';
import type { HolidayTable } from '../campaigns/schedule.rules.js';
import type { HolidayYear } from './holiday.schemas.js';
import { listHolidays, listKinds, replaceYear } from './holidays.repository.js';

/** The holiday table: what officers edit, and what every decision about kinds of day reads. */
@Injectable()
export class HolidaysService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  /** The kinds of all days in the table; a few dozen a year. */
  async table(db: Db): Promise<HolidayTable> {
    const kinds = await listKinds(db);
    return (dateOn) => kinds.get(dateOn) ?? null;
  }

  /** The entries of one year, in order. */
  async getYear(year: number): Promise<HolidayYear> {
    return { year, days: await listHolidays(this.database.db, year) };
  }

  /** Replaces the entries of one year by those given; every campaign of the city is judged by them. */
  async putYear(caller: OfficerCaller, request: HolidayYear): Promise<HolidayYear> {
    const { year, days } = request;
    await this.database.transaction(async (tx) => {
      await replaceYear(tx, request);
      const subject = { kind: 'holiday-year', id: String(year) };
      await this.audit.record(tx, caller, 'holidays.replaced', subject, { days: days.length });
    });
    return this.getYear(year);
  }
}
