import type { TakeoverView } from '../../../modules/cards/takeover/takeover.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { download } from '../download.js';
import { session } from '../session.js';

export type { TakeoverView };

const base = '/console/v1/cards/takeovers';

export function listTakeovers(cursor: string, signal?: AbortSignal): Promise<Page<TakeoverView>> {
  return session.request('GET', withQuery(base, { limit: 20, cursor }), { signal });
}

export function startTakeover(orgId: string, file: File): Promise<{ takeoverId: string }> {
  const body = new FormData();
  body.append('orgId', orgId);
  body.append('file', file);
  return session.request('POST', base, { body });
}

/** Takes over what was checked, or gives it up. */
export function decideTakeover(id: string, step: 'take' | 'discard'): Promise<unknown> {
  return session.request('POST', `${base}/${id}/${step}`, { body: {} });
}

/** `name` is what the file is called on the officer's machine, without its ending. */
export function downloadTakeoverErrors(id: string, name: string): Promise<void> {
  return download(`${base}/${id}/errors.csv`, `${name}.csv`);
}

export function downloadTakeoverTemplate(name: string): Promise<void> {
  return download(`${base}/template.csv`, `${name}.csv`);
}
