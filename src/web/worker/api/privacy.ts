import type {
  ConsentAnswer,
  ConsentTextView,
  MyConsent,
} from '../../../modules/members/privacy/consents/consent.schemas.js';
import type { MyErasure } from '../../../modules/members/privacy/erasures/erasure.schemas.js';
import type { DataExportView, Look } from '../../../modules/reporting/my-data/my-data.schemas.js';
import { session } from '../session.js';

export type { ConsentTextView, DataExportView, Look, MyConsent, MyErasure };

async function items<Item>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<readonly Item[]> {
  const answer = await session.request<{ items: Item[] }>(method, path, body === undefined ? {} : { body });
  return answer.items;
}

export const listConsents = (): Promise<readonly MyConsent[]> => items('GET', '/worker/v1/consents');

export const answerConsent = (answer: ConsentAnswer): Promise<readonly MyConsent[]> =>
  items('POST', '/worker/v1/consents', answer);

export const listLooks = (): Promise<readonly Look[]> => items('GET', '/worker/v1/my-data/looks');

export const listExports = (): Promise<readonly DataExportView[]> => items('GET', '/worker/v1/my-data/exports');

/** Asks for a file of everything; it is made in the background. */
export const askExport = (): Promise<readonly DataExportView[]> => items('POST', '/worker/v1/my-data/exports', {});

/** Hands the file to the browser; the address alone opens nothing, so it is fetched with the token. */
export async function saveExport(id: string, form: 'html' | 'json'): Promise<void> {
  const response = await fetch(`/worker/v1/my-data/exports/${id}/data.${form}`, {
    headers: { authorization: `Bearer ${await session.token()}` },
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `my-data.${form}`;
  link.click();
  URL.revokeObjectURL(url);
}

export const getErasure = (): Promise<MyErasure> => session.request('GET', '/worker/v1/erasure');
export const askErasure = (): Promise<MyErasure> => session.request('POST', '/worker/v1/erasure', { body: {} });
export const cancelErasure = (): Promise<MyErasure> => session.request('DELETE', '/worker/v1/erasure');
