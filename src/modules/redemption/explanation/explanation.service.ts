import { Injectable } from '@nestjs/common';
import { Database, type Db } from '../../../platform/database/database.js';
import { beyondScope } from '../../../platform/database/reach.js';
import type { OfficerCaller } from '../../../shared/caller.js';
import { commonErrors, Refusal } from '../../../shared/errors.js';
import { shanghaiDate, toWireTime } from '../../../shared/time.js';
import { AuditService } from '../../audit/index.js';
import { CompiledCampaigns } from '../../benefits/index.js';
import { ConsoleRedemptionQueries } from '../console-redemption.queries.js';
import { readRecord } from '../decision-record.js';
import type { ConsoleRedemptionDetail } from '../redemption.schemas.js';
import type { DecisionRecord } from '../decision-record.schemas.js';
import { explainCampaigns, findNextBest, listCaptureDifferences, listDifferences, listPersonFacts } from './explain.js';
import { ExplanationQueries, type KeptDecision } from './explanation.queries.js';
import type { ExplainedCapture, Explanation } from './explanation.schemas.js';
import { recapture, type Recapture } from './recapture.js';
import { replay, type Replay } from './replay.js';

/** Says why a redemption or a refusal came out as it did, from what was kept when it was decided. */
@Injectable()
export class ExplanationService {
  constructor(
    private readonly database: Database,
    private readonly queries: ExplanationQueries,
    private readonly redemptions: ConsoleRedemptionQueries,
    private readonly compiled: CompiledCampaigns,
    private readonly audit: AuditService,
  ) {}

  /**
   * Explains one decision of the officer's subtree; looking is noted, since it can show which groups a person belongs to.
   * @throws Refusal NOT_FOUND outside the officer's subtree as for an id that does not exist
   */
  async explain(caller: OfficerCaller, id: string): Promise<Explanation> {
    const { db } = this.database;
    const found = await this.redemptions.find(db, caller.scope, id);
    const kept = found && (await this.queries.find(db, id));
    if (!kept) throw new Refusal(commonErrors.NOT_FOUND);
    return beyondScope(db, 'a decision is told with everything it was made of, such as campaigns of unions above', () =>
      this.tell(caller, found, kept),
    );
  }

  private async tell(
    caller: OfficerCaller,
    { id, reversals, postings }: ConsoleRedemptionDetail,
    kept: KeptDecision,
  ): Promise<Explanation> {
    const { db } = this.database;
    const replayed = await replay(db, this.compiled, readRecord(kept.decision));
    const recaptured = recapture(replayed);
    const showsPerson = caller.permissions.has('members.read');
    const person = showsPerson ? await this.personOf(db, replayed.record) : null;
    const campaigns = explainCampaigns(replayed, await this.queries.listCampaignFacts(db, replayed.record.campaigns));
    const events = await this.queries.listEvents(db, kept);
    await this.database.transaction((tx) =>
      this.audit.record(tx, caller, 'redemption.explained', { kind: 'redemption', id }, { showsPerson }),
    );
    return {
      redemptionId: id,
      ...outcomeOf(replayed, recaptured, kept.reason),
      ...situationOf(replayed),
      person,
      campaigns,
      captured: recaptured && captureOf(recaptured),
      ...totalsOf(replayed.record),
      nextBest: replayed.decided ? findNextBest(replayed) : null,
      events,
      reversals,
      postings,
    };
  }

  private async personOf(db: Db, { person, atMs }: DecisionRecord): Promise<Explanation['person']> {
    const orgs = await this.queries.listOrgNames(db, person.orgPath);
    const categories = await this.queries.listCategoryNames(db, person.categories?.map(({ code }) => code) ?? []);
    return listPersonFacts(person, atMs, { orgs, categories });
  }
}

function outcomeOf(replayed: Replay, recaptured: Recapture | null, reason: string | null) {
  if (!replayed.decided) return { outcome: 'NOT_DECIDED' as const, reason, same: null, differences: [] };
  const differences = [...listDifferences(replayed), ...listCaptureDifferences(recaptured)];
  const outcome = reason === null ? ('APPLIED' as const) : ('NONE' as const);
  return { outcome, reason, same: differences.length === 0, differences };
}

function situationOf({ record, state }: Replay) {
  const { basket, card, code, secondFactor, day, atMs } = record;
  const named = state.campaigns.find(({ campaign }) => campaign.id === basket.benefit)?.campaign.label;
  return {
    decidedAt: toWireTime(atMs),
    basket: { amountFen: basket.amountFen, items: basket.items ?? [], benefit: named ?? basket.benefit ?? null },
    card: { state: card, code, secondFactor },
    day: { dateOn: shanghaiDate(atMs), kind: day ?? null },
  };
}

function captureOf({ captured, benefits }: Recapture): ExplainedCapture {
  return {
    capturedAt: toWireTime(captured.atMs),
    amountFen: captured.amountFen,
    items: captured.items ?? [],
    benefits: benefits.map(({ campaignId, label, heldFen, kept: { fen, reason } }) => ({
      campaignId,
      label,
      heldFen,
      fen,
      reason,
    })),
  };
}

function totalsOf({ campaigns, captured }: DecisionRecord) {
  const given = captured?.given ?? campaigns;
  const discountFen = given.reduce((sum, { fen }) => sum + (fen ?? 0), 0);
  const unionFen = given.reduce((sum, each) => sum + (each.unionFen ?? 0), 0);
  return { discountFen, unionFen, merchantFen: discountFen - unionFen };
}
