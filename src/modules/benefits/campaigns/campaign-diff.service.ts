import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { Refusal } from '../../../shared/errors.js';
import { campaignErrors } from './campaign.errors.js';
import { findVersion, findVersionBefore, namesOfReferences, type PublishedVersion } from './campaign-diff.queries.js';
import type { CampaignDiff, CampaignDiffQuery } from './campaign-diff.schemas.js';
import { type CampaignDefinition, campaignDefinitionSchema } from './campaign.schemas.js';
import { findCampaignRow } from './campaigns.queries.js';
import { findCampaign, findRuntime } from './campaigns.repository.js';
import { describeCampaign, describeDiff } from './definition-diff.rules.js';
import { listReferences } from './fact-references.rules.js';

/** What changed between versions, for whoever reviews the newer one. */
@Injectable()
export class CampaignDiffs {
  constructor(private readonly database: Database) {}

  /**
   * The working copy, or the version asked for, against the version asked for or else the one published before it.
   * @throws Refusal CAMPAIGN_NOT_FOUND, CAMPAIGN_VERSION_UNKNOWN
   */
  get(caller: OfficerCaller, id: string, query: CampaignDiffQuery): Promise<CampaignDiff> {
    return this.database.snapshot(async (db) => {
      const row = await findCampaignRow(db, caller.scope, id);
      const campaign = await findCampaign(db, id);
      if (!row || !campaign) throw new Refusal(campaignErrors.CAMPAIGN_NOT_FOUND);
      const newer = query.to === undefined ? campaign : await this.version(db, id, query.to);
      const older =
        query.from === undefined
          ? await findVersionBefore(db, id, newer.version)
          : await this.version(db, id, query.from);
      const after = campaignDefinitionSchema.parse(newer.definition);
      const before = older && (await withBudgetOfNow(db, id, older));
      const facts = describeCampaign(after);
      const changes = before ? describeDiff(before, after) : [];
      const values = [...facts, ...changes.flatMap(({ before: was }) => (was ? [{ value: was }] : []))];
      const references = values.flatMap(({ value }) => listReferences(value));
      return {
        from: older?.version ?? null,
        to: newer.version,
        changes,
        facts,
        names: await beyondScope(db, 'a definition may name what is not the owner’s, such as a line above', () =>
          namesOfReferences(db, references),
        ),
      };
    });
  }

  private async version(db: Db, id: string, version: number): Promise<PublishedVersion> {
    const found = await findVersion(db, id, version);
    if (!found) throw new Refusal(campaignErrors.CAMPAIGN_VERSION_UNKNOWN);
    return found;
  }
}

/** A version never changes, but the money of the one that runs can be raised and cut: the checker compares with what it is now. */
async function withBudgetOfNow(
  db: Db,
  id: string,
  { version, definition }: PublishedVersion,
): Promise<CampaignDefinition> {
  const parsed = campaignDefinitionSchema.parse(definition);
  const runtime = await findRuntime(db, id);
  if (!parsed.budget || runtime?.version !== version) return parsed;
  return { ...parsed, budget: { ...parsed.budget, totalFen: runtime.totalFen } };
}
