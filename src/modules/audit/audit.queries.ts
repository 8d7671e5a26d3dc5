import type { Db } from '../../platform/database/database.js';
import { type Page, pageOf } from '../../shared/page.js';
import { DAY_MS, startOfShanghaiDay, toWireTime } from '../../shared/time.js';
import type { AuditEntryView, AuditQuery } from './audit.schemas.js';

interface EntryRow extends Omit<AuditEntryView, 'at'> {
  readonly at: Date;
}

// Above every identity value, below where a JavaScript number loses one.
const BEFORE_ALL = '9007199254740991';

/** Entries newest first, of one subject, kind, action, actor or period, or all. A worker is never named: the id is enough. */
export async function listEntries(
  db: Db,
  { subjectKind, subjectId, action, actorId, fromOn, untilOn, limit, cursor }: AuditQuery,
): Promise<Page<AuditEntryView>> {
  const rows: EntryRow[] = await db.query(
    `SELECT a.id::text AS id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", l.display_name AS "actorName", a.action,
       a.subject_kind AS "subjectKind", a.subject_id AS "subjectId", a.detail
     FROM audit_entry a
     LEFT JOIN login l ON l.id = CASE WHEN a.actor_kind IN ('officer', 'merchant') THEN a.actor_id::uuid END
     WHERE a.id < $1::bigint AND ($2::text IS NULL OR a.subject_kind = $2) AND ($3::text IS NULL OR a.subject_id = $3)
       AND ($4::text IS NULL OR a.action LIKE $4 || '%') AND ($5::text IS NULL OR a.actor_id = $5)
       AND ($6::timestamptz IS NULL OR a.at >= $6) AND ($7::timestamptz IS NULL OR a.at < $7)
     ORDER BY a.id DESC LIMIT $8`,
    [
      cursor ?? BEFORE_ALL,
      subjectKind ?? null,
      subjectId ?? null,
      action ?? null,
      actorId ?? null,
      fromOn === undefined ? null : new Date(startOfShanghaiDay(fromOn)),
      untilOn === undefined ? null : new Date(startOfShanghaiDay(untilOn) + DAY_MS),
      limit + 1,
    ],
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.id);
  return { items: items.map((row) => ({ ...row, at: toWireTime(row.at) })), nextCursor };
}
