import type { Db } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import { isWithin } from '../../../shared/org-path.js';
import { findLine } from '../budgets/budgets.repository.js';
import { type CampaignDefinition, campaignDefinitionSchema } from './campaign.schemas.js';
import type { RuntimeRecord } from './campaigns.repository.js';
import { listAudienceReferences, type PublishFacts } from './publish.rules.js';

interface KnownRow {
  ownerPath: string | null;
  merchants: string[];
  stores: string[];
  merchantCategories: string[];
  memberCategories: string[];
  orgs: string[];
  parks: string[];
  enterprises: string[];
  lists: string[];
}

const KNOWN = `SELECT (SELECT path FROM union_org WHERE id = $1 AND dissolved_at IS NULL) AS "ownerPath",
  ARRAY(SELECT id FROM merchant WHERE id = ANY($2)) AS merchants,
  ARRAY(SELECT id FROM store WHERE id = ANY($3)) AS stores,
  ARRAY(SELECT code FROM merchant_category WHERE code = ANY($4)) AS "merchantCategories",
  ARRAY(SELECT code FROM member_category_code UNION SELECT code || ':' || unnest(levels) FROM member_category_code) AS "memberCategories",
  ARRAY(SELECT id FROM union_org WHERE id = ANY($5)) AS orgs,
  ARRAY(SELECT code FROM park WHERE code = ANY($6)) AS parks,
  ARRAY(SELECT id::text FROM enterprise WHERE id::text = ANY($7)) AS enterprises,
  ARRAY(SELECT l.id FROM member_list l JOIN union_org lo ON lo.id = l.owner_org_id JOIN union_org co ON co.id = $1
    WHERE l.id = ANY($8) AND (starts_with(co.path, lo.path) OR starts_with(lo.path, co.path))) AS lists`;

/** What exists of everything a definition refers to; two statements, whatever its size. */
export async function loadPublishFacts(
  db: Db,
  definition: CampaignDefinition,
  runtime: RuntimeRecord | null,
  now: Date,
): Promise<Omit<PublishFacts, 'giftFen'> & { readonly ownerPath: string | null }> {
  const { where, budget, owner } = definition;
  const wanted = [
    owner,
    where.merchants,
    where.stores,
    where.merchantCategories,
    listAudienceReferences(definition, 'org'),
    listAudienceReferences(definition, 'park'),
    listAudienceReferences(definition, 'enterprise'),
    listAudienceReferences(definition, 'list'),
  ];
  const [known, line] = await beyondScope(
    db,
    'a definition may name what is not the owner’s, such as a line above',
    async () => {
      const [row]: [KnownRow] = await db.query(KNOWN, wanted);
      return [row, budget ? await findLine(db, budget.from) : null] as const;
    },
  );
  const { ownerPath } = known;
  return {
    nowMs: now.getTime(),
    ownerPath,
    ownerExists: ownerPath !== null,
    before: await findRunningDefinition(db, runtime),
    claims: runtime?.claims ?? 0,
    merchants: new Set(known.merchants),
    stores: new Set(known.stores),
    merchantCategories: new Set(known.merchantCategories),
    memberCategories: new Set(known.memberCategories),
    orgs: new Set(known.orgs),
    parks: new Set(known.parks),
    enterprises: new Set(known.enterprises),
    // A list of another branch of the union is as unknown as one that nobody made.
    lists: new Set(known.lists),
    budgetLine: line && {
      freeFen: line.state === 'OPEN' ? line.totalFen - line.handedFen : 0,
      isOwners: ownerPath !== null && (isWithin(ownerPath, line.orgPath) || isWithin(line.orgPath, ownerPath)),
      alreadyTakenFen: runtime?.totalFen ?? 0,
      committedFen: runtime?.committedFen ?? 0,
    },
  };
}

/** What runs now, whose holders keep what they were given. */
async function findRunningDefinition(db: Db, runtime: RuntimeRecord | null): Promise<CampaignDefinition | null> {
  if (!runtime) return null;
  const rows: { definition: unknown }[] = await db.query(
    'SELECT definition FROM campaign_version WHERE campaign_id = $1 AND version = $2',
    [runtime.campaignId, runtime.version],
  );
  return campaignDefinitionSchema.parse(rows[0]?.definition);
}
