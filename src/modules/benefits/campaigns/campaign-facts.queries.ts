import type { Db } from '../../../platform/database/database.js';
import { isWithin } from '../../../shared/org-path.js';
import { findLine } from '../budgets/budgets.repository.js';
import type { CampaignDefinition } from './campaign.schemas.js';
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
}

const KNOWN = `SELECT (SELECT path FROM union_org WHERE id = $1) AS "ownerPath",
  ARRAY(SELECT id FROM merchant WHERE id = ANY($2)) AS merchants,
  ARRAY(SELECT id FROM store WHERE id = ANY($3)) AS stores,
  ARRAY(SELECT code FROM merchant_category WHERE code = ANY($4)) AS "merchantCategories",
  ARRAY(SELECT code FROM member_category_code UNION SELECT code || ':' || unnest(levels) FROM member_category_code) AS "memberCategories",
  ARRAY(SELECT id FROM union_org WHERE id = ANY($5)) AS orgs,
  ARRAY(SELECT code FROM park WHERE code = ANY($6)) AS parks,
  ARRAY(SELECT id::text FROM enterprise WHERE id::text = ANY($7)) AS enterprises`;

/** What exists of everything a definition refers to; two statements, whatever its size. */
export async function loadPublishFacts(
  db: Db,
  definition: CampaignDefinition,
  runtime: RuntimeRecord | null,
  now: Date,
): Promise<PublishFacts> {
  const { where, budget, owner } = definition;
  const [known]: [KnownRow] = await db.query(KNOWN, [
    owner,
    where.merchants,
    where.stores,
    where.merchantCategories,
    listAudienceReferences(definition, 'org'),
    listAudienceReferences(definition, 'park'),
    listAudienceReferences(definition, 'enterprise'),
  ]);
  const line = budget ? await findLine(db, budget.from) : null;
  const { ownerPath } = known;
  return {
    nowMs: now.getTime(),
    ownerExists: ownerPath !== null,
    merchants: new Set(known.merchants),
    stores: new Set(known.stores),
    merchantCategories: new Set(known.merchantCategories),
    memberCategories: new Set(known.memberCategories),
    orgs: new Set(known.orgs),
    parks: new Set(known.parks),
    enterprises: new Set(known.enterprises),
    // Named lists come with the imports of lists; until then a list nobody can have made is unknown.
    lists: new Set(),
    budgetLine: line && {
      freeFen: line.state === 'OPEN' ? line.totalFen - line.handedFen : 0,
      isOwners: ownerPath !== null && isWithin(ownerPath, line.orgPath),
      alreadyTakenFen: runtime?.totalFen ?? 0,
      committedFen: runtime?.committedFen ?? 0,
    },
  };
}
