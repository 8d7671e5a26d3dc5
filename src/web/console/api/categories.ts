import type {
  CaseDecision,
  CaseDetail,
  CaseRequest,
  CaseView,
  DueView,
  EntryChange,
  Notices,
  NoticeView,
  ObjectionRequest,
  ObjectionSettlement,
} from '../../../modules/members/cases/case.schemas.js';
import type {
  CategoryCodeView,
  CategoryFactView,
  HolderView,
  MemberCategoriesView,
} from '../../../modules/members/categories/category.schemas.js';
import type {
  EvidenceFileView,
  EvidenceView,
  VisitRequest,
} from '../../../modules/members/evidence/evidence.schemas.js';
import type {
  Meaning,
  MeaningProposalView,
  MeaningRequest,
  MeaningVersionView,
} from '../../../modules/members/meanings/meaning.schemas.js';
import type { Page } from '../../../shared/page.js';
import { withQuery } from '../../shared/http.js';
import { session } from '../session.js';

export type {
  CaseDetail,
  CaseRequest,
  CaseView,
  CategoryCodeView,
  CategoryFactView,
  DueView,
  EntryChange,
  EvidenceFileView,
  EvidenceView,
  HolderView,
  Meaning,
  MeaningProposalView,
  MeaningVersionView,
  NoticeView,
};

const base = '/console/v1/categories';
const cases = `${base}/cases`;

export async function listCategoryCodes(): Promise<readonly CategoryCodeView[]> {
  return (await session.request<{ items: CategoryCodeView[] }>('GET', base)).items;
}

export async function listMeaningProposals(signal?: AbortSignal): Promise<readonly MeaningProposalView[]> {
  return (await session.request<{ items: MeaningProposalView[] }>('GET', `${base}/meanings`, { signal })).items;
}

export function proposeMeaning(body: MeaningRequest): Promise<MeaningProposalView> {
  return session.request('POST', `${base}/meanings`, { body });
}

export function decideMeaning(id: string, approve: boolean): Promise<MeaningProposalView> {
  return session.request('POST', `${base}/meanings/${id}/decision`, { body: { approve } });
}

export async function listMeaningVersions(code: string, signal?: AbortSignal): Promise<readonly MeaningVersionView[]> {
  return (await session.request<{ items: MeaningVersionView[] }>('GET', `${base}/${code}/versions`, { signal })).items;
}

export function listCases(
  filter: { readonly state?: string; readonly memberId?: string },
  cursor: string,
  signal?: AbortSignal,
): Promise<Page<CaseView>> {
  return session.request('GET', withQuery(cases, { ...filter, limit: 50, cursor }), { signal });
}

export function getCase(id: string, signal?: AbortSignal): Promise<CaseDetail> {
  return session.request('GET', `${cases}/${id}`, { signal });
}

export function proposeCategory(memberId: string, body: CaseRequest): Promise<CaseView> {
  return session.request('POST', `/console/v1/members/${memberId}/categories`, { body });
}

export function changeEntry(entryId: string, body: EntryChange): Promise<CaseView> {
  return session.request('POST', `${base}/entries/${entryId}/changes`, { body });
}

export function completeCase(id: string): Promise<CaseView> {
  return session.request('POST', `${cases}/${id}/complete`, { body: {} });
}

export function returnCase(id: string, note: string): Promise<CaseView> {
  return session.request('POST', `${cases}/${id}/return`, { body: { note } });
}

export function withdrawCase(id: string, note: string): Promise<CaseView> {
  return session.request('POST', `${cases}/${id}/withdrawal`, { body: { note } });
}

export function decideCase(id: string, body: CaseDecision): Promise<CaseView> {
  return session.request('POST', `${cases}/${id}/decision`, { body });
}

export function objectTo(id: string, body: ObjectionRequest): Promise<CaseDetail> {
  return session.request('POST', `${cases}/${id}/objections`, { body });
}

export function settleObjection(id: string, objectionId: string, body: ObjectionSettlement): Promise<CaseDetail> {
  return session.request('POST', `${cases}/${id}/objections/${objectionId}/settlement`, { body });
}

/** Opens a case's folder; the purpose is kept in the audit trail. */
export function openEvidence(id: string, purpose: string): Promise<EvidenceView> {
  return session.request('POST', `${cases}/${id}/evidence`, { body: { purpose } });
}

/** One file of it, for the same purpose. */
export async function openFile(id: string, fileId: string, purpose: string): Promise<Blob> {
  const response = await fetch(`${cases}/${id}/files/${fileId}/content`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await session.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ purpose }),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.blob();
}

export function addFile(id: string, file: File): Promise<EvidenceFileView> {
  const body = new FormData();
  body.append('file', file);
  return session.request('POST', `${cases}/${id}/files`, { body });
}

export function removeFile(id: string, fileId: string): Promise<void> {
  return session.request('DELETE', `${cases}/${id}/files/${fileId}`);
}

export function addVisit(id: string, body: VisitRequest): Promise<void> {
  return session.request('POST', `${cases}/${id}/visits`, { body });
}

export async function listNotices(signal?: AbortSignal): Promise<readonly NoticeView[]> {
  return (await session.request<Notices>('GET', `${base}/notices`, { signal })).items;
}

export function listDue(cursor: string, signal?: AbortSignal): Promise<Page<DueView>> {
  return session.request('GET', withQuery(`${base}/due`, { limit: 50, cursor }), { signal });
}

export function listHolders(
  filter: { readonly orgId: string; readonly asOf: string; readonly on: string },
  cursor: string,
  signal?: AbortSignal,
): Promise<Page<HolderView>> {
  return session.request('GET', withQuery(`${base}/holders`, { ...filter, limit: 50, cursor }), { signal });
}

/** What we knew of a member at the end of one day, about another. */
export function getMemberCategories(
  memberId: string,
  moment: { readonly asOf: string; readonly on: string },
  signal?: AbortSignal,
): Promise<MemberCategoriesView> {
  return session.request('GET', withQuery(`/console/v1/members/${memberId}/categories`, { ...moment }), { signal });
}
