import type { Db } from '../../platform/database/database.js';
import { type Page, pageOf } from '../../shared/page.js';
import type { MerchantsQuery, MerchantView, StoreNames, StoresQuery } from './merchants.schemas.js';

/** What others need to know of a store: where it is and what its merchant sells. */
export interface StoreFacts {
  readonly storeId: string;
  readonly storeName: string;
  readonly merchantId: string;
  readonly merchantName: string;
  readonly category: string;
  readonly address: string;
  readonly parkCode: string | null;
  readonly openingHours: string;
  /** Open, and its merchant active. */
  readonly serving: boolean;
}

/** Narrows stores; every list given must contain the store. */
export interface StoreFilter {
  readonly storeIds?: readonly string[];
  readonly merchantIds?: readonly string[];
  readonly categories?: readonly string[];
  readonly parkCodes?: readonly string[];
  readonly servingOnly?: boolean;
  readonly limit?: number;
}

const STORES_MAX = 10_000;

const MERCHANT_COLUMNS = `m.id, m.name, m.category, c.name AS "categoryName", m.state,
  (SELECT count(*)::int FROM store s WHERE s.merchant_id = m.id) AS "storeCount"`;

/** Merchants by id; `q` is a part of the name or the beginning of the id. */
export async function listMerchants(db: Db, { q, ids, limit, cursor }: MerchantsQuery): Promise<Page<MerchantView>> {
  const rows: MerchantView[] = await db.query(
    `SELECT ${MERCHANT_COLUMNS} FROM merchant m JOIN merchant_category c ON c.code = m.category
     WHERE m.id > $1 AND ($2::text IS NULL OR strpos(m.name, $2) > 0 OR starts_with(m.id, $2))
       AND ($4::text[] IS NULL OR m.id = ANY($4))
     ORDER BY m.id LIMIT $3`,
    [cursor ?? '', q ?? null, limit + 1, ids ?? null],
  );
  return pageOf(rows, limit, (row) => row.id);
}

/** Stores by a part of their or their merchant's name, or by their ids. */
export async function listStoreNames(db: Db, { q, ids }: StoresQuery, limit: number): Promise<StoreNames['items']> {
  return db.query(
    `SELECT s.id, s.name, m.name AS "merchantName" FROM store s JOIN merchant m ON m.id = s.merchant_id
     WHERE ($1::text IS NULL OR strpos(s.name, $1) > 0 OR strpos(m.name, $1) > 0 OR starts_with(s.id, $1))
       AND ($2::text[] IS NULL OR s.id = ANY($2))
     ORDER BY m.name, s.name, s.id LIMIT $3`,
    [q ?? null, ids ?? null, limit],
  );
}

export async function findMerchant(db: Db, id: string): Promise<MerchantView | null> {
  const rows: MerchantView[] = await db.query(
    `SELECT ${MERCHANT_COLUMNS} FROM merchant m JOIN merchant_category c ON c.code = m.category WHERE m.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface StoreOfMerchant {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly parkCode: string | null;
  readonly openingHours: string;
  readonly state: 'OPEN' | 'CLOSED';
}

export async function storesOfMerchant(db: Db, merchantId: string): Promise<StoreOfMerchant[]> {
  return db.query(
    `SELECT id, name, address, park_code AS "parkCode", opening_hours AS "openingHours", state
     FROM store WHERE merchant_id = $1 ORDER BY id LIMIT ${STORES_MAX}`,
    [merchantId],
  );
}

export async function listCategories(db: Db): Promise<{ code: string; name: string }[]> {
  return db.query('SELECT code, name FROM merchant_category ORDER BY code');
}

/** Stores by what they are and where; in the order of their ids. */
export async function listStores(db: Db, filter: StoreFilter = {}): Promise<StoreFacts[]> {
  return db.query(
    `SELECT s.id AS "storeId", s.name AS "storeName", m.id AS "merchantId", m.name AS "merchantName", m.category, s.address,
       s.park_code AS "parkCode", s.opening_hours AS "openingHours", (s.state = 'OPEN' AND m.state = 'ACTIVE') AS serving
     FROM store s JOIN merchant m ON m.id = s.merchant_id
     WHERE ($1::text[] IS NULL OR s.id = ANY($1)) AND ($2::text[] IS NULL OR m.id = ANY($2))
       AND ($3::text[] IS NULL OR m.category = ANY($3)) AND ($4::text[] IS NULL OR s.park_code = ANY($4))
       AND (NOT $5::boolean OR (s.state = 'OPEN' AND m.state = 'ACTIVE'))
     ORDER BY s.id LIMIT $6`,
    [
      filter.storeIds ?? null,
      filter.merchantIds ?? null,
      filter.categories ?? null,
      filter.parkCodes ?? null,
      filter.servingOnly ?? false,
      Math.min(filter.limit ?? STORES_MAX, STORES_MAX),
    ],
  );
}
