import type { Db } from '../../platform/database/database.js';
import { type Page, pageOf } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import type { AuditEntry, AuditQuery } from './audit.schemas.js';

interface Row extends Omit<AuditEntry, 'at' | 'id'> {
  readonly id: number;
  readonly at: Date;
}

/** Entries newest first, of one subject or of all. */
export async function listEntries(db: Db, query: AuditQuery): Promise<Page<AuditEntry>> {
  const rows: Row[] = await db.query(
    `SELECT e.id, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", coalesce(l.display_name, '') AS "actorName", e.action,
            e.subject_kind AS "subjectKind", e.subject_id AS "subjectId", e.detail
     FROM audit_entry e LEFT JOIN login l ON l.id::text = e.actor_id AND l.kind <> 'WORKER'
     WHERE ($1::text IS NULL OR e.subject_kind = $1) AND ($2::text IS NULL OR e.subject_id = $2) AND ($3::bigint IS NULL OR e.id < $3)
     ORDER BY e.id DESC LIMIT $4`,
    [query.subjectKind ?? null, query.subjectId ?? null, query.cursor ?? null, query.limit + 1],
  );
  const page = pageOf(rows, query.limit, (row) => String(row.id));
  return { items: page.items.map((row) => ({ ...row, id: String(row.id), at: toWireTime(row.at) })), nextCursor: page.nextCursor };
}
