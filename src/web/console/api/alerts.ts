import type { AlertView, NoticeGroup } from '../../../modules/audit/alerts.schemas.js';
import { session } from '../session.js';

export type { AlertView, NoticeGroup };

const base = '/console/v1/alerts';

export interface AlertList {
  readonly items: readonly AlertView[];
  readonly groups: readonly NoticeGroup[];
}

export function listAlerts(signal?: AbortSignal): Promise<AlertList> {
  return session.request('GET', base, { signal });
}

/** Says what was found; somebody else settles it then. */
export function examineAlert(id: string, note: string): Promise<void> {
  return session.request('POST', `${base}/${id}/examine`, { body: { note } });
}

export function settleAlert(id: string): Promise<void> {
  return session.request('POST', `${base}/${id}/settle`);
}

/** Has read what a notice tells. */
export function noteAlert(id: string): Promise<void> {
  return session.request('POST', `${base}/${id}/note`);
}
