import type { Db } from '../../../../platform/database/database.js';
import type { Side } from './transfer.rules.js';
import type { TransferState } from './transfer.schemas.js';

/** The enterprise of a union that has just one; where there are several nobody can tell which one is meant. */
export async function findSoleEnterprise(db: Db, orgId: string): Promise<string | null> {
  const rows: { id: string }[] = await db.query('SELECT id FROM enterprise WHERE union_org_id = $1 LIMIT 2', [orgId]);
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}

export interface TransferListRow {
  readonly id: string;
  readonly memberId: string;
  readonly memberName: string;
  readonly state: TransferState;
  readonly fromPath: string;
  readonly toPath: string;
  readonly fromOrgName: string;
  readonly toOrgName: string;
  readonly requestedSide: Side | 'WORKER';
  readonly fromConfirmedAt: Date | null;
  readonly toConfirmedAt: Date | null;
  readonly reason: string | null;
  readonly endedReason: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly remindedAt: Date | null;
  readonly endedAt: Date | null;
}

const ROW = `t.id, t.member_id AS "memberId", m.name AS "memberName", t.state, f.path AS "fromPath", o.path AS "toPath",
  f.name AS "fromOrgName", o.name AS "toOrgName", t.requested_side AS "requestedSide", t.from_confirmed_at AS "fromConfirmedAt",
  t.to_confirmed_at AS "toConfirmedAt", t.reason, t.ended_reason AS "endedReason", t.created_at AS "createdAt",
  t.expires_at AS "expiresAt", t.reminded_at AS "remindedAt", t.ended_at AS "endedAt"`;
const FROM = `member_transfer t JOIN member m ON m.id = t.member_id
  JOIN union_org f ON f.id = t.from_org_id JOIN union_org o ON o.id = t.to_org_id`;

export interface TransferFilter {
  readonly id?: string | undefined;
  readonly memberId?: string | undefined;
  readonly state?: TransferState | undefined;
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

/** Transfers from or to the subtree, the newest first; `limit + 1` rows. */
export function listTransfers(db: Db, scope: readonly string[], filter: TransferFilter): Promise<TransferListRow[]> {
  return db.query(
    `SELECT ${ROW} FROM ${FROM}
     WHERE (f.path LIKE ANY($1::text[]) OR o.path LIKE ANY($1::text[])) AND ($2::uuid IS NULL OR t.id = $2)
       AND ($3::uuid IS NULL OR t.member_id = $3) AND ($4::text IS NULL OR t.state = $4) AND ($5::uuid IS NULL OR t.id < $5)
     ORDER BY t.id DESC LIMIT $6`,
    [
      scope,
      filter.id ?? null,
      filter.memberId ?? null,
      filter.state ?? null,
      filter.beforeId ?? null,
      filter.limit + 1,
    ],
  );
}

/** How many transfers wait for a confirmation of the subtree. */
export async function countWaitingTransfers(db: Db, scope: readonly string[]): Promise<number> {
  const rows: { n: number }[] = await db.query(
    `SELECT count(*)::int AS n FROM ${FROM} WHERE t.state = 'REQUESTED'
       AND ((t.from_confirmed_by IS NULL AND f.path LIKE ANY($1::text[])) OR (t.to_confirmed_by IS NULL AND o.path LIKE ANY($1::text[])))`,
    [scope],
  );
  return rows[0]?.n ?? 0;
}

/** A member's newest transfer, whatever became of it. */
export async function findNewestTransfer(db: Db, memberId: string): Promise<TransferListRow | null> {
  const rows: TransferListRow[] = await db.query(
    `SELECT ${ROW} FROM ${FROM} WHERE t.member_id = $1 ORDER BY t.id DESC LIMIT 1`,
    [memberId],
  );
  return rows[0] ?? null;
}
