import type { Tx } from '../../../platform/database/database.js';
import type { Leaving } from './holdings.service.js';

/** Some live holdings whose campaign has ended; what was unspent stays readable as what expired. */
export async function expireOfEnded(tx: Tx, limit: number): Promise<number> {
  const [, count]: [unknown, number] = await tx.query(
    `UPDATE holding h SET state = 'EXPIRED', promised_fen = 0
     FROM (SELECT h.campaign_id, h.member_id FROM holding h JOIN campaign_runtime r USING (campaign_id)
       WHERE h.state = 'LIVE' AND r.state = 'ENDED' ORDER BY h.campaign_id COLLATE "C", h.member_id LIMIT $1 FOR UPDATE OF h SKIP LOCKED) AS due
     WHERE h.campaign_id = due.campaign_id AND h.member_id = due.member_id`,
    [limit],
  );
  return count;
}

/** What each of these people holds of campaigns whose owner was above them and is no more, in the order of locks. */
export async function listLeft(
  tx: Tx,
  leavings: readonly Leaving[],
): Promise<{ campaignId: string; memberId: string }[]> {
  return tx.query(
    `SELECT DISTINCT h.campaign_id COLLATE "C" AS "campaignId", h.member_id AS "memberId"
     FROM jsonb_to_recordset($1::jsonb) AS l ("memberId" uuid, "fromOrgPath" text, "toOrgPath" text)
     JOIN holding h ON h.member_id = l."memberId" AND h.state = 'LIVE'
     JOIN campaign c ON c.id = h.campaign_id JOIN union_org o ON o.id = c.owner_org_id
     WHERE starts_with(l."fromOrgPath", o.path) AND NOT starts_with(l."toOrgPath", o.path) ORDER BY 1, 2`,
    [JSON.stringify(leavings)],
  );
}

/** Some of what people hold of campaigns of these unions without being below them, in the order of locks. */
export async function listBeyond(
  tx: Tx,
  ownerIds: readonly string[],
  limit: number,
): Promise<{ campaignId: string; memberId: string }[]> {
  return tx.query(
    `SELECT h.campaign_id COLLATE "C" AS "campaignId", h.member_id AS "memberId"
     FROM campaign c JOIN union_org owner ON owner.id = c.owner_org_id JOIN holding h ON h.campaign_id = c.id AND h.state = 'LIVE'
     JOIN member m ON m.id = h.member_id JOIN union_org o ON o.id = m.org_id
     WHERE c.owner_org_id = ANY($1) AND NOT o.path ^@ owner.path ORDER BY 1, 2 LIMIT $2`,
    [ownerIds, limit],
  );
}

/** All that these people still hold, in the order of locks. */
export async function listLive(
  tx: Tx,
  memberIds: readonly string[],
): Promise<{ campaignId: string; memberId: string }[]> {
  return tx.query(
    `SELECT h.campaign_id COLLATE "C" AS "campaignId", h.member_id AS "memberId" FROM holding h
     WHERE h.member_id = ANY($1::uuid[]) AND h.state = 'LIVE' ORDER BY 1, 2`,
    [memberIds],
  );
}

/** Ends one holding with all that is left of it; answers the UNION fen that were promised for it. */
export async function revoke(tx: Tx, campaignId: string, memberId: string): Promise<number> {
  const [held]: { promisedFen: number }[] = await tx.query(
    `SELECT promised_fen AS "promisedFen" FROM holding WHERE campaign_id = $1 AND member_id = $2 AND state = 'LIVE' FOR UPDATE`,
    [campaignId, memberId],
  );
  if (!held) return 0;
  await tx.query(
    `UPDATE holding SET state = 'REVOKED', units = 0, fen = 0, promised_fen = 0 WHERE campaign_id = $1 AND member_id = $2`,
    [campaignId, memberId],
  );
  return held.promisedFen;
}

/** Money that is promised no more is free again; after the end it was released already. */
export async function releasePromise(tx: Tx, campaignId: string, fen: number): Promise<void> {
  if (fen === 0) return;
  await tx.query(
    `UPDATE campaign_runtime SET held_fen = held_fen - $2, promised_fen = promised_fen - $2 WHERE campaign_id = $1 AND state <> 'ENDED'`,
    [campaignId, fen],
  );
}
