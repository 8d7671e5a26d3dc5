import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { readRecord } from '../decision-record.js';

/** What a member is told of one decision: the true reasons, also those a till never hears. */
export interface KeptDecision {
  /** Why nothing was given; null when something was. */
  readonly reason: string | null;
  /** Benefits that gave nothing, each with its reason. */
  readonly left: Readonly<Record<string, string>>;
}

interface Row {
  readonly reason: string | null;
  readonly decision: unknown;
}

/** Decisions as they were kept, by what a till knows of them; for rehearsals, which see all that members see. */
@Injectable()
export class KeptDecisions {
  constructor(private readonly database: Database) {}

  /** The decision about a till's attempt to redeem or authorize; null when its key is unknown. */
  async ofAttempt(terminalId: string, key: string): Promise<KeptDecision | null> {
    const rows: Row[] = await this.database.db.query(
      `SELECT coalesce(r.reason, r.decision->>'reason') AS reason, coalesce(r.decision, a.decision) AS decision
       FROM idempotency_key k LEFT JOIN redemption r ON r.id = k.redemption_id LEFT JOIN till_authorization a ON a.id = k.redemption_id
       WHERE k.terminal_id = $1 AND k.key = $2`,
      [terminalId, key],
    );
    return decisionOf(rows[0]);
  }

  /** The latest quote a till got for a member; null when there is none. */
  async ofLatestQuote(terminalId: string, memberId: string): Promise<KeptDecision | null> {
    const rows: Row[] = await this.database.db.query(
      `SELECT coalesce(reason, decision->>'reason') AS reason, decision FROM till_quote WHERE terminal_id = $1 AND member_id = $2
       ORDER BY quoted_at DESC, id DESC LIMIT 1`,
      [terminalId, memberId],
    );
    return decisionOf(rows[0]);
  }
}

function decisionOf(row: Row | undefined): KeptDecision | null {
  if (!row || row.decision === null) return null;
  const { campaigns } = readRecord(row.decision);
  const left = campaigns.flatMap(({ id, left: reason }) => (reason === undefined ? [] : [[id, reason] as const]));
  return { reason: row.reason, left: Object.fromEntries(left) };
}
