import type { Db } from '../../../platform/database/database.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { scopeLike } from '../../../shared/org-path.js';
import { type Page, pageOf } from '../../../shared/page.js';
import type { CampaignDefinition } from './campaign.schemas.js';
import type { CampaignListQuery, CampaignRow, CampaignState } from './campaign-views.schemas.js';
import type { LiveState } from './campaigns.repository.js';

interface ScreenRow {
  id: string;
  ownerId: string;
  ownerName: string;
  state: CampaignState;
  version: number;
  createdAt: Date;
  definition: CampaignDefinition;
  liveState: LiveState | null;
  liveVersion: number | null;
  totalFen: number | null;
  spentFen: number | null;
  heldFen: number | null;
  uses: number | null;
}

const SCREEN = `SELECT c.id, c.owner_org_id AS "ownerId", o.name AS "ownerName", c.state, c.version, c.definition,
  c.created_at AS "createdAt", r.state AS "liveState", r.version AS "liveVersion", r.total_fen AS "totalFen",
  r.spent_fen AS "spentFen", r.held_fen + r.leased_fen AS "heldFen", r.uses
  FROM campaign c JOIN union_org o ON o.id = c.owner_org_id LEFT JOIN campaign_runtime r ON r.campaign_id = c.id`;

/** Campaigns owned in the officer's subtree, the newest first; a state finds both what runs and what waits. */
export async function listCampaigns(
  db: Db,
  scope: readonly string[],
  { limit, cursor, state, q }: CampaignListQuery,
): Promise<Page<CampaignRow>> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  const rows: ScreenRow[] = await db.query(
    `${SCREEN} WHERE o.path LIKE ANY($1) AND ($2::text IS NULL OR c.state = $2 OR r.state = $2)
       AND ($3::text IS NULL OR c.id = $3 OR position(lower($3) IN lower(c.definition ->> 'label')) > 0)
       AND ($4::timestamptz IS NULL OR (c.created_at, c.id) < ($4, $5::text))
     ORDER BY c.created_at DESC, c.id DESC LIMIT $6`,
    [scopeLike(scope), state ?? null, q ? q : null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
  );
  const page = pageOf(rows, limit, (row) => `${row.createdAt.getTime()}_${row.id}`);
  return { items: page.items.map(rowOf), nextCursor: page.nextCursor };
}

/** One campaign of the officer's subtree, or null. */
export async function findCampaignRow(db: Db, scope: readonly string[], id: string): Promise<CampaignRow | null> {
  const rows: ScreenRow[] = await db.query(`${SCREEN} WHERE c.id = $1 AND o.path LIKE ANY($2)`, [id, scopeLike(scope)]);
  return rows[0] ? rowOf(rows[0]) : null;
}

function parseCursor(cursor: string): { createdAt: Date; id: string } {
  const [, epochMs, id] = /^(\d{1,15})_([A-Za-z0-9_-]{1,64})$/.exec(cursor) ?? [];
  if (epochMs === undefined || id === undefined)
    throw new Refusal(commonErrors.REQUEST_INVALID, {
      field: 'cursor',
      detail: 'cursor: must be the nextCursor of an earlier page',
    });
  return { createdAt: new Date(Number(epochMs)), id };
}

function rowOf(row: ScreenRow): CampaignRow {
  const { label, kind, mechanism, when, budget } = row.definition;
  const live = row.liveState === null ? null : { state: row.liveState, version: row.liveVersion ?? 1 };
  const totalFen = live === null ? (budget?.totalFen ?? 0) : (row.totalFen ?? 0);
  const [spentFen, heldFen] = [row.spentFen ?? 0, row.heldFen ?? 0];
  return {
    id: row.id,
    label,
    kind,
    owner: { id: row.ownerId, name: row.ownerName },
    mechanism,
    state: row.state,
    version: row.version,
    live,
    when: { from: when.from, to: when.to },
    totalFen,
    spentFen,
    heldFen,
    remainingFen: live?.state === 'ENDED' ? 0 : totalFen - spentFen - heldFen,
    uses: row.uses ?? 0,
  };
}

export interface VersionRow {
  readonly version: number;
  readonly madeBy: string;
  readonly checkedBy: string;
  readonly publishedAt: Date;
  readonly definition: CampaignDefinition;
}

/** Everything ever published of a campaign, the newest first. */
export async function listVersions(db: Db, id: string, limit: number): Promise<VersionRow[]> {
  return db.query(
    `SELECT version, made_by AS "madeBy", checked_by AS "checkedBy", published_at AS "publishedAt", definition
     FROM campaign_version WHERE campaign_id = $1 ORDER BY version DESC LIMIT $2`,
    [id, limit],
  );
}

/** Names of officers by login id. */
export async function namesOf(db: Db, loginIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; name: string }[] = await db.query(
    'SELECT id, display_name AS name FROM officer_name WHERE id = ANY($1::uuid[])',
    [loginIds],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
