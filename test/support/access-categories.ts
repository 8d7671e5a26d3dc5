import { APPROVERS, CITY, type Line, PEOPLE, STAFF } from './access-callers.js';

const CASE = '/console/v1/categories/cases/:id';
const NOTE = { note: '矩阵核对' };
const MIGRANT = {
  name: '农民工',
  levels: [],
  noticeDays: 0,
  noticeScope: 'UNION',
  monthsMax: 36,
  reviewMonths: 12,
  evidenceMin: 0,
  workerMayApply: true,
  keepYears: 3,
  retired: false,
};
const PURPOSE = { purpose: '矩阵核对权限' };

/** Cases of categories, their evidence and what holds; ids inside a case are nobody's here, so only who may is asked of them. */
export const CATEGORIES: Readonly<Record<string, Line>> = {
  'GET /console/v1/categories/cases': { who: PEOPLE, list: 'grant' },
  'GET /console/v1/categories/due': { who: PEOPLE, list: true },
  'GET /console/v1/categories/notices': { who: PEOPLE, list: true },
  'GET /console/v1/categories/holders': { who: PEOPLE, list: true, query: '?orgId=u1' },
  'GET /console/v1/categories/meanings': { who: PEOPLE },
  'POST /console/v1/categories/meanings': {
    who: CITY,
    body: { code: 'MIGRANT', meaning: MIGRANT, reason: '矩阵核对' },
  },
  'POST /console/v1/categories/meanings/:id/decision': { who: CITY, body: { approve: false } },
  'GET /console/v1/categories/:code/versions': { who: PEOPLE },
  'GET /console/v1/members/:id/categories': { who: PEOPLE, id: 'member' },
  'POST /console/v1/categories/entries/:id/changes': {
    who: STAFF,
    body: { kind: 'EXIT', cause: 'EXITED', basis: '矩阵核对' },
  },
  [`GET ${CASE}`]: { who: PEOPLE, id: 'grant' },
  [`POST ${CASE}/evidence`]: { who: STAFF, id: 'grant', body: PURPOSE },
  [`POST ${CASE}/files`]: { who: STAFF, id: 'grant', form: true },
  [`POST ${CASE}/files/:fileId/content`]: { who: STAFF, body: PURPOSE },
  [`DELETE ${CASE}/files/:fileId`]: { who: STAFF },
  [`POST ${CASE}/visits`]: {
    who: STAFF,
    id: 'grant',
    body: { visitedOn: '2017-01-01', visitedBy: '某干部', note: '矩阵核对' },
  },
  [`POST ${CASE}/objections`]: { who: STAFF, id: 'grant', body: { by: '某人', text: '矩阵核对' } },
  [`POST ${CASE}/objections/:objectionId/settlement`]: { who: APPROVERS, body: { upheld: false, ...NOTE } },
  [`POST ${CASE}/complete`]: { who: STAFF, id: 'grant' },
  [`POST ${CASE}/decision`]: { who: APPROVERS, id: 'grant', body: { approve: false } },
  [`POST ${CASE}/return`]: { who: STAFF, id: 'grant', body: NOTE },
  [`POST ${CASE}/withdrawal`]: { who: STAFF, id: 'grant', body: NOTE },
};

export const WORKER_CATEGORIES: readonly string[] = [
  'GET categories',
  'GET notices',
  'POST categories/applications',
  'POST categories/applications/:id/files',
  'DELETE categories/applications/:id/files/:fileId',
  'POST categories/applications/:id/sending',
  'POST categories/applications/:id/withdrawal',
];
