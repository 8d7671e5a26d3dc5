import type { SessionList } from '../../../modules/identity/account/account.schemas.js';
import type {
  ActivationCode,
  NewOfficerRequest,
  OfficerRolesRequest,
  OfficerView,
  OpenedActivation,
} from '../../../modules/identity/officers/officer.schemas.js';
import type { Page } from '../../../shared/page.js';
import { request, withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { ActivationCode, NewOfficerRequest, OfficerRolesRequest, OfficerView, OpenedActivation, SessionList };

const base = '/console/v1/officers';
const at = (id: string): string => `${base}/${encodeURIComponent(id)}`;

export function listOfficers(q: string, cursor: string, signal?: AbortSignal): Promise<Page<OfficerView>> {
  return session.request('GET', withQuery(base, { q, limit: 50, cursor }), { signal });
}

export function createOfficer(body: NewOfficerRequest): Promise<ActivationCode> {
  return session.request('POST', base, { body });
}

export function changeRoles(id: string, body: OfficerRolesRequest): Promise<OfficerView> {
  return session.request('PUT', `${at(id)}/roles`, { body });
}

export function blockOfficer(id: string, blocked: boolean, reason: string): Promise<OfficerView> {
  return session.request('POST', `${at(id)}/block`, { body: { blocked, reason } });
}

export function resetOfficer(id: string, reason: string): Promise<ActivationCode> {
  return session.request('POST', `${at(id)}/reset`, { body: { reason } });
}

export function openActivation(code: string): Promise<OpenedActivation> {
  return request('POST', '/auth/v1/activation/open', { body: { code } });
}

export function finishActivation(body: { code: string; password: string; totp: string }): Promise<void> {
  return request('POST', '/auth/v1/activation', { body });
}

export function listSessions(signal?: AbortSignal): Promise<SessionList> {
  return session.request('GET', '/auth/v1/account/sessions', { signal });
}

export function endSession(id: string): Promise<void> {
  return session.request('DELETE', `/auth/v1/account/sessions/${encodeURIComponent(id)}`);
}

export function changePassword(body: { current: string; next: string }): Promise<void> {
  return session.request('POST', '/auth/v1/account/password', { body });
}
