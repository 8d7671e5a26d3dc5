import type { PlasticItem } from '../../../modules/cards/plastic/plastic.schemas.js';
import type {
  HandOverOutcome,
  HandOverRequest,
  ProductionFile,
  ProductionOutlook,
  ProductionRequest,
  ProductionView,
} from '../../../modules/cards/production/production.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { download } from '../download.js';
import { session } from '../session.js';

export type { PlasticItem, ProductionOutlook, ProductionView };

const base = '/console/v1/cards/productions';

export function findOutlook(orgId: string, signal?: AbortSignal): Promise<ProductionOutlook> {
  return session.request('GET', withQuery(`${base}/outlook`, { orgId }), { signal });
}

export function requestProduction(body: ProductionRequest): Promise<{ batchId: string }> {
  return session.request('POST', base, { body });
}

export function listProductions(cursor: string, signal?: AbortSignal): Promise<Page<ProductionView>> {
  return session.request('GET', withQuery(base, { limit: 20, cursor }), { signal });
}

export function getProduction(id: string, signal?: AbortSignal): Promise<ProductionView> {
  return session.request('GET', `${base}/${id}`, { signal });
}

/** Lets a batch be made, gives it up, or asks for its files again. */
export function stepProduction(id: string, step: 'release' | 'cancel' | 'remake', reason: string): Promise<unknown> {
  return session.request('POST', `${base}/${id}/${step}`, { body: { reason } });
}

export function handOver(id: string, body: HandOverRequest): Promise<HandOverOutcome> {
  return session.request('POST', `${base}/${id}/hand-over`, { body });
}

const files: Readonly<Record<ProductionFile, string>> = {
  SHEET: 'sheet.pdf',
  PRINTER: 'printer.csv',
  HANDOVER: 'hand-over.pdf',
};

/** `name` is what the file is called on the officer's machine, without its ending. */
export function downloadProduction(id: string, kind: ProductionFile, name: string): Promise<void> {
  const file = files[kind];
  return download(`${base}/${id}/${file}`, `${name}${file.slice(file.lastIndexOf('.'))}`);
}

export function listPlastics(
  filter: { readonly batchId?: string; readonly state?: string },
  cursor: string,
  signal?: AbortSignal,
): Promise<Page<PlasticItem>> {
  return session.request('GET', withQuery('/console/v1/cards/plastic', { ...filter, limit: 50, cursor }), { signal });
}
