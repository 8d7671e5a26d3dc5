import { Injectable } from '@nestjs/common';
import type { Db } from '../../../platform/database/database.js';
import { firstIdAt } from '../../../shared/ids.js';
import { toWireTime } from '../../../shared/time.js';
import type { CampaignFacts } from './explain.js';
import type { ExplainedEvent } from './explanation.schemas.js';

/** Facts of one transaction have ids made within moments of each other; a wide margin still touches only a few rows. */
const BEFORE_MS = 2_000;
const AFTER_MS = 5_000;

export interface KeptDecision {
  readonly id: string;
  readonly reason: string | null;
  readonly decision: unknown;
  readonly reversalIds: readonly string[];
}

/** What an explanation reads besides the record itself. */
@Injectable()
export class ExplanationQueries {
  /** A redemption's record; whether the reader may see it has been asked before. */
  async find(db: Db, id: string): Promise<KeptDecision | null> {
    const rows: KeptDecision[] = await db.query(
      `SELECT r.id, r.reason, r.decision, ARRAY(SELECT v.id FROM reversal v WHERE v.redemption_id = r.id ORDER BY v.id) AS "reversalIds"
       FROM redemption r WHERE r.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** What the versions of a record offered, and which version is in force today. */
  async listCampaignFacts(
    db: Db,
    refs: readonly { readonly id: string; readonly version: number }[],
  ): Promise<ReadonlyMap<string, CampaignFacts>> {
    const rows: { id: string; offer: CampaignFacts['offer']; today: number }[] = await db.query(
      `SELECT v.campaign_id AS id, v.definition->'mechanism' AS offer, c.version AS today
       FROM unnest($1::text[], $2::int[]) AS wanted (campaign_id, version)
       JOIN campaign_version v USING (campaign_id, version) JOIN campaign_runtime c USING (campaign_id)`,
      [refs.map(({ id }) => id), refs.map(({ version }) => version)],
    );
    return new Map(rows.map(({ id, offer, today }) => [id, { offer, versionToday: today }]));
  }

  async listOrgNames(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { id: string; name: string }[] = await db.query('SELECT id, name FROM union_org WHERE id = ANY($1)', [
      ids,
    ]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async listCategoryNames(db: Db, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows: { code: string; name: string }[] = await db.query(
      'SELECT code, name FROM member_category_code WHERE code = ANY($1)',
      [codes],
    );
    return new Map(rows.map(({ code, name }) => [code, name]));
  }

  /** The events the redemption and its reversals announced, oldest first; those long cleared away are no longer listed. */
  async listEvents(db: Db, { id, reversalIds }: KeptDecision): Promise<ExplainedEvent[]> {
    const windows = [id, ...reversalIds].map(windowAround);
    const rows: { event: string; occurred_at: Date; sent_at: Date | null }[] = await db.query(
      `SELECT DISTINCT o.id, o.event, o.occurred_at, o.sent_at
       FROM unnest($1::uuid[], $2::uuid[]) AS w (low, high) JOIN outbox o ON o.id >= w.low AND o.id < w.high
       WHERE o.payload->>'redemptionId' = $3 ORDER BY o.id`,
      [windows.map(({ low }) => low), windows.map(({ high }) => high), id],
    );
    return rows.map(({ event, occurred_at, sent_at }) => ({
      event,
      occurredAt: toWireTime(occurred_at),
      sentAt: sent_at === null ? null : toWireTime(sent_at),
    }));
  }
}

/** Ids (UUID v7) begin with the millisecond they were made in. */
function windowAround(id: string): { readonly low: string; readonly high: string } {
  const madeMs = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return { low: firstIdAt(madeMs - BEFORE_MS), high: firstIdAt(madeMs + AFTER_MS) };
}
