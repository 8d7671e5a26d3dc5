import type { ImportCounts, ImportKindName, ImportView } from '../../../modules/imports/imports.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { ImportCounts, ImportKindName, ImportView };

const baseOf = (kind: ImportKindName): string => `/console/v1/${kind}/imports`;

export function listImports(kind: ImportKindName, cursor: string, signal?: AbortSignal): Promise<Page<ImportView>> {
  return session.request('GET', withQuery(baseOf(kind), { limit: 20, cursor }), { signal });
}

export function getImport(kind: ImportKindName, id: string, signal?: AbortSignal): Promise<ImportView> {
  return session.request('GET', `${baseOf(kind)}/${id}`, { signal });
}

export function sendFile(kind: ImportKindName, orgId: string, file: File): Promise<{ importId: string }> {
  const body = new FormData();
  // The field before the file: the server knows the union before the first row arrives.
  body.append('orgId', orgId);
  body.append('file', file);
  return session.request('POST', baseOf(kind), { body });
}

export function checkImport(
  kind: ImportKindName,
  id: string,
  mapping: Readonly<Record<string, number>>,
): Promise<unknown> {
  return session.request('POST', `${baseOf(kind)}/${id}/check`, { body: { mapping } });
}

/** One of the steps that need nothing but a yes. */
export function stepImport(kind: ImportKindName, id: string, step: 'commit' | 'cancel' | 'undo'): Promise<unknown> {
  return session.request('POST', `${baseOf(kind)}/${id}/${step}`);
}

async function download(path: string, fileName: string): Promise<void> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${await session.token()}` } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}

export function downloadErrors({ kind, id, fileName, fileKind }: ImportView): Promise<void> {
  const name = fileName.replace(/\.[^.]*$/, '');
  return download(`${baseOf(kind)}/${id}/errors`, `${name}-怎么改.${fileKind ?? 'csv'}`);
}

export function downloadTemplate(kind: ImportKindName, fileKind: 'csv' | 'xlsx'): Promise<void> {
  return download(`${baseOf(kind)}/template.${fileKind}`, `${kind}-template.${fileKind}`);
}
