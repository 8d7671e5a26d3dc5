import type { AuditEntryView } from '../../../modules/audit/audit.schemas.js';
import type { RetentionChange, RetentionRuleView } from '../../../modules/audit/retention/retention.schemas.js';
import type { ConsentTextView, NewConsentText } from '../../../modules/members/privacy/consents/consent.schemas.js';
import type { ErasureView } from '../../../modules/members/privacy/erasures/erasure.schemas.js';
import type { KeysView } from '../../../modules/reporting/keys.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { AuditEntryView, ConsentTextView, ErasureView, RetentionRuleView };
export type KeyProgress = KeysView['items'][number];

async function items<Item>(path: string): Promise<readonly Item[]> {
  return (await session.request<{ items: Item[] }>('GET', path)).items;
}

export function listErasures(state: string, cursor: string, signal?: AbortSignal): Promise<Page<ErasureView>> {
  return session.request('GET', withQuery('/console/v1/erasures', { state, limit: 50, cursor }), { signal });
}

/** Asks for the deletion of a member's data; a second officer decides. */
export function requestErasure(memberId: string, reason: string): Promise<unknown> {
  return session.request('POST', `/console/v1/members/${memberId}/erasure`, { body: { reason } });
}

export function decideErasure(id: string, approve: boolean): Promise<unknown> {
  return session.request('POST', `/console/v1/erasures/${id}/decision`, { body: { approve } });
}

export const listRetention = (): Promise<readonly RetentionRuleView[]> => items('/console/v1/retention');

export function changeRetention(code: string, body: RetentionChange): Promise<unknown> {
  return session.request('PUT', `/console/v1/retention/${code}`, { body });
}

export const listConsentTexts = (): Promise<readonly ConsentTextView[]> => items('/console/v1/consent-texts');

export function publishConsentText(body: NewConsentText): Promise<unknown> {
  return session.request('POST', '/console/v1/consent-texts', { body });
}

export const listKeys = (): Promise<readonly KeyProgress[]> => items('/console/v1/keys');

export interface AuditFilter {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly action: string;
  readonly actorId: string;
  readonly fromOn: string;
  readonly untilOn: string;
}

export function listAudit(filter: AuditFilter, cursor: string, signal?: AbortSignal): Promise<Page<AuditEntryView>> {
  return session.request('GET', withQuery('/console/v1/audit', { ...filter, limit: 50, cursor }), { signal });
}
