import type { Db } from '../../../platform/database/database.js';
import type { TerminalScope } from '../../../shared/caller.js';
import { toWireTime } from '../../../shared/time.js';
import type { TerminalView } from './terminals.schemas.js';

const TERMINALS_MAX = 1_000;

/** Tills that were not revoked and belong to the merchant, in a store when one is given; newest first. */
export async function listTerminals(
  db: Db,
  filter: { merchantId: string; storeId?: string | null },
): Promise<TerminalView[]> {
  const rows: (Omit<TerminalView, 'createdAt' | 'keys'> & { createdAt: Date; keys: TerminalView['keys'] })[] =
    await db.query(
      `SELECT t.id, t.store_id AS "storeId", t.label, t.kind, t.scopes, t.state, t.created_at AS "createdAt",
       coalesce((SELECT jsonb_agg(jsonb_build_object('keyId', k.key_id, 'algorithm', k.algorithm, 'createdAt', k.created_at) ORDER BY k.created_at)
         FROM terminal_key k WHERE k.terminal_id = t.id AND k.state = 'ACTIVE'), '[]') AS keys
     FROM terminal t JOIN store s ON s.id = t.store_id
     WHERE s.merchant_id = $1 AND ($2::text IS NULL OR s.id = $2) AND t.state = 'ACTIVE'
     ORDER BY t.created_at DESC, t.id LIMIT ${TERMINALS_MAX}`,
      [filter.merchantId, filter.storeId ?? null],
    );
  return rows.map((row) => ({
    ...row,
    createdAt: toWireTime(row.createdAt),
    keys: row.keys.map((key) => ({ ...key, createdAt: toWireTime(new Date(key.createdAt)) })),
  }));
}

/** All that judging and answering a till's request needs to know of it. */
export interface TerminalFacts {
  readonly keyId: string;
  readonly algorithm: 'ED25519' | 'HMAC-SHA256';
  readonly publicKey: Uint8Array | null;
  readonly secretCipher: Buffer | null;
  readonly terminalId: string;
  readonly scopes: readonly TerminalScope[];
  readonly storeId: string;
  readonly storeName: string;
  readonly merchantId: string;
  readonly merchantName: string;
  readonly merchantCategory: string;
  /** The store is open and its merchant active. */
  readonly serving: boolean;
}

/** The till an active key belongs to; null when key or till were revoked or never were. */
export async function findTerminalByKey(db: Db, keyId: string): Promise<TerminalFacts | null> {
  const rows: TerminalFacts[] = await db.query(
    `SELECT k.key_id AS "keyId", k.algorithm, k.public_key AS "publicKey", k.secret_cipher AS "secretCipher",
       t.id AS "terminalId", t.scopes, s.id AS "storeId", s.name AS "storeName",
       m.id AS "merchantId", m.name AS "merchantName", m.category AS "merchantCategory", (s.state = 'OPEN' AND m.state = 'ACTIVE') AS serving
     FROM terminal_key k JOIN terminal t ON t.id = k.terminal_id JOIN store s ON s.id = t.store_id JOIN merchant m ON m.id = s.merchant_id
     WHERE k.key_id = $1 AND k.state = 'ACTIVE' AND t.state = 'ACTIVE'`,
    [keyId],
  );
  return rows[0] ?? null;
}
