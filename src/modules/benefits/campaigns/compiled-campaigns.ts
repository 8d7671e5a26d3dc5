import { Injectable } from '@nestjs/common';
import type { Db } from '../../../platform/database/database.js';
import { campaignDefinitionSchema } from './campaign.schemas.js';
import { type CompiledCampaign, compileCampaign } from './campaign.rules.js';

/** Names one published version; what it says never changes. */
export interface CampaignRef {
  readonly campaignId: string;
  readonly version: number;
}

const COMPILED_MAX = 2_000;

interface VersionRow {
  campaign_id: string;
  version: number;
  definition: unknown;
}

/** Published versions compiled for deciding: each once per process, the least recently used leave first. Safe to keep because versions never change. */
@Injectable()
export class CompiledCampaigns {
  private readonly byKey = new Map<string, CompiledCampaign>();

  /**
   * The compiled form of each version asked for, in the order asked; at most one statement, none when all are known.
   * @throws Error for a version that was never published
   */
  async get(db: Db, refs: readonly CampaignRef[]): Promise<CompiledCampaign[]> {
    const found = new Map<string, CompiledCampaign>();
    const missing: CampaignRef[] = [];
    for (const ref of refs) {
      const known = this.touch(keyOf(ref));
      if (known) found.set(keyOf(ref), known);
      else missing.push(ref);
    }
    for (const row of await loadVersions(db, missing)) {
      const ref = { campaignId: row.campaign_id, version: row.version };
      const compiled = compileCampaign(campaignDefinitionSchema.parse(row.definition), row.version);
      found.set(keyOf(ref), compiled);
      this.keep(keyOf(ref), compiled);
    }
    return refs.map((ref) => {
      const compiled = found.get(keyOf(ref));
      if (!compiled) throw new Error(`version ${ref.version} of campaign ${ref.campaignId} was never published`);
      return compiled;
    });
  }

  private touch(key: string): CompiledCampaign | undefined {
    const known = this.byKey.get(key);
    if (known) {
      this.byKey.delete(key);
      this.byKey.set(key, known);
    }
    return known;
  }

  private keep(key: string, compiled: CompiledCampaign): void {
    this.byKey.set(key, compiled);
    if (this.byKey.size <= COMPILED_MAX) return;
    const [oldest] = this.byKey.keys();
    if (oldest !== undefined) this.byKey.delete(oldest);
  }
}

const keyOf = ({ campaignId, version }: CampaignRef): string => `${campaignId}@${version}`;

async function loadVersions(db: Db, refs: readonly CampaignRef[]): Promise<VersionRow[]> {
  if (refs.length === 0) return [];
  return db.query(
    `SELECT v.campaign_id, v.version, v.definition FROM campaign_version v
     JOIN unnest($1::text[], $2::int[]) AS wanted (campaign_id, version) USING (campaign_id, version)`,
    [refs.map((ref) => ref.campaignId), refs.map((ref) => ref.version)],
  );
}
