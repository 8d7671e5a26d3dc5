import type { Db } from '../../../platform/database/database.js';
import type { ProductionAudience, ProductionFile, ProductionOutlook, ProductionState } from './production.schemas.js';

export interface ProductionViewRow {
  readonly id: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly audience: ProductionAudience;
  readonly state: ProductionState;
  readonly total: number;
  readonly done: number;
  readonly requestedBy: string;
  readonly requestedByName: string | null;
  readonly createdAt: Date;
  readonly producedAt: Date | null;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly files:
    readonly { readonly kind: ProductionFile; readonly bytes: number; readonly expiresAt: string }[] | null;
}

/** Batches of the subtree, the newest first; `limit + 1` rows. */
export function listProductions(
  db: Db,
  scope: readonly string[],
  filter: { readonly id: string | null; readonly beforeId: string | null; readonly limit: number },
): Promise<ProductionViewRow[]> {
  return db.query(
    `SELECT b.id, b.org_id AS "orgId", o.name AS "orgName", b.audience, b.state, b.total, b.done, b.requested_by AS "requestedBy",
       l.display_name AS "requestedByName", b.created_at AS "createdAt", b.produced_at AS "producedAt",
       (SELECT json_object_agg(s.state, s.n) FROM (SELECT p.state, count(*) AS n FROM card_plastic p WHERE p.batch_id = b.id GROUP BY p.state) AS s) AS counts,
       (SELECT json_agg(json_build_object('kind', f.kind, 'bytes', f.bytes, 'expiresAt', f.expires_at) ORDER BY f.kind)
        FROM card_production_file f WHERE f.batch_id = b.id) AS files
     FROM card_production b JOIN union_org o ON o.id = b.org_id LEFT JOIN login l ON l.id = b.requested_by
     WHERE o.path LIKE ANY($1::text[]) AND ($2::uuid IS NULL OR b.id = $2) AND ($3::uuid IS NULL OR b.id < $3)
     ORDER BY b.id DESC LIMIT $4`,
    [scope, filter.id, filter.beforeId, filter.limit + 1],
  );
}

/** How many of a union wait for plastic, have none, have no card, and are in a batch. */
export async function findOutlook(db: Db, orgPath: string): Promise<ProductionOutlook> {
  const rows: ProductionOutlook[] = await db.query(
    `SELECT count(*) FILTER (WHERE p.state = 'APPLIED')::integer AS applied,
       count(*) FILTER (WHERE p.id IS NULL AND m.membership = 'ACTIVE')::integer AS "withoutPlastic",
       count(*) FILTER (WHERE c.id IS NULL AND m.membership = 'ACTIVE')::integer AS "withoutCard",
       count(*) FILTER (WHERE p.state IN ('IN_BATCH', 'PRODUCED'))::integer AS "inBatches"
     FROM member m JOIN union_org o ON o.id = m.org_id
     LEFT JOIN card c ON c.member_id = m.id AND c.state NOT IN ('REPLACED', 'CANCELLED', 'EXPIRED')
     LEFT JOIN card_plastic p ON p.card_id = c.id AND p.state <> 'VOID'
     WHERE o.path LIKE $1 AND (c.id IS NULL OR c.state IN ('APPLIED', 'PRODUCED', 'ISSUED', 'ACTIVE'))`,
    [`${orgPath}%`],
  );
  const [found] = rows;
  if (found === undefined) throw new Error('a count without a row');
  return found;
}

/** A card of a batch, as its files need it. */
export interface SheetRow {
  readonly place: number;
  readonly cardNo: number;
  readonly issueNo: number;
  readonly expiresOn: string;
  readonly name: string;
  readonly orgName: string;
  readonly enterpriseName: string | null;
}

/** The next cards of a batch by place; what was voided meanwhile is left out. */
export function listSheetRows(db: Db, batchId: string, afterPlace: number, limit: number): Promise<SheetRow[]> {
  return db.query(
    `SELECT p.place, c.card_no AS "cardNo", p.issue_no AS "issueNo", p.expires_on::text AS "expiresOn", m.name, o.name AS "orgName",
       e.name AS "enterpriseName"
     FROM card_plastic p JOIN card c ON c.id = p.card_id JOIN member m ON m.id = c.member_id JOIN union_org o ON o.id = m.org_id
     LEFT JOIN enterprise e ON e.id = m.enterprise_id
     WHERE p.batch_id = $1 AND p.place > $2 AND p.state <> 'VOID' ORDER BY p.place LIMIT $3`,
    [batchId, afterPlace, limit],
  );
}
