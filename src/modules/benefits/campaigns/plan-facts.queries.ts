import type { Db } from '../../../platform/database/database.js';
import { listKinds } from '../calendar/holidays.repository.js';
import type { CampaignDefinition } from './campaign.schemas.js';
import type { PlanFacts, Rival } from './plan.rules.js';

const RIVALS_MAX = 20;

/** A store is inside the places of a campaign: what is listed is a union, nothing listed is everywhere. */
const isInside = (places: string): string =>
  `(${places} ->> 'merchants' = '[]' AND ${places} ->> 'stores' = '[]' AND ${places} ->> 'merchantCategories' = '[]'
    OR ${places} -> 'stores' ? s.id OR ${places} -> 'merchants' ? m.id OR ${places} -> 'merchantCategories' ? m.category)`;

// What runs or has been published ahead, and what the clock is going to publish.
const RIVALS = `
  WITH rival AS (
    SELECT c.id, v.definition FROM campaign c JOIN campaign_runtime r ON r.campaign_id = c.id
      JOIN campaign_version v ON v.campaign_id = r.campaign_id AND v.version = r.version
      WHERE c.owner_org_id = $1 AND r.state <> 'ENDED' AND r.ends_at > $6 AND r.starts_at < $8 AND r.ends_at > $7
    UNION ALL
    SELECT c.id, c.definition FROM campaign c WHERE c.owner_org_id = $1 AND c.publish_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM campaign_runtime r WHERE r.campaign_id = c.id))
  SELECT id, definition ->> 'label' AS label, definition -> 'when' AS "when" FROM rival
  WHERE id <> $2 AND definition #>> '{mechanism,type}' = $3 AND definition #>> '{stacking,group}' = $4
    AND EXISTS (SELECT 1 FROM store s JOIN merchant m ON m.id = s.merchant_id
      WHERE ${isInside(`(definition -> 'where')`)} AND ${isInside('$5::jsonb')})
  ORDER BY id LIMIT ${RIVALS_MAX}`;

/** What a plan is judged by: the holiday table, and what else runs there and then. */
export async function loadPlanFacts(db: Db, definition: CampaignDefinition, now: Date): Promise<PlanFacts> {
  const { id, owner, mechanism, stacking, where, when } = definition;
  const kinds = await listKinds(db);
  const rivals: Rival[] = await db.query(RIVALS, [
    owner,
    id,
    mechanism.type,
    stacking.group,
    JSON.stringify(where),
    now,
    when.from,
    when.to,
  ]);
  return {
    nowMs: now.getTime(),
    holidays: (dateOn) => kinds.get(dateOn) ?? null,
    yearsKnown: new Set([...kinds.keys()].map((dateOn) => Number(dateOn.slice(0, 4)))),
    rivals,
  };
}
