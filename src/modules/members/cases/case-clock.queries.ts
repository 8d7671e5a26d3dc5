import type { Db } from '../../../platform/database/database.js';
import { BY_ITS_MEANING } from './cases.queries.js';

export const ENDING_CODE = 'CATEGORY_ENDING_';
const ENDING_DAYS = [60, 30, 7];

export interface Ending {
  readonly orgId: string;
  readonly orgPath: string;
  readonly name: string;
  readonly days: number;
  readonly people: number;
}

/** Per union, what ends within so many days, the farther first. */
export function listEndingOfUnions(db: Db, todayOn: string): Promise<Ending[]> {
  return db.query(
    `SELECT m.org_id AS "orgId", o.path AS "orgPath", o.name, t.days, count(*)::int AS people
     FROM member_category g JOIN member m ON m.id = g.member_id JOIN union_org o ON o.id = m.org_id CROSS JOIN unnest($2::int[]) AS t (days)
     WHERE g.state = 'GRANTED' AND g.until_on >= $1::date AND g.until_on <= $1::date + 60 AND g.until_on <= $1::date + t.days
     GROUP BY m.org_id, o.path, o.name, t.days ORDER BY m.org_id, t.days DESC`,
    [todayOn, ENDING_DAYS],
  );
}

/**
 * Cases whose evidence nobody may keep any longer: withdrawn ones at once, granted ones so many years after the last day of what they
 * granted as their category said when they were decided. Of refused ones a period of the table says it.
 */
export async function listErasable(db: Db, now: Date, todayOn: string, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT c.id FROM category_case c ${BY_ITS_MEANING}
     WHERE c.evidence_erased_at IS NULL AND (
       c.state = 'WITHDRAWN'
       OR (c.state IN ('GRANTED', 'EXITED') AND c.closed_at < $1::timestamptz - make_interval(years => k.keep_years)
         AND NOT EXISTS (SELECT FROM member_category g WHERE g.member_id = c.member_id AND g.code = c.code
           AND (g.until_on IS NULL OR g.until_on >= $2::date - make_interval(years => k.keep_years)))))
     ORDER BY c.id LIMIT $3`,
    [now, todayOn, limit],
  );
  return rows.map(({ id }) => id);
}

/** Cases refused before an instant that still have their evidence. */
export async function listRefusedBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM category_case WHERE state = 'REFUSED' AND evidence_erased_at IS NULL AND closed_at < $1 ORDER BY closed_at LIMIT $2`,
    [before, limit],
  );
  return rows.map(({ id }) => id);
}

export async function listCaseIds(db: Db, memberId: string): Promise<string[]> {
  const rows: { id: string }[] = await db.query('SELECT id FROM category_case WHERE member_id = $1', [memberId]);
  return rows.map(({ id }) => id);
}

/** Of these ids those that are cases. */
export async function listKnown(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows: { id: string }[] = await db.query('SELECT id FROM category_case WHERE id = ANY($1::uuid[])', [ids]);
  return new Set(rows.map(({ id }) => id));
}
