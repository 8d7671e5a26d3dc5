import type { AlertView } from '../../../modules/audit/alerts.schemas.js';
import { session } from '../session.js';

export type { AlertView };

const base = '/console/v1/alerts';

export async function listAlerts(signal?: AbortSignal): Promise<readonly AlertView[]> {
  return (await session.request<{ items: readonly AlertView[] }>('GET', base, { signal })).items;
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
