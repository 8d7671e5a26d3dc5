import type { DeadLetterView, SystemState } from '../../../modules/reporting/reporting.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { DeadLetterView, SystemState };
export type Repair = 'replay' | 'discard';

const base = '/console/v1/system';

export function getSystem(signal?: AbortSignal): Promise<SystemState> {
  return session.request('GET', base, { signal });
}

export function listDeadLetters(state: string, cursor: string, signal?: AbortSignal): Promise<Page<DeadLetterView>> {
  return session.request('GET', withQuery(`${base}/dead-letters`, { state, limit: 50, cursor }), { signal });
}

export function repairDeadLetter(id: string, repair: Repair): Promise<void> {
  return session.request('POST', `${base}/dead-letters/${id}/${repair}`);
}
