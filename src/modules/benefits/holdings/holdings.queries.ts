import type { Db } from '../../../platform/database/database.js';

export interface HoldingSums {
  readonly people: number;
  readonly leftUnion: number;
  readonly givenUnits: number;
  readonly givenFen: number;
  readonly leftUnits: number;
  readonly leftFen: number;
  readonly expiredUnits: number;
  readonly expiredFen: number;
}

/** All that a campaign handed out, added up by what became of it; of those who left only how many they are. */
export async function sumHoldings(db: Db, campaignId: string): Promise<HoldingSums> {
  const [sums]: [HoldingSums] = await db.query(
    `SELECT count(*)::bigint AS people, count(*) FILTER (WHERE state = 'REVOKED')::bigint AS "leftUnion",
       coalesce(sum(given_units) FILTER (WHERE state <> 'REVOKED'), 0)::bigint AS "givenUnits",
       coalesce(sum(given_fen) FILTER (WHERE state <> 'REVOKED'), 0)::bigint AS "givenFen",
       coalesce(sum(units) FILTER (WHERE state = 'LIVE'), 0)::bigint AS "leftUnits",
       coalesce(sum(fen) FILTER (WHERE state = 'LIVE'), 0)::bigint AS "leftFen",
       coalesce(sum(units) FILTER (WHERE state = 'EXPIRED'), 0)::bigint AS "expiredUnits",
       coalesce(sum(fen) FILTER (WHERE state = 'EXPIRED'), 0)::bigint AS "expiredFen"
     FROM holding WHERE campaign_id = $1`,
    [campaignId],
  );
  return sums;
}
