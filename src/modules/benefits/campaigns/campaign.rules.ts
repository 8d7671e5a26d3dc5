import { type AudiencePredicate, compileAudience, listQuestions } from '../eligibility/audience.rules.js';
import type { AudienceRule } from '../eligibility/audience.schemas.js';
import type { Moment } from '../eligibility/moment.rules.js';
import type {
  CampaignDefinition,
  CampaignKind,
  CampaignLimit,
  CampaignWhere,
  FundingShare,
  LimitScope,
} from './campaign.schemas.js';
import { type CompiledMechanism, compileMechanism } from './mechanism.rules.js';
import { compileSchedule, type Schedule } from './schedule.rules.js';

export interface StoreFacts {
  readonly id: string;
  readonly merchantId: string;
  readonly merchantCategory: string;
}

/** One published version, read once and then only compared with; holds nothing that changes. */
export interface CompiledCampaign {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly kind: CampaignKind;
  readonly owner: string;
  readonly mechanism: CompiledMechanism;
  readonly schedule: Schedule;
  readonly limits: readonly CampaignLimit[];
  readonly funding: readonly FundingShare[];
  readonly drawsUnionMoney: boolean;
  readonly stacking: CampaignDefinition['stacking'];
  readonly reversal: CampaignDefinition['reversal'];
  readonly where: CampaignWhere;
  readonly isForStore: (store: StoreFacts) => boolean;
  /** The audience; null for everyone. The owner's subtree is asked apart. */
  readonly audience: AudiencePredicate | null;
  /** Every question the audience asks, for the record of what a decision looked at. */
  readonly questions: readonly AudienceRule[];
}

function compilePlaces(where: CampaignWhere): (store: StoreFacts) => boolean {
  const [merchants, stores, categories] = [
    new Set(where.merchants),
    new Set(where.stores),
    new Set(where.merchantCategories),
  ];
  if (merchants.size + stores.size + categories.size === 0) return () => true;
  return (store) => stores.has(store.id) || merchants.has(store.merchantId) || categories.has(store.merchantCategory);
}

/** Prepares one version of a campaign for deciding; the same definition always gives the same answers. */
export function compileCampaign(definition: CampaignDefinition, version: number): CompiledCampaign {
  return {
    id: definition.id,
    version,
    label: definition.label,
    kind: definition.kind,
    owner: definition.owner,
    mechanism: compileMechanism(definition.mechanism),
    schedule: compileSchedule(definition.when),
    limits: definition.limits,
    funding: definition.funding,
    drawsUnionMoney: definition.funding.some((share) => share.payer === 'UNION' && share.bps > 0),
    stacking: definition.stacking,
    reversal: definition.reversal,
    where: definition.where,
    isForStore: compilePlaces(definition.where),
    audience: definition.audience ? compileAudience(definition.audience) : null,
    questions: definition.audience ? listQuestions(definition.audience) : [],
  };
}

/** Who and where a counter is about. */
export interface CounterSubject {
  readonly memberId: string;
  readonly storeId: string;
  readonly merchantId: string;
}

const SUBJECTS: Record<LimitScope, (subject: CounterSubject) => string> = {
  MEMBER: ({ memberId }) => memberId,
  STORE: ({ storeId }) => storeId,
  MERCHANT: ({ merchantId }) => merchantId,
  CAMPAIGN: () => '*',
};

/**
 * The counter a limit counts in: scope, whose, which rule, which period. A version is no part of it, so that editing a
 * campaign forgets no use; `~name` is the one counter of all campaigns that share it (an id cannot start with `~`).
 */
export function counterKey(campaignId: string, limit: CampaignLimit, subject: CounterSubject, moment: Moment): string {
  const rule = limit.share === undefined ? campaignId : `~${limit.share}`;
  return `${limit.per}:${SUBJECTS[limit.per](subject)}:${rule}:${moment.periodKey(limit.period)}`;
}

/** Every counter a decision about this campaign may read or move, each once; load them before deciding. */
export function counterKeysFor(campaign: CompiledCampaign, subject: CounterSubject, moment: Moment): string[] {
  return [...new Set(campaign.limits.map((limit) => counterKey(campaign.id, limit, subject, moment)))];
}
