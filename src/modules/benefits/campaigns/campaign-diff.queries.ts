import type { Db } from '../../../platform/database/database.js';
import type { CampaignDefinition } from './campaign.schemas.js';
import type { NamedKind } from './campaign-diff.schemas.js';

export interface PublishedVersion {
  readonly version: number;
  readonly definition: CampaignDefinition;
}

/** A published version; null if there never was one. */
export async function findVersion(db: Db, id: string, version: number): Promise<PublishedVersion | null> {
  const rows: PublishedVersion[] = await db.query(
    'SELECT version, definition FROM campaign_version WHERE campaign_id = $1 AND version = $2',
    [id, version],
  );
  return rows[0] ?? null;
}

/** The version published last before this one; null for the first. */
export async function findVersionBefore(db: Db, id: string, version: number): Promise<PublishedVersion | null> {
  const rows: PublishedVersion[] = await db.query(
    'SELECT version, definition FROM campaign_version WHERE campaign_id = $1 AND version < $2 ORDER BY version DESC LIMIT 1',
    [id, version],
  );
  return rows[0] ?? null;
}

export interface Reference {
  readonly of: NamedKind;
  readonly id: string;
}

const NAMES = `
  SELECT 'org' AS of, id, name FROM union_org WHERE id = ANY($1)
  UNION ALL SELECT 'merchant', id, name FROM merchant WHERE id = ANY($1)
  UNION ALL SELECT 'store', id, name FROM store WHERE id = ANY($1)
  UNION ALL SELECT 'budgetLine', id, name FROM budget_line WHERE id = ANY($1)
  UNION ALL SELECT 'park', code, name FROM park WHERE code = ANY($1)
  UNION ALL SELECT 'enterprise', id::text, name FROM enterprise WHERE id::text = ANY($1)
  UNION ALL SELECT 'merchantCategory', code, name FROM merchant_category WHERE code = ANY($1)
  UNION ALL SELECT 'memberCategory', code, name FROM member_category_code WHERE code = ANY($1)`;

/** What things are called, by `kind:id`; what does not exist has no name. */
export async function namesOfReferences(db: Db, wanted: readonly Reference[]): Promise<Record<string, string>> {
  const keys = new Set(wanted.map(({ of, id }) => `${of}:${id}`));
  const rows: (Reference & { readonly name: string })[] = await db.query(NAMES, [wanted.map(({ id }) => id)]);
  return Object.fromEntries(
    rows.map(({ of, id, name }) => [`${of}:${id}`, name] as const).filter(([key]) => keys.has(key)),
  );
}
