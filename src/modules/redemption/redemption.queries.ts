import { Injectable } from '@nestjs/common';
import type { Db } from '../../platform/database/database.js';
import { beyondScope } from '../../platform/database/reach.js';
import { type Page, pageOf } from '../../shared/page.js';
import { shanghaiDate, startOfShanghaiDay, toWireTime } from '../../shared/time.js';
import { maskName } from '../../shared/numbers/masks.js';
import { cursorOf, instantAndId } from './cursor.js';
import { LEFT_OUT } from './left-out.js';
import type { RedemptionState } from './redemption.entity.js';
import type { GivenBenefit, HeldPart } from './held-part.schemas.js';
import type { MerchantRedemption, MerchantToday } from './redemption.schemas.js';
import type { WorkerRedemption } from './worker-redemption.schemas.js';
import { RESTORED } from './restored.js';

const BENEFITS = `(SELECT coalesce(array_agg(v.label ORDER BY u.campaign_id), '{}') FROM redemption_use u
   JOIN campaign_label v ON v.campaign_id = u.campaign_id AND v.version = u.version WHERE u.redemption_id = r.id)`;

const STANDS = `state IN ('REDEEMED', 'PARTIALLY_REVERSED', 'SETTLED')`;
const HOLDS = `CASE m->>'type' WHEN 'VOUCHER_PACK' THEN 'VOUCHER' WHEN 'GRANTED_VOUCHER' THEN 'VOUCHER' WHEN 'GRANT' THEN 'BALANCE' WHEN 'SERVICE' THEN 'SERVICE' END`;
/** What each benefit of redemption `r` gave and took. */
const GIVEN = `(SELECT coalesce(json_agg(json_build_object('campaignId', u.campaign_id, 'label', v.definition->>'label', 'discountFen', u.discount_fen,
     'holds', ${HOLDS}, 'units', coalesce((u.frozen->'taken'->>'units')::int, 0)) ORDER BY u.campaign_id), '[]')
   FROM redemption_use u JOIN campaign_version v ON v.campaign_id = u.campaign_id AND v.version = u.version
   CROSS JOIN LATERAL (SELECT v.definition->'mechanism' AS m) AS mechanism WHERE u.redemption_id = r.id)`;

interface MemberListRow extends Omit<ListRow, 'benefits' | 'ticket_no' | 'cashier' | 'member_id' | 'reversible_until'> {
  store_id: string;
  given: GivenBenefit[];
  restored: HeldPart[];
}
interface ListRow {
  id: string;
  state: RedemptionState;
  amount_fen: number;
  discount_fen: number;
  occurred_at: Date;
  reversible_until: Date | null;
  ticket_no: string;
  cashier: string | null;
  store_name: string;
  merchant_name: string;
  member_id: string | null;
  benefits: string[];
  reason: string | null;
  left_out: { label: string; reason: string }[];
}

interface Window {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Screens of tills, merchants and workers. A merchant's rows hold nothing about the person but a masked surname. */
@Injectable()
export class RedemptionQueries {
  /** What a till or a store redeemed, newest first; declined attempts are not listed, they say nothing a till may keep. */
  async listForMerchant(
    db: Db,
    where: { readonly merchantId: string; readonly storeId: string | null; readonly terminalId?: string },
    window: Window,
  ): Promise<Page<MerchantRedemption>> {
    const at = instantAndId(window.cursor);
    const rows: ListRow[] = await db.query(
      `SELECT r.id, r.state, r.amount_fen, r.discount_fen, r.occurred_at, r.reversible_until, r.ticket_no, r.cashier,
              s.name AS store_name, m.name AS merchant_name, r.member_id, ${BENEFITS} AS benefits, r.reason, '[]'::json AS left_out
       FROM redemption r JOIN store s ON s.id = r.store_id JOIN merchant m ON m.id = r.merchant_id
       WHERE r.merchant_id = $1 AND ($2::text IS NULL OR r.store_id = $2) AND ($3::text IS NULL OR r.terminal_id = $3) AND r.state <> 'DECLINED'
         AND ($4::timestamptz IS NULL OR (r.occurred_at, r.id) < ($4, $5::uuid))
       ORDER BY r.occurred_at DESC, r.id DESC LIMIT $6`,
      [where.merchantId, where.storeId, where.terminalId ?? null, at.occurredAt, at.id, window.limit + 1],
    );
    const page = pageOf(rows, window.limit, (row) => cursorOf(row.occurred_at, row.id));
    const names = await beyondScope(db, 'a merchant is told the masked surname of whom it served', () =>
      listNames(db, page.items),
    );
    return { items: page.items.map((row) => toMerchantRow(row, names)), nextCursor: page.nextCursor };
  }

  /** Today's total of a store, or of all of a merchant's stores; what came back in part counts with what is left of it. */
  async totalToday(db: Db, merchantId: string, storeId: string | null, now: Date): Promise<MerchantToday> {
    const since = new Date(startOfShanghaiDay(shanghaiDate(now.getTime())));
    const rows: { count: number; amount: number; discount: number; union_fen: number; merchant_fen: number }[] =
      await db.query(
        `SELECT count(*)::int AS count, coalesce(sum(amount_fen - returned_amount_fen), 0)::bigint AS amount,
              coalesce(sum(discount_fen - returned_discount_fen), 0)::bigint AS discount,
              coalesce(sum(union_fen - returned_union_fen), 0)::bigint AS union_fen,
              coalesce(sum(merchant_fen - returned_merchant_fen), 0)::bigint AS merchant_fen
       FROM redemption WHERE merchant_id = $1 AND ($2::text IS NULL OR store_id = $2) AND occurred_at >= $3 AND ${STANDS}`,
        [merchantId, storeId, since],
      );
    const row = rows[0];
    return {
      count: row?.count ?? 0,
      amountFen: row?.amount ?? 0,
      discountFen: row?.discount ?? 0,
      unionFen: row?.union_fen ?? 0,
      merchantFen: row?.merchant_fen ?? 0,
    };
  }

  /** A worker's own history with the true reason of every refusal. */
  async listForMember(
    db: Db,
    memberId: string,
    window: Window & { readonly campaignId?: string | undefined },
  ): Promise<Page<WorkerRedemption>> {
    const at = instantAndId(window.cursor);
    const rows: MemberListRow[] = await db.query(
      `SELECT r.id, r.state, r.amount_fen, r.discount_fen, r.occurred_at, r.store_id, s.name AS store_name, m.name AS merchant_name,
              ${GIVEN} AS given, ${RESTORED} AS restored, r.reason, ${LEFT_OUT} AS left_out
       FROM redemption r JOIN store s ON s.id = r.store_id JOIN merchant m ON m.id = r.merchant_id
       WHERE r.member_id = $1 AND ($2::timestamptz IS NULL OR (r.occurred_at, r.id) < ($2, $3::uuid))
         AND ($5::text IS NULL OR EXISTS (SELECT FROM redemption_use u WHERE u.redemption_id = r.id AND u.campaign_id = $5))
       ORDER BY r.occurred_at DESC, r.id DESC LIMIT $4`,
      [memberId, at.occurredAt, at.id, window.limit + 1, window.campaignId ?? null],
    );
    const page = pageOf(rows, window.limit, (row) => cursorOf(row.occurred_at, row.id));
    return { items: page.items.map(toWorkerRow), nextCursor: page.nextCursor };
  }

  /** What a member saved since New Year, less what was taken back. */
  async savedThisYear(db: Db, memberId: string, now: Date): Promise<number> {
    const since = new Date(startOfShanghaiDay(`${shanghaiDate(now.getTime()).slice(0, 4)}-01-01`));
    const rows: { saved: number }[] = await db.query(
      `SELECT coalesce(sum(discount_fen - returned_discount_fen), 0)::bigint AS saved
       FROM redemption WHERE member_id = $1 AND occurred_at >= $2 AND ${STANDS}`,
      [memberId, since],
    );
    return rows[0]?.saved ?? 0;
  }
}

async function listNames(db: Db, rows: readonly ListRow[]): Promise<ReadonlyMap<string | null, string>> {
  const members: { id: string; name: string }[] = await db.query('SELECT id, name FROM member WHERE id = ANY($1)', [
    rows.flatMap(({ member_id: id }) => (id === null ? [] : [id])),
  ]);
  return new Map(members.map(({ id, name }) => [id, maskName(name)]));
}

function toMerchantRow(row: ListRow, names: ReadonlyMap<string | null, string>): MerchantRedemption {
  return {
    id: row.id,
    state: row.state,
    holder: names.get(row.member_id) ?? '',
    amountFen: row.amount_fen,
    discountFen: row.discount_fen,
    payableFen: row.amount_fen - row.discount_fen,
    occurredAt: toWireTime(row.occurred_at),
    reversibleUntil: row.reversible_until === null ? null : toWireTime(row.reversible_until),
    ticketNo: row.ticket_no,
    cashier: row.cashier,
    storeName: row.store_name,
    benefits: row.benefits,
  };
}

function toWorkerRow(row: MemberListRow): WorkerRedemption {
  return {
    id: row.id,
    state: row.state,
    storeId: row.store_id,
    storeName: row.store_name,
    merchantName: row.merchant_name,
    amountFen: row.amount_fen,
    discountFen: row.discount_fen,
    payableFen: row.amount_fen - row.discount_fen,
    occurredAt: toWireTime(row.occurred_at),
    given: row.given,
    restored: row.restored,
    reason: row.reason,
    left: row.state === 'DECLINED' ? row.left_out.map(({ label, reason }) => ({ label, reason })) : [],
  };
}
