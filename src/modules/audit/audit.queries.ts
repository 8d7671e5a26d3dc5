import type { Db } from '../../platform/database/database.js';
import { type Page, pageOf } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import type { AuditEntryView, AuditQuery } from './audit.schemas.js';

interface EntryRow extends Omit<AuditEntryView, 'at'> {
  readonly at: Date;
}

// Above every identity value, below where a JavaScript number loses one.
const BEFORE_ALL = '9007199254740991';

/** Entries newest first, of one subject, of one kind of subject, or all. */
export async function listEntries(
  db: Db,
  { subjectKind, subjectId, limit, cursor }: AuditQuery,
): Promise<Page<AuditEntryView>> {
  const rows: EntryRow[] = await db.query(
    `SELECT id::text AS id, at, actor_kind AS "actorKind", actor_id AS "actorId", action, subject_kind AS "subjectKind",
       subject_id AS "subjectId", detail
     FROM audit_entry
     WHERE id < $1::bigint AND ($2::text IS NULL OR subject_kind = $2) AND ($3::text IS NULL OR subject_id = $3)
     ORDER BY id DESC LIMIT $4`,
    [cursor ?? BEFORE_ALL, subjectKind ?? null, subjectId ?? null, limit + 1],
  );
  const { items, nextCursor } = pageOf(rows, limit, (row) => row.id);
  return { items: items.map((row) => ({ ...row, at: toWireTime(row.at) })), nextCursor };
}
