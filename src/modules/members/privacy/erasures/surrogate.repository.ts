import type { Tx } from '../../../../platform/database/database.js';
import { ERASED_NAME } from '../../../../shared/numbers/masks.js';
import { DAY_MS, shanghaiDate } from '../../../../shared/time.js';
import { endEntry, lockAllHeld } from '../../categories/categories.repository.js';

export interface ErasableMember {
  readonly id: string;
  readonly orgId: string;
  readonly orgPath: string;
}

/** Locks a member who still has data. */
export async function lockErasable(tx: Tx, memberId: string, scope: readonly string[]): Promise<ErasableMember | null> {
  const rows: ErasableMember[] = await tx.query(
    `SELECT m.id, m.org_id AS "orgId", o.path AS "orgPath" FROM member m JOIN union_org o ON o.id = m.org_id
     WHERE m.id = $1 AND m.erased_at IS NULL AND o.path LIKE ANY($2::text[]) FOR UPDATE OF m`,
    [memberId, scope],
  );
  return rows[0] ?? null;
}

/** Empties a member's row to its surrogate: the id, its union for the statistics, and the hash that knows the person if they join again. */
export async function emptyMember(tx: Tx, memberId: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE member SET erased_at = $2, name = $3, member_no = '-' || id::text, membership = 'WITHDRAWN', enterprise_id = NULL, gender = NULL,
       birth_on = NULL, joined_on = NULL, id_number_cipher = NULL, phone_cipher = NULL, phone_hash = NULL, phone_hash_even = NULL
     WHERE id = $1`,
    [memberId, at, ERASED_NAME],
  );
}

/** Takes the person off every list. */
export async function leaveLists(tx: Tx, memberId: string): Promise<void> {
  await tx.query(
    `WITH left_lists AS (DELETE FROM member_list_entry WHERE member_id = $1 RETURNING list_id)
     UPDATE member_list SET size = size - 1 WHERE id IN (SELECT list_id FROM left_lists)`,
    [memberId],
  );
}

/** What was decided stays, without the words it was decided on; what the person held ends, on record as every end. */
export async function endCategories(tx: Tx, memberId: string, now: Date): Promise<void> {
  const lastOn = shanghaiDate(now.getTime() - DAY_MS);
  for (const held of await lockAllHeld(tx, memberId)) await endEntry(tx, held, { reason: 'REVOKED', lastOn, now });
  await tx.query(`UPDATE member_category SET basis = '—' WHERE member_id = $1`, [memberId]);
}

/** Moves under way end, and what was written about the person with them. */
export async function endTransfers(tx: Tx, memberId: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE member_transfer SET reason = NULL, ended_reason = CASE WHEN ended_reason IS NOT NULL THEN '—' END,
       state = CASE WHEN state = 'REQUESTED' THEN 'CANCELLED' ELSE state END, ended_at = coalesce(ended_at, $2)
     WHERE member_id = $1`,
    [memberId, at],
  );
}

/** Takes what people wrote out of the history of somebody whose erasure is noted as done. */
export async function forgetWords(tx: Tx, memberId: string): Promise<void> {
  await tx.query('SELECT forget_member_words($1)', [memberId]);
}

/**
 * Forgets who people were whose data were erased before an instant, once no limit can still count for them: the year of their leaving is
 * over, and every campaign they could have used has ended. Campaigns are read here for their ends alone.
 */
export async function forgetErased(tx: Tx, before: Date, yearStart: Date, now: Date, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE member SET id_number_hash = NULL, id_number_hash_even = NULL WHERE id IN (
       SELECT m.id FROM member m
       WHERE m.erased_at <= $1 AND m.erased_at < $2 AND coalesce(m.id_number_hash, m.id_number_hash_even) IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM campaign_runtime r JOIN campaign c ON c.id = r.campaign_id
           WHERE c.created_at <= m.erased_at AND r.ends_at > $3)
       ORDER BY m.id LIMIT $4 FOR UPDATE SKIP LOCKED)`,
    [before, yearStart, now, limit],
  );
  return count;
}
