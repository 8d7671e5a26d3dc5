import type { Db, Tx } from '../../platform/database/database.js';

export interface MerchantRow {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly createdAt: Date;
}

export interface StoreRow {
  readonly id: string;
  readonly merchantId: string;
  readonly name: string;
  readonly address: string;
  readonly parkCode: string | null;
  readonly openingHours: string;
  readonly createdAt: Date;
}

export interface StorePlace {
  readonly storeId: string;
  readonly merchantId: string;
}

/** Adds merchants; a known id is an error of the database, translated by the service. */
export async function insertMerchants(tx: Tx, rows: readonly MerchantRow[]): Promise<void> {
  await tx.query(
    `INSERT INTO merchant (id, name, category, state, created_at)
     SELECT id, name, category, 'ACTIVE', created_at
     FROM jsonb_to_recordset($1::jsonb) AS r (id text, name text, category text, created_at timestamptz)`,
    [JSON.stringify(rows.map(({ createdAt, ...row }) => ({ ...row, created_at: createdAt })))],
  );
}

export async function insertStores(tx: Tx, rows: readonly StoreRow[]): Promise<void> {
  const records = rows.map((row) => ({
    id: row.id,
    merchant_id: row.merchantId,
    name: row.name,
    address: row.address,
    park_code: row.parkCode,
    opening_hours: row.openingHours,
    created_at: row.createdAt,
  }));
  await tx.query(
    `INSERT INTO store (id, merchant_id, name, address, park_code, opening_hours, state, created_at)
     SELECT id, merchant_id, name, address, park_code, opening_hours, 'OPEN', created_at
     FROM jsonb_to_recordset($1::jsonb) AS r (
       id text, merchant_id text, name text, address text, park_code text, opening_hours text, created_at timestamptz)`,
    [JSON.stringify(records)],
  );
}

/** Changes a merchant's state; false when there is no such merchant. */
export async function setMerchantState(tx: Tx, id: string, state: 'ACTIVE' | 'SUSPENDED'): Promise<boolean> {
  const [, changed]: [unknown, number] = await tx.query('UPDATE merchant SET state = $2 WHERE id = $1', [id, state]);
  return changed === 1;
}

export async function findStorePlace(db: Db, storeId: string): Promise<StorePlace | null> {
  const rows: StorePlace[] = await db.query(
    'SELECT id AS "storeId", merchant_id AS "merchantId" FROM store WHERE id = $1',
    [storeId],
  );
  return rows[0] ?? null;
}

/** Whether a merchant is on record; locked so that a store can be added to it. */
export async function merchantExists(tx: Tx, id: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM merchant WHERE id = $1 FOR KEY SHARE', [id]);
  return rows.length > 0;
}
