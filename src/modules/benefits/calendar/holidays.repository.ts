import type { Db, Tx } from '../../../platform/database/database.js';
import type { DayKind } from '../campaigns/campaign.schemas.js';
import type { Holiday, HolidayYear } from './holiday.schemas.js';

/** Every day of the table with its kind. */
export async function listKinds(db: Db): Promise<Map<string, DayKind>> {
  const rows: { date_on: string; kind: DayKind }[] = await db.query(
    'SELECT date_on::text AS date_on, kind FROM holiday',
  );
  return new Map(rows.map((row) => [row.date_on, row.kind]));
}

/** The entries of one year, in order. */
export async function listHolidays(db: Db, year: number): Promise<Holiday[]> {
  return db.query(
    `SELECT date_on::text AS "dateOn", kind, name FROM holiday
     WHERE date_on >= make_date($1::int, 1, 1) AND date_on < make_date($1::int + 1, 1, 1) ORDER BY date_on`,
    [year],
  );
}

/** Replaces the entries of one year; two officers at once take turns. */
export async function replaceYear(tx: Tx, { year, days }: HolidayYear): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('holiday-year', $1::int))`, [year]);
  await tx.query(
    'DELETE FROM holiday WHERE date_on >= make_date($1::int, 1, 1) AND date_on < make_date($1::int + 1, 1, 1)',
    [year],
  );
  await tx.query(
    `INSERT INTO holiday (date_on, kind, name)
     SELECT "dateOn", kind, name FROM jsonb_to_recordset($1::jsonb) AS day ("dateOn" date, kind text, name text)`,
    [JSON.stringify(days)],
  );
}
