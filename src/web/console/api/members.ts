import type { ImportView, MemberView, Revealed } from '../../../modules/members/members.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type { ImportView, MemberView };

const base = '/console/v1/members';

export function listMembers(q: string, cursor: string, signal?: AbortSignal): Promise<Page<MemberView>> {
  return session.request('GET', withQuery(base, { q, limit: 50, cursor }), { signal });
}

export function getMember(id: string, signal?: AbortSignal): Promise<MemberView> {
  return session.request('GET', `${base}/${id}`, { signal });
}

/** Shows the full numbers; the purpose is kept in the audit trail. */
export function reveal(id: string, purpose: string): Promise<Revealed> {
  return session.request('POST', `${base}/${id}/reveal`, { body: { purpose } });
}

export function listImports(cursor: string, signal?: AbortSignal): Promise<Page<ImportView>> {
  return session.request('GET', withQuery(`${base}/imports`, { limit: 20, cursor }), { signal });
}

export function startImport(orgId: string, file: File): Promise<{ importId: string }> {
  const body = new FormData();
  // The field before the file: the server knows the union before the first row arrives.
  body.append('orgId', orgId);
  body.append('file', file);
  return session.request('POST', `${base}/imports`, { body });
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

export function downloadImportErrors(id: string): Promise<void> {
  return download(`${base}/imports/${id}/errors.csv`, `import-errors-${id}.csv`);
}

export function downloadImportTemplate(): Promise<void> {
  return download(`${base}/imports/template.csv`, 'members.csv');
}
