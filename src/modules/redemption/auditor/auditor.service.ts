import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/database.js';
import { firstIdAt } from '../../../shared/ids.js';
import { AlertsService } from '../../audit/index.js';
import { CampaignsService } from '../../benefits/index.js';
import {
  type CampaignProof,
  type Finding,
  findOrphans,
  proveBooks,
  proveCampaigns,
  proveCounters,
  proveFolds,
  proveLineBooks,
  proveLines,
} from './auditor.queries.js';

const HOUR_MS = 3_600_000;
/** Facts sent to the books so long ago were heard, as a rule; where they seem not to agree, older ones are asked too. */
const SENT_MS = 48 * HOUR_MS;

/**
 * Recomputes rules 1, 3 and 4 from the rows, in one snapshot. A run of a few minutes takes up where the last one has proven the
 * sums, an hour back, because ids commit out of order; the run of the night trusts nothing and reads everything.
 */
@Injectable()
export class AuditorService {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertsService,
    private readonly campaigns: CampaignsService,
  ) {}

  /** Proves, pauses what does not agree, and raises an alert for each. Answers what was found. */
  async run(inFull: boolean): Promise<readonly Finding[]> {
    // Ids are made by the machine's clock, whatever the business clock of a rehearsal says.
    const upTo = firstIdAt(Date.now() - HOUR_MS);
    const sentSince = inFull ? null : new Date(Date.now() - SENT_MS);
    const { findings, proofs } = await this.database.snapshot(async (db) => {
      const proven = await proveCampaigns(db, inFull, upTo);
      const found = [
        ...proven.findings,
        ...(await proveLines(db)),
        ...(await proveBooks(db, sentSince)),
        ...(await proveLineBooks(db, sentSince)),
        ...(await proveCounters(db, inFull ? null : upTo)),
        ...(inFull ? [...(await proveFolds(db)), ...(await findOrphans(db))] : []),
      ];
      return { findings: found, proofs: proven.proofs };
    });
    for (const finding of findings) await this.database.transaction((tx) => this.stop(tx, finding));
    await this.database.transaction((tx) => keepProofs(tx, proofs, upTo));
    return findings;
  }

  private async stop(tx: Tx, finding: Finding): Promise<void> {
    const { campaignIds, subject, ...detail } = finding;
    if (campaignIds.length === 0)
      await this.alerts.raise(tx, {
        code: 'AUDIT_MISMATCH',
        subjectKind: 'books',
        subjectId: subject,
        orgPath: '/city/',
        detail,
      });
    for (const campaignId of campaignIds) {
      const orgPath = await this.campaigns.pauseForMismatch(tx, campaignId, { ...detail, subject });
      if (orgPath === null) continue;
      await this.alerts.raise(tx, {
        code: 'AUDIT_MISMATCH',
        subjectKind: 'campaign',
        subjectId: campaignId,
        orgPath,
        detail: { ...detail, subject },
      });
    }
  }
}

async function keepProofs(tx: Tx, proofs: readonly CampaignProof[], upTo: string): Promise<void> {
  await tx.query(
    `INSERT INTO audit_proof AS p (campaign_id, up_to, union_fen, uses)
     SELECT "campaignId", $2, "unionFen", uses FROM jsonb_to_recordset($1::jsonb) AS r ("campaignId" text, "unionFen" bigint, uses bigint)
     ON CONFLICT (campaign_id) DO UPDATE SET up_to = excluded.up_to, union_fen = excluded.union_fen, uses = excluded.uses`,
    [JSON.stringify(proofs), upTo],
  );
}
