import type { NoticeView, Notices } from '../../../modules/members/cases/case.schemas.js';
import type {
  ApplicationRequest,
  ApplicationView,
  MyCategories,
} from '../../../modules/members/cases/worker-case.schemas.js';
import type { EvidenceFileView } from '../../../modules/members/evidence/evidence.schemas.js';
import { request } from '../../shared/http.js';
import { OfflineError, ProblemError, isProblem } from '../../shared/problem.js';
import { session } from '../session.js';

export type { ApplicationRequest, ApplicationView, EvidenceFileView, MyCategories, NoticeView };
export type Choice = MyCategories['choices'][number];

const base = '/worker/v1/categories';

export function getMyCategories(signal?: AbortSignal): Promise<MyCategories> {
  return session.request('GET', base, { signal });
}

export function apply(body: ApplicationRequest): Promise<ApplicationView> {
  return session.request('POST', `${base}/applications`, { body });
}

export function sendApplication(id: string): Promise<ApplicationView> {
  return session.request('POST', `${base}/applications/${id}/sending`, { body: {} });
}

export function withdrawApplication(id: string): Promise<ApplicationView> {
  return session.request('POST', `${base}/applications/${id}/withdrawal`, { body: {} });
}

export function removeFile(id: string, fileId: string): Promise<void> {
  return session.request('DELETE', `${base}/applications/${id}/files/${fileId}`);
}

/** Sends one file and tells how far it is; `fetch` cannot say that of what goes up. */
export async function addFile(
  id: string,
  file: Blob,
  fileName: string,
  tell: (fraction: number) => void,
): Promise<EvidenceFileView> {
  const token = await session.token();
  const body = new FormData();
  body.append('file', file, fileName);
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', `${base}/applications/${id}/files`);
    sending.setRequestHeader('authorization', `Bearer ${token}`);
    sending.responseType = 'json';
    sending.upload.addEventListener('progress', ({ loaded, total }) => tell(total > 0 ? loaded / total : 0));
    sending.addEventListener('load', () => {
      const answer: unknown = sending.response;
      if (sending.status < 400) resolve(answer as EvidenceFileView);
      else reject(isProblem(answer) ? new ProblemError(sending.status, answer) : new OfflineError(sending.status));
    });
    sending.addEventListener('error', () => reject(new OfflineError()));
    sending.addEventListener('abort', () => reject(new OfflineError()));
    sending.send(body);
  });
}

/** What is posted for everybody, without signing in. */
export async function listPublicNotices(signal?: AbortSignal): Promise<readonly NoticeView[]> {
  return (await request<Notices>('GET', '/worker/v1/public-notices', { signal })).items;
}

/** What is posted in my union. */
export async function listUnionNotices(signal?: AbortSignal): Promise<readonly NoticeView[]> {
  return (await session.request<Notices>('GET', '/worker/v1/notices', { signal })).items;
}
