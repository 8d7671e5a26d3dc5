import type { AudienceGroup } from '../../../modules/benefits/eligibility/audience.schemas.js';
import type {
  AudienceCount,
  AudienceExplanation,
  ExplainedGroup,
  ExplainedRule,
} from '../../../modules/benefits/eligibility/audience-views.schemas.js';
import { session } from '../session.js';

export type { AudienceCount, AudienceExplanation, AudienceGroup, ExplainedGroup, ExplainedRule };

const base = '/console/v1/audiences';

export function countAudience(audience: AudienceGroup, owner: string, signal?: AbortSignal): Promise<AudienceCount> {
  return session.request('POST', `${base}/count`, { body: { audience, owner }, signal });
}

/** Why an audience means a member or not; the look is kept in the audit trail. */
export function explainAudience(
  audience: AudienceGroup,
  owner: string,
  memberId: string,
): Promise<AudienceExplanation> {
  return session.request('POST', `${base}/explain`, { body: { audience, owner, memberId } });
}
