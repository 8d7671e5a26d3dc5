import { Injectable } from '@nestjs/common';
import type { Db } from '../../platform/database/database.js';
import { maskName } from '../../shared/numbers/masks.js';
import { scopeLike } from '../../shared/org-path.js';
import { type Page, pageOf } from '../../shared/page.js';
import { toWireTime } from '../../shared/time.js';
import { cursorOf, instantAndId } from './cursor.js';
import { LEFT_OUT } from './left-out.js';
import type { RedemptionState } from './redemption.entity.js';
import type { ConsoleListQuery, ConsoleRedemption, ConsoleRedemptionDetail } from './redemption.schemas.js';

interface Row {
  id: string;
  state: RedemptionState;
  occurred_at: Date;
  store_name: string;
  merchant_name: string;
  member_name: string | null;
  org_name: string;
  amount_fen: number;
  discount_fen: number;
  union_fen: number;
  merchant_fen: number;
  benefits: string[];
  reason: string | null;
}

interface DetailRow extends Row {
  ticket_no: string;
  cashier: string | null;
  terminal_id: string;
  reversible_until: Date | null;
  left_out: ConsoleRedemptionDetail['left'];
  uses: ConsoleRedemptionDetail['uses'];
  reversals: { id: string; type: string; returnedFen: number; occurredAt: string }[];
  postings: ConsoleRedemptionDetail['postings'];
}

const COLUMNS = `r.id, r.state, r.occurred_at, s.name AS store_name, m.name AS merchant_name, p.name AS member_name, o.name AS org_name,
  r.amount_fen, r.discount_fen, r.union_fen, r.merchant_fen, r.reason,
  (SELECT coalesce(array_agg(v.label ORDER BY u.campaign_id), '{}') FROM redemption_use u
   JOIN campaign_label v ON v.campaign_id = u.campaign_id AND v.version = u.version WHERE u.redemption_id = r.id) AS benefits`;
const TABLES = `redemption r JOIN store s ON s.id = r.store_id JOIN merchant m ON m.id = r.merchant_id
  LEFT JOIN member p ON p.id = r.member_id JOIN union_org o ON o.id = org_of_path(r.org_path)`;

/** What officers see: redemptions by members of unions of their subtree, wherever those have moved since. */
@Injectable()
export class ConsoleRedemptionQueries {
  /** Newest first; with `after`, only what came since, for the live list. */
  async list(db: Db, scope: readonly string[], query: ConsoleListQuery): Promise<Page<ConsoleRedemption>> {
    const before = instantAndId(query.cursor);
    const after = instantAndId(query.after);
    const rows: Row[] = await db.query(
      `SELECT ${COLUMNS} FROM ${TABLES}
       WHERE o.path LIKE ANY($1) AND ($2::text IS NULL OR r.state = $2) AND ($3::uuid IS NULL OR r.member_id = $3)
         AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM redemption_use u WHERE u.redemption_id = r.id AND u.campaign_id = $4))
         AND ($5::timestamptz IS NULL OR (r.occurred_at, r.id) < ($5, $6::uuid))
         AND ($7::timestamptz IS NULL OR (r.occurred_at, r.id) > ($7, $8::uuid))
       ORDER BY r.occurred_at DESC, r.id DESC LIMIT $9`,
      [
        scopeLike(scope),
        query.state ?? null,
        query.memberId ?? null,
        query.campaignId ?? null,
        before.occurredAt,
        before.id,
        after.occurredAt,
        after.id,
        query.limit + 1,
      ],
    );
    const page = pageOf(rows, query.limit, (row) => cursorOf(row.occurred_at, row.id));
    return { items: page.items.map(toView), nextCursor: page.nextCursor };
  }

  /** One redemption with what it moved, or null when it is not of the officer's subtree. */
  async find(db: Db, scope: readonly string[], id: string): Promise<ConsoleRedemptionDetail | null> {
    const rows: DetailRow[] = await db.query(
      `SELECT ${COLUMNS}, r.ticket_no, r.cashier, r.terminal_id, r.reversible_until, ${LEFT_OUT} AS left_out,
         (SELECT coalesce(json_agg(json_build_object('campaignId', u.campaign_id, 'version', u.version, 'label', v.label,
            'discountFen', u.discount_fen, 'unionFen', u.union_fen, 'merchantFen', u.merchant_fen) ORDER BY u.campaign_id), '[]')
          FROM redemption_use u JOIN campaign_label v ON v.campaign_id = u.campaign_id AND v.version = u.version WHERE u.redemption_id = r.id) AS uses,
         (SELECT coalesce(json_agg(json_build_object('id', x.id, 'type', x.type, 'returnedFen', x.returned_fen, 'occurredAt', x.occurred_at) ORDER BY x.occurred_at), '[]')
          FROM reversal x WHERE x.redemption_id = r.id) AS reversals,
         (SELECT coalesce(json_agg(json_build_object('debitAccount', b.debit_account, 'creditAccount', b.credit_account, 'amountFen', b.amount_fen,
            'reason', b.reason, 'postedAt', b.posted_at) ORDER BY b.posted_at, b.seq), '[]') FROM posting b WHERE b.redemption_id = r.id) AS postings
       FROM ${TABLES} WHERE r.id = $2 AND o.path LIKE ANY($1)`,
      [scopeLike(scope), id],
    );
    const row = rows[0];
    if (!row) return null;
    return {
      ...toView(row),
      ticketNo: row.ticket_no,
      cashier: row.cashier,
      terminalId: row.terminal_id,
      reversibleUntil: row.reversible_until === null ? null : toWireTime(row.reversible_until),
      uses: row.uses,
      left: row.left_out,
      reversals: row.reversals.map((reversal) => ({
        ...reversal,
        occurredAt: toWireTime(new Date(reversal.occurredAt)),
      })),
      postings: row.postings.map((posting) => ({ ...posting, postedAt: toWireTime(new Date(posting.postedAt)) })),
    };
  }
}

function toView(row: Row): ConsoleRedemption {
  return {
    id: row.id,
    state: row.state,
    occurredAt: toWireTime(row.occurred_at),
    storeName: row.store_name,
    merchantName: row.merchant_name,
    memberName: row.member_name === null ? '' : maskName(row.member_name),
    orgName: row.org_name,
    amountFen: row.amount_fen,
    discountFen: row.discount_fen,
    unionFen: row.union_fen,
    merchantFen: row.merchant_fen,
    benefits: row.benefits,
    reason: row.reason,
  };
}
