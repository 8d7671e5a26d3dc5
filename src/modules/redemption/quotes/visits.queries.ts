import { Injectable } from '@nestjs/common';
import type { Db } from '../../../platform/database/database.js';
import { firstIdAt } from '../../../shared/ids.js';
import { DAY_MS } from '../../../shared/time.js';
import type { HeldPart } from '../held-part.schemas.js';
import { RESTORED } from '../restored.js';
import type { Visit } from './visits.schemas.js';

export interface VisitRow {
  readonly id: string;
  readonly kind: Visit['kind'];
  readonly state: string | null;
  readonly reason: string | null;
  readonly decision: unknown;
  readonly at: Date;
  readonly store_id: string;
  readonly store_name: string;
  readonly merchant_name: string;
  readonly restored: HeldPart[];
}

export interface PlaceNames {
  readonly stores: ReadonlyMap<string, string>;
  readonly merchants: ReadonlyMap<string, string>;
}

/** What tills did with a member's card lately. */
@Injectable()
export class VisitsQueries {
  /** Newest first. Ids begin with their time, so that only the newest partitions are looked at; a day's margin forgives any clock. */
  async list(db: Db, memberId: string, since: Date, limit: number): Promise<VisitRow[]> {
    return db.query(
      `SELECT r.id, r.kind, r.state, r.reason, r.decision, r.at, r.store_id, s.name AS store_name, m.name AS merchant_name,
         CASE WHEN r.kind = 'REDEMPTION' THEN ${RESTORED} ELSE '[]' END AS restored
       FROM (
         (SELECT id, 'QUOTE' AS kind, NULL AS state, store_id, reason, decision, quoted_at AS at
          FROM till_quote WHERE member_id = $1 AND quoted_at > $2 ORDER BY quoted_at DESC, id DESC LIMIT $4)
         UNION ALL
         (SELECT id, 'AUTHORIZATION', state, store_id, NULL, decision, held_at
          FROM till_authorization WHERE member_id = $1 AND held_at > $2 AND id >= $3 ORDER BY held_at DESC, id DESC LIMIT $4)
         UNION ALL
         (SELECT id, 'REDEMPTION', state, store_id, reason, decision, occurred_at
          FROM redemption WHERE member_id = $1 AND occurred_at > $2 AND id >= $3 ORDER BY occurred_at DESC, id DESC LIMIT $4)
       ) AS r JOIN store s ON s.id = r.store_id JOIN merchant m ON m.id = s.merchant_id
       ORDER BY r.at DESC, r.id DESC LIMIT $4`,
      [memberId, since, firstIdAt(since.getTime() - DAY_MS), limit],
    );
  }

  async listPlaceNames(db: Db, storeIds: readonly string[], merchantIds: readonly string[]): Promise<PlaceNames> {
    const rows: { kind: 'STORE' | 'MERCHANT'; id: string; name: string }[] = await db.query(
      `SELECT 'STORE' AS kind, id, name FROM store WHERE id = ANY($1) AND state = 'OPEN'
       UNION ALL SELECT 'MERCHANT', id, name FROM merchant WHERE id = ANY($2) AND state = 'ACTIVE'`,
      [storeIds, merchantIds],
    );
    const named = (kind: string) => new Map(rows.flatMap((row) => (row.kind === kind ? [[row.id, row.name]] : [])));
    return { stores: named('STORE'), merchants: named('MERCHANT') };
  }
}
